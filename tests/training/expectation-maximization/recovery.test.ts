import { describe, expect, it } from "vitest";
import { upperNormalQuantile } from "../../../src/oracles/monte-carlo/normal-quantile.js";
import { referenceEngine } from "../../../src/tensor/engines/reference/executable.js";
import { fitGaussianMixture, pointsOf, sampleMixture } from "../../../src/training/expectation-maximization/index.js";
import type { MixtureParameters } from "../../../src/training/expectation-maximization/index.js";
import { RUN } from "../../probability/allowances.js";
import { first } from "../../probability/checks.js";
import type { Complaint } from "../../probability/checks.js";
import { bruteLogLikelihood, range, total } from "./brute.js";
import { SETTINGS } from "./cases.js";
import { describeSlowMutant } from "./mutant.js";

const engine = referenceEngine();
const SEED = Number(RUN) || 0;
/** Of a false alarm, for all that a check looks at together. */
const ALPHA = 1e-8;

type Diagonal = Extract<MixtureParameters, { covariance: "diagonal" }>;

/** Components so far apart that no point is in doubt. */
const APART: Diagonal = {
  covariance: "diagonal",
  logits: Float32Array.from([0.2, 0.5, 0.3], Math.log),
  mean: Float32Array.of(-70, 0, 0, 90, 60, -40),
  logVar: Float32Array.of(0, -1, 1, 2, 0.5, -2),
};
const [COMPONENTS, DIMENSIONS, COUNT] = [3, 2, 4000];
/** Beside it: components in another order, displaced and wide. */
const BESIDE: Diagonal = {
  covariance: "diagonal",
  logits: new Float32Array(COMPONENTS),
  mean: Float32Array.of(55, -45, -65, 5, 5, 85),
  logVar: new Float32Array(COMPONENTS * DIMENSIONS).fill(Math.log(25)),
};
const ORDER = [1, 2, 0] as const;

/** Parameters from samples of the mixture. */
type Fit = (samples: Float32Array) => Promise<Diagonal>;
const fit: Fit = async (samples) => {
  const settings = { ...SETTINGS, components: COMPONENTS, varianceFloor: 0.02 };
  const points = pointsOf("samples", samples, DIMENSIONS);
  const { parameters } = await fitGaussianMixture(engine, points, settings, undefined, { parameters: BESIDE, history: [] });
  if (parameters.covariance === "full") throw new Error("the covariance is full");
  return parameters;
};

/**
 * Where every point belongs to its component without doubt, what is found of it are the mean and variance of its own points: their number n is within what
 * Hoeffding's inequality allows, the mean is normal with variance σ²/n, and n s²/σ² is χ² with n − 1 degrees of freedom, whose tails Laurent and Massart
 * bound (Adaptive estimation of a quadratic functional, 2000). Certified.
 */
async function checkRecovered(own: Fit): Promise<Complaint> {
  const samples = await sampleMixture(engine, APART, COUNT, SEED);
  const found = await own(samples);
  const alpha = ALPHA / (COMPONENTS * (1 + 2 * DIMENSIONS));
  return first(
    ORDER.flatMap((place, k) => {
      const weight = Math.exp(found.logits[place] ?? NaN);
      const reach = Math.sqrt(Math.log(2 / alpha) / (2 * COUNT)) + 1e-6;
      const n = COUNT * weight;
      const within = (what: string, own: number, right: number, low: number, high: number): Complaint =>
        own >= right - low && own <= right + high ? null : `${what} of component ${k} is ${own}, not ${right}`;
      return [
        within("the weight", weight, Math.exp(APART.logits[k] ?? NaN), reach, reach),
        ...range(DIMENSIONS).flatMap((d) => {
          const [right, here] = [k * DIMENSIONS + d, place * DIMENSIONS + d];
          const variance = Math.exp(APART.logVar[right] ?? NaN);
          const far = upperNormalQuantile(alpha / 2) * Math.sqrt(variance / n) + 1e-4;
          const t = Math.log(2 / alpha);
          const [below, above] = [2 * Math.sqrt((n - 1) * t) + 1, 2 * Math.sqrt((n - 1) * t) + 2 * t].map(
            (own) => own / n + 1e-3,
          );
          return [
            within("the mean", found.mean[here] ?? NaN, APART.mean[right] ?? NaN, far, far),
            within("the variance", Math.exp(found.logVar[here] ?? NaN) / variance, 1, below ?? NaN, above ?? NaN),
          ];
        }),
      ];
    }),
  );
}

describeSlowMutant<Fit>({
  bug: 6,
  mistake: "log σ reported as logVar",
  right: fit,
  wrong: async (samples) => {
    const found = await fit(samples);
    return { ...found, logVar: found.logVar.map((own) => own / 2) };
  },
  check: checkRecovered,
  message: "the variance of component 0",
});
describeSlowMutant<Fit>({
  bug: 28,
  mistake: "weights that are not learned",
  right: fit,
  wrong: async (samples) => ({ ...(await fit(samples)), logits: new Float32Array(COMPONENTS).fill(-Math.log(COMPONENTS)) }),
  check: checkRecovered,
  message: "the weight of component 0",
});
describeSlowMutant<Fit>({
  bug: 2,
  mistake: "samples with noise of standard deviation 0.01",
  right: fit,
  wrong: async (samples) => {
    const shrunk = samples.map((value, i) => {
      const d = i % DIMENSIONS;
      const place = range(COMPONENTS).find((k) => Math.abs(value - (APART.mean[k * DIMENSIONS + d] ?? NaN)) < 20);
      const centre = APART.mean[(place ?? 0) * DIMENSIONS + d] ?? NaN;
      return centre + 0.01 * (value - centre);
    });
    return fit(shrunk);
  },
  check: checkRecovered,
  message: "the variance of component 0",
});

describe("components that overlap", () => {
  const truth: Diagonal = {
    covariance: "diagonal",
    logits: Float32Array.from([0.4, 0.6], Math.log),
    mean: Float32Array.of(0, 0, 2, 1),
    logVar: Float32Array.of(0, -1, -0.5, 0.5),
  };

  it("are fitted as likelihood theory says: no worse than the truth, and not much better", async () => {
    const samples = await sampleMixture(engine, truth, 4000, SEED);
    const settings = { ...SETTINGS, iterations: 300, tolerance: 1e-8, batchSize: 1000 };
    const { parameters } = await fitGaussianMixture(engine, pointsOf("samples", samples, 2), settings, undefined, {
      parameters: truth,
      history: [],
    });
    // Twice the gain of all points is χ² with as many degrees of freedom as there are parameters, in the limit of many points: not certified.
    const twice = 2 * 4000 * (bruteLogLikelihood(parameters, samples) - bruteLogLikelihood(truth, samples));
    const [freedom, t] = [9, Math.log(1 / ALPHA)];
    expect(twice).toBeGreaterThan(0);
    expect(twice).toBeLessThan(freedom + 2 * Math.sqrt(freedom * t) + 2 * t);
    expect(parameters).not.toEqual(truth);
  });
});

describe("the first means", () => {
  it("lie one in each cluster, where clusters lie apart", async () => {
    const samples = await sampleMixture(engine, APART, 500, 0);
    const settings = { ...SETTINGS, components: 3, varianceFloor: 0.02, iterations: 0 };
    for (const seed of range(5)) {
      const { parameters } = await fitGaussianMixture(engine, pointsOf("samples", samples, 2), { ...settings, seed });
      const first = range(3).map((k) => parameters.mean[2 * k] ?? NaN);
      const clusters = first.map((x) => range(3).find((k) => Math.abs(x - (APART.mean[2 * k] ?? NaN)) < 20) ?? NaN);
      expect(total(clusters)).toBe(3);
      expect(new Set(clusters).size).toBe(3);
    }
  });
});

describe("the candidates for first means", () => {
  it("are drawn from all points, where these are more", async () => {
    const ramp = Float32Array.from(range(5000), (i) => i / 1000);
    const settings = { ...SETTINGS, components: 40, iterations: 0 };
    const { parameters } = await fitGaussianMixture(engine, pointsOf("ramp", ramp, 1), settings);
    const fifths = range(5).map((fifth) => [...parameters.mean].filter((own) => Math.floor(own) === fifth).length);
    expect(Math.min(...fifths)).toBeGreaterThan(2);
  });
});

describe("samples", () => {
  it("are those of the seed, however many are drawn", async () => {
    const ten = await sampleMixture(engine, APART, 10, 7);
    expect(await sampleMixture(engine, APART, 10, 7)).toEqual(ten);
    expect(await sampleMixture(engine, APART, 10, 8)).not.toEqual(ten);
    expect(await sampleMixture(engine, APART, 0, 7)).toEqual(new Float32Array());
    expect(await sampleMixture(engine, APART, 4, 7)).toEqual(ten.subarray(0, 4 * DIMENSIONS));
  });
});
