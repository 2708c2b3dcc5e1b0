import { describe, expect, it } from "vitest";
import * as t from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import {
  bernoulli,
  categorical,
  DivergenceRegistry,
  divergences,
  klDivergence,
  normal,
  standardNormal,
} from "../../src/probability/index.js";
import type { Distribution, FamilyName } from "../../src/probability/index.js";
import { gradientError } from "../tensor/finite-differences.js";
import { cases } from "./cases.js";
import { additive, eachExample, finite, sensitive } from "./checks.js";
import type { Complaint, Suspects } from "./checks.js";
import { describeMutant } from "./mutant.js";
import type { Mutant } from "./mutant.js";
import { isDivergence, matchesMean, pairOf, seesError } from "./pairs.js";
import type { Divergence } from "./pairs.js";
import { centred, pointOf } from "./point.js";

const EVENT = t.axis("event", 2);
const BATCH = t.axis("batch", 3);
const KEYS = ["first", "second", "third"];

const pairs: readonly (readonly [FamilyName, FamilyName])[] = [
  ["normal", "normal"],
  ["normal", "standardNormal"],
  ["multivariateNormal", "multivariateNormal"],
  ["multivariateNormal", "standardNormal"],
  ["bernoulli", "bernoulli"],
  ["categorical", "categorical"],
];

describe("the registry", () => {
  it("has exactly the pairs tested here", () => {
    expect(divergences.pairs).toEqual(pairs.map(([p, q]) => `KL(${p} ‖ ${q})`));
  });

  const logits = t.input("logits", [EVENT]);
  const coin = bernoulli({ logits }, ["event"]);

  it("refuses a second closed form of a pair", () => {
    const registry = new DivergenceRegistry().register("bernoulli", "bernoulli", () => t.scalar(0));
    expect(() => registry.register("bernoulli", "bernoulli", () => t.scalar(0))).toThrow(
      "KL(bernoulli ‖ bernoulli) is registered twice; keep one closed form of it",
    );
  });

  it("says which pairs there are when one is missing", () => {
    const gauss = normal({ mean: logits, logVar: logits }, ["event"]);
    expect(() => klDivergence(coin, gauss)).toThrow(
      "KL(bernoulli ‖ normal) has no closed form here; there are KL(normal ‖ normal), KL(normal ‖ standardNormal), " +
        "KL(multivariateNormal ‖ multivariateNormal), KL(multivariateNormal ‖ standardNormal), " +
        "KL(bernoulli ‖ bernoulli), KL(categorical ‖ categorical); sample it instead",
    );
    expect(() => new DivergenceRegistry().klDivergence(coin, coin)).toThrow("there are none");
  });

  it("refuses distributions over different events or categories", () => {
    expect(() => klDivergence(coin, bernoulli({ logits }, []))).toThrow(
      new t.ShapeError("KL(bernoulli ‖ bernoulli)", "the event axes are (event 2) and (no axes)", "give both the same"),
    );
    const wide = bernoulli({ logits: t.input("wide", [t.axis("event", 3)]) }, ["event"]);
    expect(() => klDivergence(coin, wide)).toThrow("the event axes are (event 2) and (event 3); give both the same");
    const other = t.input("other", [t.axis("value", 2)]);
    expect(() => klDivergence(categorical({ logits }, "event", []), categorical({ logits: other }, "value", []))).toThrow(
      new t.ShapeError("KL(categorical ‖ categorical)", 'the categories lie along "event" and "value"', "rename one axis"),
    );
  });
});

describe.each(pairs)("KL(%s ‖ %s)", (p, q) => {
  const own = pairOf(cases[p], cases[q]);

  it.each(KEYS)("is the mean of log p − log q under p: %s", (key) => {
    for (const size of [0, 1, 2]) {
      const point = pointOf(own, [], [t.axis("event", size)], "moderate", key);
      expect(matchesMean(point, klDivergence, key, () => ({}))).toBeNull();
      expect(seesError(point, klDivergence, key)).toBe(true);
    }
  });

  it.each(KEYS)("is a divergence, for each example alone, and adds up: %s", (key) => {
    const point = pointOf(own, [BATCH], [EVENT], "moderate", key);
    expect(isDivergence(point, klDivergence)).toBeNull();
    expect(isDivergence(centred(pointOf(own, [BATCH], [EVENT], "extreme", key)), klDivergence)).toBeNull();
    expect(eachExample(point, "the divergence", (d) => klDivergence(d.p, d.q))).toBeNull();
    if (own.independent) {
      const alone = pointOf(own, [], [t.axis("event", 3)], "moderate", key);
      expect(additive(alone, "the divergence", ({ distribution: d }) => klDivergence(d.p, d.q))).toBeNull();
    }
    expect(sensitive(point, "the divergence", (d) => klDivergence(d.p, d.q))).toBeNull();
  });

  it.each(KEYS)("has gradients that agree with finite differences, and are finite at the ends: %s", (key) => {
    const { distribution, values } = pointOf(own, [BATCH], [EVENT], "moderate", key);
    const names = Object.keys(distribution.parameters);
    const build = (...nodes: readonly Node[]): Node => {
      const rebuilt = own.build((name) => nodes[names.indexOf(name)] ?? t.scalar(NaN), [EVENT]);
      return klDivergence(rebuilt.p, rebuilt.q);
    };
    expect(gradientError(build, Object.values(values))).toBeLessThan(1e-7);
    const extreme = pointOf(own, [BATCH], [EVENT], "extreme", key);
    expect(finite(extreme, "the divergence", (d) => klDivergence(d.p, d.q))).toBeNull();
  });
});

describe("the divergence between normal distributions", () => {
  it("has the batch axes of both", () => {
    const p = normal({ mean: t.input("mean", [EVENT]), logVar: t.scalar(0) }, ["event"]);
    expect(klDivergence(p, standardNormal([EVENT], [BATCH])).axes).toEqual([BATCH]);
  });

  it("keeps its digits where they are almost equal", () => {
    const own = (logVar: number): Distribution =>
      normal({ mean: t.fill([EVENT], 0), logVar: t.fill([EVENT], logVar) }, ["event"]);
    const found = t.evaluate({ kl: klDivergence(own(1e-6), own(0)) }).kl?.values[0] ?? NaN;
    // ½ (e^r − 1 − r) = r²/4 + r³/12 + …, for two coordinates.
    expect(Math.abs(found / (5e-13 + 1e-18 / 6) - 1)).toBeLessThan(1e-9);
  });
});

const own = pairOf(cases.normal, cases.standardNormal);
const single = pointOf(own, [], [EVENT], "moderate", "mutants");
const batch = pointOf(own, [BATCH], [EVENT], "moderate", "mutants");

const parameter = ({ parameters }: Distribution, name: string): Node => parameters[name]?.node ?? t.scalar(NaN);
/** The closed form with another function in the place of the variance and its logarithm. */
const withSpread =
  (variance: (logVar: Node) => Node, logVariance: (logVar: Node) => Node): Divergence =>
  (p) => {
    const [mean, logVar] = [parameter(p, "mean"), parameter(p, "logVar")];
    const sum = t.subtract(t.add(t.square(mean), variance(logVar)), t.add(logVariance(logVar), 1));
    return t.sum(t.multiply(sum, 0.5), ["event"]);
  };
const asDeviation = withSpread(t.square, (s) => t.log(t.square(s)));
const asLogDeviation = withSpread(
  (l) => t.exp(t.multiply(l, 2)),
  (l) => t.multiply(l, 2),
);
const valueOf = (kl: Divergence): number =>
  t.evaluate({ kl: kl(single.distribution.p, single.distribution.q) }, single.values).kl?.values[0] ?? NaN;
const suspects = (right: number): Suspects => ({
  "it is averaged over the dimensions instead of summed": right / EVENT.size,
  "its sign is wrong": -right,
  "logVar is taken for σ": valueOf(asDeviation),
  "logVar is taken for log σ": valueOf(asLogDeviation),
});
const mean = (kl: Divergence): Complaint => matchesMean(single, kl, "mutants", suspects);

const mutants: readonly Omit<Mutant<Divergence>, "right">[] = [
  {
    bug: 3,
    mistake: "averaged over the latent dimensions",
    wrong: (p, q) => t.divide(klDivergence(p, q), t.elements(p.eventAxes)),
    check: mean,
    message: "it is averaged over the dimensions instead of summed",
  },
  {
    bug: 3,
    mistake: "averaged over the latent dimensions, seen by duplicating them",
    wrong: (p, q) => t.divide(klDivergence(p, q), t.elements(p.eventAxes)),
    check: (kl) => additive(single, "the divergence", ({ distribution: d }) => kl(d.p, d.q)),
    message: "averaged over the event axes instead of summed",
  },
  {
    bug: 5,
    mistake: "divided by the size of the batch",
    wrong: (p, q) => t.divide(klDivergence(p, q), t.elements(p.batchAxes)),
    check: (kl) => eachExample(batch, "the divergence", (d) => kl(d.p, d.q)),
    message: "divided by the size of the batch",
  },
  { bug: 6, mistake: "logVar taken for σ", wrong: asDeviation, check: mean, message: "logVar is taken for σ" },
  { bug: 6, mistake: "logVar taken for log σ", wrong: asLogDeviation, check: mean, message: "logVar is taken for log σ" },
  {
    bug: 8,
    mistake: "the sign",
    wrong: (p, q) => t.negate(klDivergence(p, q)),
    check: (kl) => isDivergence(batch, kl),
    message: "its sign is wrong",
  },
  {
    bug: 9,
    mistake: "a sum without an axis",
    wrong: (p, q) => t.sum(klDivergence(p, q), t.namesOf(p.batchAxes)),
    check: (kl) => eachExample(batch, "the divergence", (d) => kl(d.p, d.q)),
    message: "summed over the wrong axes",
  },
];

for (const mutant of mutants) describeMutant({ ...mutant, right: klDivergence });
