import { describe, expect, it } from "vitest";
import * as t from "../../src/tensor/index.js";
import type { Axis, Node, Tensor } from "../../src/tensor/index.js";
import {
  bernoulliNll,
  bitsPerDim,
  categoricalNll,
  chainRuleLogLikelihood,
  crossEntropyCategorical,
  divergences,
  elbo,
  importanceWeightedBound,
  klBernoulli,
  klCategorical,
  klDivergence,
  klMultivariateNormal,
  klMultivariateNormalStandard,
  klNormal,
  klNormalStandard,
  mse,
  nllFromMse,
  nllMseConstant,
  normalNll,
  sampledElbo,
} from "../../src/probability/index.js";
import type { FamilyName } from "../../src/probability/index.js";
import { cases } from "./cases.js";
import type { Case } from "./cases.js";
import { first } from "./checks.js";
import type { Complaint } from "./checks.js";
import { pairOf } from "./pairs.js";
import type { Pair } from "./pairs.js";
import { at, noiseFor, pointOf } from "./point.js";
import type { Point } from "./point.js";

const SIZES = [
  { batch: 0, event: 0 },
  { batch: 0, event: 1 },
  { batch: 0, event: 2 },
  { batch: 1, event: 0 },
  { batch: 2, event: 0 },
  { batch: 1, event: 1 },
  { batch: 2, event: 1 },
] as const;
const families: readonly (readonly [string, Case])[] = Object.entries(cases);
const table = families.flatMap(([name, own]) => SIZES.map((sizes) => ({ name, own, ...sizes })));

/** Over these axes, finite, and 0 where nothing was summed. */
function over(what: string, { axes, values }: Tensor, expected: readonly Axis[], isEmptySum: boolean): Complaint {
  const text = (own: readonly Axis[]): string => t.axesText(own.toSorted((a, b) => a.name.localeCompare(b.name)));
  if (text(axes) !== text(expected)) return `${what} is over (${text(axes)}), not (${text(expected)})`;
  if (values.length !== t.elements(expected)) return `${what} has ${values.length} values`;
  if (!values.every(Number.isFinite)) return `${what} is not finite`;
  // A mixture's weights add up to 1 but for rounding.
  const wrong = isEmptySum ? values.find((value) => Math.abs(value) > 1e-15) : undefined;
  return wrong === undefined ? null : `${what} is ${wrong}: the sum over nothing is 0`;
}

/** The node's value, and the gradient of its sum by every parameter, which has the parameter's axes. */
function sized(point: Point, what: string, node: Node, expected: readonly Axis[], isEmptySum: boolean): Complaint {
  const parameters = Object.entries(point.distribution.parameters);
  const slopes = t.gradients(
    t.sum(node, t.namesOf(node.axes)),
    parameters.map(([, { node: own }]) => own),
  );
  return first([
    over(what, at(point, node), expected, isEmptySum),
    ...parameters.map(([name, { node: own }], i) =>
      over(`the gradient of ${what} by ${name}`, at(point, slopes[i] ?? own), own.axes, false),
    ),
  ]);
}

describe("distributions over axes of size 0 and 1", () => {
  it.each(table)("$name: batch $batch, event $event", ({ name, own, batch, event }) => {
    const [batchAxis, eventAxis] = [t.axis("batch", batch), t.axis("event", event)];
    const point = pointOf(own, [batchAxis], [eventAxis], "moderate", name);
    const { distribution } = point;
    expect(distribution.eventAxes).toEqual([eventAxis]);
    const batches = distribution.batchAxes;
    const sample = distribution.sample(...noiseFor(distribution, name));
    const x = t.constant(sample.axes, at(point, sample).values);
    const isEmpty = event === 0;
    expect(sized(point, "logProb", distribution.logProb(x), batches, isEmpty)).toBeNull();
    expect(sized(point, "the entropy", distribution.entropy?.() ?? t.fill(batches, 0), batches, isEmpty)).toBeNull();
    for (const [what, node] of Object.entries({ sample, mean: distribution.mean(), variance: distribution.variance() })) {
      expect(sized(point, what, node, [...batches, eventAxis], false)).toBeNull();
    }
    const samples = t.axis("samples", 0);
    const none = distribution.sample(...noiseFor(distribution, name, samples));
    expect(sized(point, "no samples", none, [samples, ...batches, eventAxis], false)).toBeNull();
    expect(sized(point, "logProb of none", distribution.logProb(none), [samples, ...batches], isEmpty)).toBeNull();
    if (distribution.parameters.mean !== undefined && batch === 0) {
      const complaint = new t.ShapeError("mean", 'axis "batch" has size 0', "there is nothing to average");
      expect(() => t.mean(distribution.logProb(x), ["batch"])).toThrow(complaint);
    }
  });
});

const isFamily = (name: string): name is FamilyName => Object.hasOwn(cases, name);
const pairs = divergences.pairs.map((pair) => {
  const [, p = "", q = ""] = /\((\w+) ‖ (\w+)\)/.exec(pair) ?? [];
  if (!isFamily(p) || !isFamily(q)) throw new Error(`${pair} names no families`);
  const own: Case<Pair> = pairOf(cases[p], cases[q]);
  return { pair, own };
});

describe("divergences over axes of size 0 and 1", () => {
  it.each(pairs.flatMap((own) => SIZES.map((sizes) => ({ ...own, ...sizes }))))(
    "$pair: batch $batch, event $event",
    ({ pair, own, batch, event }) => {
      const batchAxis = t.axis("batch", batch);
      const point = pointOf(own, [batchAxis], [t.axis("event", event)], "moderate", pair);
      const { p, q } = point.distribution;
      expect(sized(point, "the divergence", klDivergence(p, q), [batchAxis], event === 0)).toBeNull();
    },
  );
});

/** Losses of numbers of any size over a batch and pixels; the matrices have pixels as rows. */
const losses: Readonly<Record<string, (of: (name: string, ...own: readonly Axis[]) => Node, pixel: Axis) => Node>> = {
  normalNll: (of) => normalNll(of("x"), { mean: of("mean"), logVar: of("logVar") }, ["pixel"]),
  bernoulliNll: (of) => bernoulliNll(t.fill(of("x").axes, 1), { logits: of("logits") }, ["pixel"]),
  categoricalNll: (of) => categoricalNll(t.fill(of("x").axes, 1), { logits: of("logits", LEVEL) }, "level", ["pixel"]),
  crossEntropyCategorical: (of) =>
    crossEntropyCategorical({ logits: of("p", LEVEL) }, { logits: of("q", LEVEL) }, "level", ["pixel"]),
  klCategorical: (of) => klCategorical({ logits: of("p", LEVEL) }, { logits: of("q", LEVEL) }, "level", ["pixel"]),
  klBernoulli: (of) => klBernoulli({ logits: of("p") }, { logits: of("q") }, ["pixel"]),
  klNormal: (of) => klNormal({ mean: of("m"), logVar: of("v") }, { mean: of("n"), logVar: of("w") }, ["pixel"]),
  klNormalStandard: (of) => klNormalStandard({ mean: of("m"), logVar: of("v") }, ["pixel"]),
  klMultivariateNormal: (of, { size }) => {
    const column = t.axis("column", size);
    const [p, q] = [of("p", column), of("q", column)];
    return klMultivariateNormal({ mean: of("m"), choleskyFactor: p }, { mean: of("n"), choleskyFactor: q }, "pixel", "column");
  },
  klMultivariateNormalStandard: (of, { size }) =>
    klMultivariateNormalStandard({ mean: of("m"), choleskyFactor: of("p", t.axis("column", size)) }, "pixel", "column"),
  chainRuleLogLikelihood: (of) => chainRuleLogLikelihood(of("x"), ["pixel"]),
  "elbo of sums": (of) => elbo(t.sum(of("x"), ["pixel"]), t.sum(of("m"), ["pixel"])),
};
const LEVEL = t.axis("level", 2);

describe("losses over axes of size 0 and 1", () => {
  const rows = Object.entries(losses).flatMap(([name, build]) => SIZES.map((sizes) => ({ name, build, ...sizes })));

  it.each(rows)("$name: batch $batch, pixel $event", ({ name, build, batch, event }) => {
    const [batchAxis, pixel] = [t.axis("batch", batch), t.axis("pixel", event)];
    const of = (input: string, ...own: readonly Axis[]): Node => t.input(input, [batchAxis, pixel, ...own]);
    const loss = build(of, pixel);
    const inputs = t.inOrder([loss]).flatMap((node) => (node.kind === "input" ? [node] : []));
    const halves = ({ axes }: Node): Tensor => t.tensor(axes, new Float64Array(t.elements(axes)).fill(0.5));
    const slopes = t.gradients(t.sum(loss, t.namesOf(loss.axes)), inputs);
    const valueOf = (node: Node): Tensor => {
      const whole = t.program({ node });
      const given = Object.fromEntries([...whole.inputs].map(([own, needed]) => [own, halves(needed)]));
      return t.compile(whole)(given).node ?? t.tensor([], [NaN]);
    };
    expect(over(name, valueOf(loss), [batchAxis], event === 0)).toBeNull();
    for (const [i, { axes, name: by }] of inputs.entries()) {
      expect(over(`the gradient of ${name} by ${by}`, valueOf(slopes[i] ?? loss), axes, false)).toBeNull();
    }
  });

  it("average nothing nowhere", () => {
    const none = t.fill([t.axis("batch", 2), t.axis("pixel", 0)], 1);
    const complaint = new t.ShapeError("mean", 'axis "pixel" has size 0', "there is nothing to average");
    expect(() => mse(none, none, ["pixel"])).toThrow(complaint);
    expect(() => sampledElbo(none, "pixel")).toThrow(complaint);
    expect(() => importanceWeightedBound(none, "pixel")).toThrow(
      new t.ShapeError("importanceWeightedBound", 'axis "pixel" has size 0', "draw at least one sample"),
    );
    expect(() => bitsPerDim(t.scalar(0), { dimensions: 0, binsPerUnit: 1 })).toThrow(
      new RangeError("bitsPerDim: 0 dimensions; give a whole number from 1"),
    );
    expect(() => klCategorical({ logits: none }, { logits: none }, "pixel", [])).toThrow('axis "pixel" has size 0');
  });

  it("take one place, and no examples", () => {
    const values = (node: Node): readonly number[] => [...(t.evaluate({ node }).node?.values ?? [])];
    const [batch, pixel] = [t.axis("batch", 0), t.axis("pixel", 1)];
    expect(values(mse(t.fill([batch, pixel], 1), t.fill([pixel], 3), ["pixel"]))).toEqual([]);
    expect(values(mse(t.fill([pixel], 1), t.fill([pixel], 3), ["pixel"]))).toEqual([4]);
    expect(values(nllFromMse(t.fill([batch], 4), 1, 0))).toEqual([]);
    expect(values(nllMseConstant(0, 0))).toEqual([0]);
  });
});

describe("the check of sizes", () => {
  const none = t.axis("event", 0);
  const wrong: readonly (readonly [string, (right: Node) => Node, string])[] = [
    ["an average for a sum", (right) => t.divide(right, 0), "logProb is not finite"],
    ["a constant that nothing multiplies", (right) => t.add(right, Math.log(2 * Math.PI)), "the sum over nothing is 0"],
    ["a sum over the batch", (right) => t.sum(right, ["batch"]), "logProb is over (no axes), not (batch 2)"],
  ];

  it.each(wrong)("sees %s", (_, change, message) => {
    const point = pointOf(cases.normal, [t.axis("batch", 2)], [none], "moderate", "sizes");
    const right = point.distribution.logProb(t.fill([none], 0));
    expect(sized(point, "logProb", right, [t.axis("batch", 2)], true)).toBeNull();
    expect(sized(point, "logProb", change(right), [t.axis("batch", 2)], true)).toContain(message);
  });
});
