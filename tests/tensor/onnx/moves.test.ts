import { fc, test } from "@fast-check/vitest";
import { expect, it } from "vitest";
import { onnxModel } from "../../../src/tensor/engines/onnx/model.js";
import * as t from "../../../src/tensor/index.js";
import { describeRuntimes } from "./engines.js";
import { largestDifference, runOn, runOnReference } from "./run.js";

const [time, a, b, c, one] = [t.axis("time", 3), t.axis("a", 2), t.axis("b", 6), t.axis("c", 4), t.axis("one", 1)];

/** A tensor as the caller gives it; what is made of it finds its values in that order of memory. */
const x = t.input("x", [time, a, b, c, one]);
const waves = t.tensor(
  x.axes,
  Array.from({ length: t.elements(x.axes) }, (_, i) => Math.fround(Math.sin(12.9 * i + 1))),
);

const orders = fc.shuffledSubarray([...t.namesOf(x.axes)], { minLength: x.axes.length });
const parts = (name: string): readonly t.Axis[] => [
  t.axis(`${name}1`, 2),
  t.axis(`${name}2`, 1),
  t.axis(`${name}3`, name === "b" ? 3 : 2),
];

/** What can be done with a tensor over the axes, which are those of `x` in some order. */
const moves: Readonly<Record<string, (x: t.Node) => t.Node>> = {
  "parts of an axis": (own) => t.split(own, "b", parts("b")),
  "parts of two axes": (own) => t.split(t.split(own, "c", parts("c")), "b", parts("b")),
  "parts put together again": (own) => t.merge(t.exp(t.split(own, "b", parts("b"))), ["b1", "b2", "b3"], "b"),
  "neighbours as one": (own) => t.merge(own, t.namesOf(own.axes).slice(1, 3), "both"),
  "all as one": (own) => t.merge(own, t.namesOf(own.axes), "all"),
  "zeros along a new axis": (own) => t.pad(t.expand(own, t.axis("new", 1)), "new", 1, 2),
  "zeros along a new axis in the middle": (own) =>
    t.pad(
      t.reorder(t.expand(own, t.axis("new", 1)), [...t.namesOf(own.axes).slice(0, 2), "new", ...t.namesOf(own.axes).slice(2)]),
      "new",
      1,
      2,
    ),
  "two along a new axis": (own) => t.concat([t.expand(own, t.axis("new", 1)), t.expand(t.exp(own), t.axis("new", 2))], "new"),
  "two along an axis, in different orders": (own) => t.concat([own, t.reorder(t.exp(x), t.namesOf(x.axes).toReversed())], "b"),
  "sums along one place": (own) => t.sum(own, ["one"]),
  "sums along one place and others": (own) => t.sum(own, ["a", "one"]),
  "sums along a sequence": (own) => {
    const first = t.fill([c, one, a, b], 0);
    const { states, outputs } = t.scan({
      axis: "time",
      initial: [first],
      sequences: [own, t.exp(own)],
      body: ([state], [value, other]) => ({
        states: [t.add(state, t.multiply(value, other))],
        outputs: [t.subtract(value, state)],
      }),
    });
    return t.add(states[0], outputs[0]);
  },
};

describeRuntimes((engine) => {
  const drawn = fc.record({ order: orders, move: fc.constantFrom(...Object.keys(moves)) });
  test.prop([drawn], { numRuns: 40 })(
    "tensors in any order of memory are moved as the reference moves them",
    async ({ order, move }) => {
      const make = moves[move] ?? t.exp;
      // Its own result, and one that meets others in the order of memory.
      const outputs = {
        y: make(t.reorder(x, order)),
        z: t.multiply(make(t.reorder(t.tanh(x), order)), make(t.reorder(x, order))),
      };
      const [found, expected] = [await runOn(engine, outputs, { x: waves }), runOnReference(outputs, { x: waves })];
      for (const name of ["y", "z"] as const) expect(largestDifference(found[name], expected[name]), name).toBeLessThan(2 ** -18);
    },
  );
});

const modelText = (y: t.Node): string => [...onnxModel(t.program({ y }))].map((byte) => String.fromCharCode(byte)).join("");

/** In the memory of `x`, however the axes are ordered meanwhile. */
const inOwnOrder = (make: (x: t.Node) => t.Node): t.Node => t.exp(make(t.reorder(x, t.namesOf(x.axes).toReversed())));

it.each([
  ["parts of an axis", (own: t.Node) => t.reorder(t.split(own, "b", parts("b")), ["time", "a", "b1", "b2", "b3", "c", "one"])],
  [
    "parts put together again",
    (own: t.Node) => t.reorder(t.merge(t.exp(t.split(own, "b", parts("b"))), ["b1", "b2", "b3"], "b"), t.namesOf(x.axes)),
  ],
  [
    "zeros along a new axis",
    (own: t.Node) => t.reorder(t.pad(t.expand(own, t.axis("new", 1)), "new", 1, 0), [...t.namesOf(x.axes), "new"]),
  ],
] as const)("%s stay where they are", (_, make) => {
  expect(modelText(inOwnOrder(make))).not.toContain("Transpose");
});

it("axes that are no neighbours in memory are brought together", () => {
  expect(modelText(inOwnOrder((own) => t.merge(own, ["c", "b"], "both")))).toContain("Transpose");
});

it("a sum along one place is none", () => {
  expect(modelText(t.sum(x, ["one"]))).not.toContain("ReduceSum");
});
