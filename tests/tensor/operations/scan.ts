import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import * as t from "../../../src/tensor/index.js";
import { drawnOver, uniform } from "../arbitrary.js";
import { tabulate } from "../brute.js";
import { describeOperation } from "../contracts.js";
import type { Claim } from "../contracts.js";
import { gradientError, weighted } from "../finite-differences.js";

const feature = t.axis("feature", 2);
const hidden = t.axis("hidden", 2);
const zero = t.scalar(0);

/** The same recurrence node by node: what a scan must agree with. */
function unrolled({ axis, reversed = false, initial, sequences, body }: t.Scan): t.Step {
  const length = sequences[0]?.axes.find(({ name }) => name === axis)?.size ?? 0;
  let states = initial;
  const kept: (readonly t.Node[])[] = [];
  const positions = Array.from({ length }, (_, i) => i);
  for (const position of reversed ? positions.toReversed() : positions) {
    const slices = sequences.map((sequence) => t.sum(t.slice(sequence, axis, position, position + 1), [axis]));
    const step = body(states, slices);
    states = step.states.map((node, i) => t.reorder(node, t.namesOf(initial[i]?.axes ?? [])));
    kept.push(step.outputs);
  }
  const inOrder = reversed ? kept.toReversed() : kept;
  const outputs = (inOrder[0] ?? []).map((first, i) => {
    const rows = inOrder.map((row) => t.expand(row[i] ?? first, t.axis(axis, 1)));
    return t.reorder(t.concat(rows, axis), [axis, ...t.namesOf(first.axes)]);
  });
  return { states, outputs };
}

type Runner = (scan: t.Scan) => t.Step;
type Result = (run: Runner, reversed: boolean, inputs: readonly t.Node[]) => t.Node;

/** Two states that depend on each other, sequences whose axis is at different places, nodes from outside, and two outputs. */
const recurrence =
  (pick: (step: t.Step) => t.Node): Result =>
  (run, reversed, [start = zero, sequence = zero, other = zero, weights = zero]) => {
    const scaled = t.multiply(weights, 0.5);
    const step = run({
      axis: "row",
      reversed,
      initial: [start, t.scalar(1)],
      sequences: [sequence, other],
      body: ([h = zero, count = zero], [x = zero, y = zero]) => {
        const before = t.rename(h, { hidden: "before" });
        const mixed = t.contract(t.rename(weights, { feature: "before" }), before, ["before"]);
        const next = t.tanh(t.add(t.add(mixed, t.contract(scaled, x, ["feature"])), t.multiply(count, 0.1)));
        return {
          states: [t.add(t.multiply(next, y), t.multiply(h, 0.5)), t.add(count, t.mean(h, ["hidden"]))],
          outputs: [t.multiply(next, x), t.exp(t.multiply(count, y))],
        };
      },
    });
    return pick(step);
  };

const nth = (nodes: readonly t.Node[], i: number): t.Node => nodes[i] ?? zero;

const results: readonly (readonly [string, Result])[] = [
  ["a state", recurrence(({ states }) => nth(states, 0))],
  ["another state", recurrence(({ states }) => nth(states, 1))],
  ["an output", recurrence(({ outputs }) => nth(outputs, 0))],
  ["another output", recurrence(({ outputs }) => nth(outputs, 1))],
  [
    "all results together",
    recurrence(({ states, outputs }) => [...states, ...outputs].map(weighted).reduce((x, y) => t.add(t.square(x), y))),
  ],
  [
    "two scans, the second over what the first keeps",
    (run, reversed, inputs) => {
      const sequence = recurrence(({ outputs }) => nth(outputs, 0))(run, reversed, inputs);
      const [, , other = zero] = inputs;
      return nth(
        run({
          axis: "row",
          reversed: !reversed,
          initial: [t.scalar(0)],
          sequences: [sequence, other],
          body: ([total = zero], [x = zero, y = zero]) => ({
            states: [t.add(t.multiply(total, y), t.sum(x, t.namesOf(x.axes)))],
            outputs: [t.multiply(total, y)],
          }),
        }).outputs,
        0,
      );
    },
  ],
  [
    "a scan in a scan, using a slice, a state and a weight of the outer one",
    (run, reversed, [start = zero, sequence = zero, other = zero, weights = zero]) =>
      nth(
        run({
          axis: "row",
          reversed,
          initial: [start],
          sequences: [sequence, other],
          body: ([h = zero], [x = zero, y = zero]) => {
            const inner = run({
              axis: "feature",
              initial: [h],
              sequences: [x, weights],
              body: ([g = zero], [value = zero, column = zero]) => ({
                states: [t.tanh(t.add(t.multiply(g, value), t.multiply(h, t.multiply(y, column))))],
                outputs: [t.multiply(g, y)],
              }),
            });
            const kept = t.sum(nth(inner.outputs, 0), ["feature"]);
            return { states: nthState(inner, 0), outputs: [t.add(kept, h)] };
          },
        }).outputs,
        0,
      ),
  ],
  [
    "a body with a gate, a state that stays, and one that comes from outside",
    (run, reversed, [start = zero, sequence = zero, other = zero]) => {
      const outside = t.square(start);
      const step = run({
        axis: "row",
        reversed,
        initial: [start, start],
        sequences: [sequence, other],
        body: ([same = zero, changing = zero], [x = zero, y = zero]) => ({
          states: [same, t.add(t.multiply(outside, y), t.multiply(t.mean(changing, ["hidden"]), t.multiply(start, y)))],
          outputs: [t.relu(t.multiply(t.mean(x, ["feature"]), changing)), outside],
        }),
      });
      return [...step.states, ...step.outputs].map(weighted).reduce((x, y) => t.add(x, y));
    },
  ],
];

function nthState(step: t.Step, i: number): readonly t.Node[] {
  return [nth(step.states, i)];
}

const inputsOf = (length: number): readonly t.Axes[] => [
  [hidden],
  [feature, t.axis("row", length)],
  [t.axis("row", length)],
  [hidden, feature],
];

const drawn = fc
  .integer({ min: 1, max: 4 })
  .chain((length) => fc.tuple(...inputsOf(length).map((axes) => drawnOver(axes, uniform(-2, 2)))));

describeOperation("scans", ({ expectAgreement, holds, isThorough, precision }) => {
  describe.each([
    ["in order", false],
    ["reversed", true],
  ] as const)("a scan %s", (_, reversed) => {
    describe.each(results)("giving %s", (__, result) => {
      /** That both have the same values, given one after the other. */
      const same = (actual: readonly t.Node[], expected: readonly t.Node[], error: number): Claim => ({
        nodes: [...actual, ...expected],
        check: (values) => {
          for (const [i, own] of values.slice(actual.length).entries()) expectAgreement(values[i], own, error);
        },
      });
      /** Derivatives of tens and hundreds are added up and cancel. */
      const error = (double: number, single: number): number => (precision === "double" ? double : single);

      const first = { programs: 1, together: isThorough ? 10 : 1 };
      holds(
        "is the recurrence unrolled, gradients too",
        drawn,
        (inputs) => {
          const nodes = inputs.map(({ node }) => node);
          const all = (run: Runner): readonly t.Node[] => {
            const value = result(run, reversed, nodes);
            return [value, ...t.gradients(weighted(value), nodes)];
          };
          return same(all(scan), all(unrolled), error(1e-11, 2 ** -14));
        },
        first,
      );

      // Of programs this large one takes other engines a second to prepare.
      if (!isThorough) return;
      const second = { programs: 1, together: 2 };
      holds(
        "has gradients of gradients that are those unrolled",
        drawn,
        (inputs) => {
          const nodes = inputs.map(({ node }) => node);
          const all = (run: Runner): readonly t.Node[] => {
            const slopes = t.gradients(weighted(t.square(result(run, reversed, nodes))), nodes).map(weighted);
            return t.gradients(
              slopes.reduce((x, y) => t.add(x, y)),
              nodes,
            );
          };
          return same(all(scan), all(unrolled), error(1e-10, 2 ** -9));
        },
        second,
      );
    });
  });
});

const { scan } = t;

describeOperation("a scan", ({ expectAgreement, valueOf, valuesOf }) => {
  const cumulative = (x: t.Node, reversed = false) =>
    t.scan({
      axis: "n",
      reversed,
      initial: [t.scalar(0)],
      sequences: [x],
      body: ([total], [value]) => ({ states: [t.add(total, value)], outputs: [t.add(total, value)] }),
    });
  const row = (...values: readonly number[]): t.Node => t.constant([t.axis("n", values.length)], values);

  it("keeps outputs at the positions that they belong to", async () => {
    const [forwards, backwards] = [cumulative(row(1, 2, 3)), cumulative(row(1, 2, 3), true)];
    const values = await valuesOf([forwards.outputs[0], backwards.outputs[0], backwards.states[0]]);
    expect(values.map((own) => [...own.values])).toEqual([[1, 3, 6], [6, 5, 3], [6]]);
  });

  it("along an empty axis gives the initial state and no outputs", async () => {
    const start = t.scalar(7);
    const { states, outputs } = t.scan({
      axis: "n",
      initial: [start],
      sequences: [row()],
      body: ([x], [y]) => ({ states: [t.multiply(x, y)], outputs: [x] }),
    });
    const [gradient] = t.gradients(states[0], [start]);
    const [state, output, slope] = await valuesOf([states[0], outputs[0], gradient]);
    expect(state).toEqual(t.tensor([], [7]));
    expect(output).toEqual(t.tensor([t.axis("n", 0)], []));
    expect(slope).toEqual(t.tensor([], [1]));
  });

  it("takes a state whose axes the body puts into another order", async () => {
    const axes = [t.axis("a", 2), t.axis("b", 3)];
    const start = tabulate(axes, ({ a = 0, b = 0 }) => 10 * a + b);
    const { states } = t.scan({
      axis: "n",
      initial: [t.constant(axes, start.values)],
      sequences: [row(1, 1)],
      body: ([x], [y]) => ({ states: [t.reorder(t.add(x, y), ["b", "a"])], outputs: [] }),
    });
    expectAgreement(
      await valueOf(states[0]),
      tabulate(axes, ({ a = 0, b = 0 }) => 10 * a + b + 2),
    );
  });

  it("computes what does not change along the axis once, outside", () => {
    const outside = t.exp(t.input("x", []));
    const { outputs } = t.scan({
      axis: "n",
      initial: [],
      sequences: [row(1, 2)],
      body: (_, [value]) => ({ states: [], outputs: [t.multiply(value, outside)] }),
    });
    const [node] = outputs;
    expect(node.kind === "scan" && node.loop.captured).toEqual([outside]);
  });

  it("makes no more nodes for more positions", () => {
    const count = (length: number): number => {
      const x = t.input("x", [t.axis("n", length)]);
      return t.inOrder(t.gradients(cumulative(x).states[0], [x])).length;
    };
    expect(count(1000)).toBe(count(2));
  });

  it("differentiates all results of one recurrence in one recurrence back", () => {
    const x = t.input("x", [t.axis("n", 3)]);
    const { states, outputs } = cumulative(x);
    const output = t.add(states[0], t.sum(outputs[0], ["n"]));
    const loops = t.inOrder(t.gradients(output, [x])).flatMap((node) => (node.kind === "scan" ? [node.loop] : []));
    expect(new Set(loops).size).toBe(1);
  });

  it("differentiates nothing that is not asked for", async () => {
    const [x, w] = [t.input("x", [t.axis("n", 3)]), t.input("w", [])];
    const { states } = t.scan({
      axis: "n",
      initial: [t.scalar(0)],
      sequences: [x],
      body: ([total], [value]) => ({ states: [t.add(total, t.multiply(w, value))], outputs: [] }),
    });
    const [gradient] = t.gradients(states[0], [w]);
    const loops = t.inOrder([gradient]).flatMap((node) => (node.kind === "scan" ? [node.loop] : []));
    expect(loops.map(({ outputs }) => outputs)).toEqual([[]]);
    expect(await valueOf(gradient, { x: t.tensor([t.axis("n", 3)], [1, 2, 4]) })).toEqual(t.tensor([], [7]));
  });

  it.each([
    ["in its body", t.log, (x: t.Node) => t.maximum(x, -100), (x: t.Node) => x],
    ["in its body, of what came before", (x: t.Node) => x, (x: t.Node) => t.maximum(t.log(x), -100), (x: t.Node) => x],
    ["after it, of what its body computes", (x: t.Node) => x, t.log, (x: t.Node) => t.maximum(x, -100)],
    ["after it, of what came before", t.log, t.negate, (x: t.Node) => t.minimum(x, 100)],
  ])("spoils no gradient by a branch that is not taken %s", async (_, before, inside, after) => {
    const x = row(0, 2);
    const { outputs } = t.scan({
      axis: "n",
      initial: [],
      sequences: [before(x)],
      body: (__, [value]) => ({ states: [], outputs: [inside(value)] }),
    });
    const [gradient] = t.gradients(t.sum(after(outputs[0]), ["n"]), [x]);
    expect([...(await valueOf(gradient)).values].map(Math.abs)).toEqual([0, 0.5]);
  });

  it("has gradients that agree with finite differences", () => {
    const point = inputsOf(3).map((axes, i) =>
      tabulate(axes, (index) => Math.sin(i + 2 * (index.row ?? 0) + (index.feature ?? 0))),
    );
    for (const [, result] of results.slice(0, -1)) {
      expect(gradientError((...inputs) => result(scan, false, inputs), point)).toBeLessThan(1e-8);
    }
  });
});
