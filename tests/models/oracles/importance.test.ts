import { describe, expect, it } from "vitest";
import * as t from "../../../src/tensor/index.js";
import { importanceWeightedBound, sampledElbo } from "../../../src/probability/index.js";
import { names, weightsProgram } from "../../../src/training/programs.js";
import { noiseFor } from "../../probability/point.js";
import { RUN } from "../../probability/allowances.js";
import { differs, first } from "../../probability/checks.js";
import type { Complaint } from "../../probability/checks.js";
import { range, total } from "../../probability/matrices.js";
import type { Matrix } from "../../probability/matrices.js";
import { describeMutant } from "../../probability/mutant.js";
import { formThrough, probesOf } from "../../probability/statistics.js";
import {
  DATA,
  encoded,
  exactEncoder,
  IMAGE_SIZE,
  klOf,
  LATENTS,
  linearModel,
  linearVae,
  logEvidence,
  parametersOf,
  posteriorOf,
  someEncoder,
  WORLD,
} from "./linear-gaussian.js";
import type { Encoder, Normal } from "./linear-gaussian.js";

// The importance weights that an evaluation is made of, where log p(x) is known.

type Bound = typeof importanceWeightedBound;

/** Log-weights of every example, one for each row of noise. */
function weightsAt(encoder: Encoder, noise: Matrix): readonly (readonly number[])[] {
  const own = weightsProgram(linearModel, IMAGE_SIZE, DATA.length, noise.length);
  if (own === null) throw new Error("the model bounds nothing");
  const given: Readonly<Record<string, ArrayLike<number>>> = {
    ...parametersOf(WORLD, encoder),
    images: DATA.flat(),
    // Over samples, examples and codes: the examples share it.
    noise: noise.flatMap((row) => DATA.flatMap(() => row)),
  };
  const inputs = [...own.program.inputs.values()].map(({ name, axes }) => [name, t.tensor(axes, given[name] ?? [])] as const);
  const found = [...(t.compile(own.program)(Object.fromEntries(inputs))[names.logWeights]?.values ?? [])];
  return DATA.map((_, i) => found.slice(i * noise.length, (i + 1) * noise.length));
}

/** Log-weights of every example, `samples` each. */
function weights(encoder: Encoder, samples: number, key: string): readonly (readonly number[])[] {
  const [node = t.scalar(NaN)] = noiseFor(linearVae().prior, `${key} ${RUN}`, t.axis("sample", samples));
  const values = t.evaluate({ node }).node?.values ?? [];
  return weightsAt(
    encoder,
    range(samples).map((i) => [...values.slice(i * LATENTS, (i + 1) * LATENTS)]),
  );
}

/** The bound of each example from its log-weights. */
const boundOf = (own: Bound, logWeights: readonly number[]): number => {
  const node = t.constant([t.axis("sample", logWeights.length)], logWeights);
  return t.evaluate({ bound: own(node, "sample") }).bound?.values[0] ?? NaN;
};

/** An encoder wide enough that the squares of the weights have a mean. */
const WIDE: Encoder = ((): Encoder => {
  const own = someEncoder("importance");
  return { ...own, logVar: own.logVar.map((row) => row.map(() => 0)), logVarBias: own.logVarBias.map(() => 0) };
})();

/** E[w²] / p(x)² over z ~ q, of a diagonal posterior p(z|x) and q: ∫ p(z|x)² / q(z|x) dz, coordinate by coordinate. */
function secondMoment(p: Normal, q: Normal): number {
  return range(p.mean.length).reduce((product, i) => {
    const [m, v, a, s] = [p.mean[i] ?? NaN, p.covariance[i]?.[i] ?? NaN, q.mean[i] ?? NaN, q.covariance[i]?.[i] ?? NaN];
    const [A, B, C] = [2 / v - 1 / s, (2 * m) / v - a / s, (2 * m * m) / v - (a * a) / s];
    return (product * Math.sqrt(s / A) * Math.exp((B * B) / A / 2 - C / 2)) / v;
  }, 1);
}

/** With the posterior itself every weight is p(x), whatever the code; so is the bound, for any number of them. */
const checkTight = (own: Bound): Complaint =>
  first(
    [1, 5, 64].flatMap((samples) =>
      weights(exactEncoder(WORLD), samples, "tight").map((logWeights, i) => {
        const evidence = logEvidence(WORLD, DATA[i] ?? []);
        return differs(`the bound of ${samples} weights`, boundOf(own, logWeights), evidence, 1e-9, {
          "− log k is missing": evidence + Math.log(samples),
          "log k is taken off twice": evidence - Math.log(samples),
          "the sign of the weights is wrong": -evidence,
        });
      }),
    ),
  );

/** By Jensen's inequality the bound of 16 weights exceeds the mean of those of four times four of them, draw by draw. */
const checkGrowth = (own: Bound): Complaint =>
  first(
    weights(WIDE, 16 * 50, "growth").flatMap((logWeights) =>
      range(50).map((run) => {
        const drawn = logWeights.slice(16 * run, 16 * (run + 1));
        const parts = range(4).map((part) => boundOf(own, drawn.slice(4 * part, 4 * part + 4)));
        return boundOf(own, drawn) > total(parts) / 4 + 1e-12
          ? null
          : "the bound does not grow with k: it is the mean of the logarithms";
      }),
    ),
  );

/** Of a false alarm, for all examples of a check. */
const ALPHA = 1e-8;
const SAMPLES = 5000;
/**
 * w / p(x) has the mean 1 and is not negative, so the mean of k of them is below 1 − t with probability exp(−k t² / (2 E[w²] / p(x)²)) at most (Maurer: A bound
 * on the deviation probability for sums of non-negative random variables, 2003). Certified.
 */
function checkLimit(own: Bound, planted = 0): Complaint {
  return first(
    weights(WIDE, SAMPLES, "limit").map((logWeights, i) => {
      const x = DATA[i] ?? [];
      const second = secondMoment(posteriorOf(WORLD, x), encoded(WIDE, x));
      const below = Math.sqrt((2 * second * Math.log(DATA.length / ALPHA)) / SAMPLES);
      if (!(below < 0.5))
        return `the encoder is too far from the posterior of example ${i}: the weights' second moment is ${second}`;
      const short = logEvidence(WORLD, x) - planted - boundOf(own, logWeights);
      return short < -Math.log(1 - below) ? null : `the bound of ${SAMPLES} weights is ${short} nats below log p(x)`;
    }),
  );
}

const [REPEATS, TOGETHER] = [200, 32];
/**
 * The excesses of independent bounds over log p(x) have a sum above log (1/α) with probability α at most: the mean of the exponential of each is 1, and so is
 * that of their product. Certified.
 */
function checkBelow(own: Bound, planted = 0): Complaint {
  return first(
    weights(WIDE, TOGETHER * REPEATS, "below").map((logWeights, i) => {
      const bounds = range(REPEATS).map((run) => boundOf(own, logWeights.slice(TOGETHER * run, TOGETHER * (run + 1))));
      const excess = total(bounds.map((bound) => bound + planted - logEvidence(WORLD, DATA[i] ?? [])));
      return excess < Math.log(DATA.length / ALPHA) ? null : "the bound exceeds log p(x): − log k is missing";
    }),
  );
}

describe("the importance weights of the linear variational autoencoder", () => {
  it("have logarithms whose mean is the evidence lower bound", () => {
    const atProbes = weightsAt(WIDE, probesOf(LATENTS));
    for (const [i, values] of atProbes.entries()) {
      const form = formThrough(LATENTS, values);
      const mean = form.constant + total(form.quadratic.map((row, k) => row[k] ?? NaN));
      const x = DATA[i] ?? [];
      expect(Math.abs(mean - (logEvidence(WORLD, x) - klOf(encoded(WIDE, x), posteriorOf(WORLD, x))))).toBeLessThan(1e-9);
    }
  });

  it("give bounds that tend to log p(x), and an error of half a nat would be seen", () => {
    expect(checkLimit(importanceWeightedBound)).toBeNull();
    expect(checkLimit(importanceWeightedBound, -0.5)).toContain("nats below log p(x)");
  });

  it("give bounds that do not exceed log p(x), and an error of half a nat would be seen", () => {
    expect(checkBelow(importanceWeightedBound)).toBeNull();
    expect(checkBelow(importanceWeightedBound, 0.5)).toContain("the bound exceeds log p(x)");
  });
});

const mistakes: readonly (readonly [mistake: string, wrong: Bound, check: (own: Bound) => Complaint, message: string])[] = [
  ["no − log k", (own, samples) => t.logSumExp(own, [samples]), checkTight, "− log k is missing"],
  ["no − log k, seen by log p(x)", (own, samples) => t.logSumExp(own, [samples]), checkBelow, "− log k is missing"],
  [
    "the sign of the weights",
    (own, samples) => importanceWeightedBound(t.negate(own), samples),
    checkTight,
    "the sign of the weights is wrong",
  ],
  ["the mean of the logarithms", sampledElbo, checkGrowth, "the bound does not grow with k"],
  ["the mean of the logarithms, seen by log p(x)", sampledElbo, checkLimit, "nats below log p(x)"],
];
for (const [mistake, wrong, check, message] of mistakes) {
  describeMutant<Bound>({ bug: 12, mistake, right: importanceWeightedBound, wrong, check, message });
}
