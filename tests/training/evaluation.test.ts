import { describe, expect, it } from "vitest";
import type { Split } from "../../src/data/dataset.js";
import { codedOf } from "../../src/models/index.js";
import { referenceEngine } from "../../src/tensor/engines/reference/executable.js";
import type { Engine } from "../../src/tensor/engines/engine.js";
import type { Showing } from "../../src/training/batch-runner.js";
import { evaluateBound, Evaluator } from "../../src/training/evaluation.js";
import type { BoundEvaluation, Evaluation } from "../../src/training/evaluation.js";
import { standardNormal } from "../../src/training/pictures.js";
import { example, logEvidence, logWeight, mapped, SCALAR_VAE } from "./plain.js";
import type { Example } from "./plain.js";
import { recording, withoutNoise } from "./recording.js";
import type { Run } from "./recording.js";
import { datasetOf } from "./world.js";

const IMAGE = { channels: 1, height: 1, width: 1 };
const MODEL = codedOf(SCALAR_VAE, IMAGE);
/** Narrower than the posterior: the largest weights are far out, and rare. */
const P = {
  "mean.weight": 0.9,
  "mean.bias": -0.2,
  "logVar.weight": 0.3,
  "logVar.bias": -1.5,
  "decoder.output.weight": 0.8,
  "decoder.output.bias": 0.1,
};
const ARRAYS = Object.fromEntries(Object.entries(P).map(([name, value]) => [name, Float32Array.of(value)]));
/** As single precision has them. */
const ROUNDED = mapped((name) => Math.fround(P[name]));
const SHOWING = { binarization: "none", levels: null, fixedSeed: 3, seed: 3, epoch: "test" } as const;
const BATCH = 500;
const COUNT = BATCH + 3;

const dataOf = (count: number, split: Split = "test") => datasetOf(count, { shape: IMAGE, classes: 0, split });
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const chosen = (values: readonly number[], from: number, to: number): readonly number[] => values.slice(from, to);

async function evaluated(engine: Engine, split: Split = "test", showing: Showing = SHOWING): Promise<Evaluation> {
  const evaluator = await Evaluator.open(engine, MODEL, IMAGE, ARRAYS);
  try {
    return await evaluator.evaluate(dataOf(COUNT, split), showing);
  } finally {
    await evaluator.close();
  }
}

/** The examples that a run saw, with their noise. */
const seen = ({ inputs: { images = [], noise = [] } }: Run): readonly Example[] =>
  images.map((x, i) => ({ x, noise: noise[i] ?? NaN }));

describe("an evaluation", () => {
  it("is the mean over all examples, of a ragged last batch too, with codes that are drawn", async () => {
    const { engine, runs } = recording(referenceEngine());
    const { terms, total, examples } = await evaluated(engine);
    expect(runs.map((run) => seen(run).length)).toEqual([BATCH, COUNT - BATCH]);
    const single = runs.flatMap(seen).map((one) => example(ROUNDED, one, 0));
    const expected = mean(single.map(({ reconstruction }) => reconstruction));
    expect(examples).toBe(COUNT);
    expect(terms.get("reconstruction")).toBeCloseTo(expected, 6);
    expect(terms.get("kl")).toBeCloseTo(mean(single.map(({ kl }) => kl)), 6);
    expect(total).toBeCloseTo(mean(single.map(({ reconstruction, kl }) => reconstruction + kl)), 6);

    const losses = single.map(({ reconstruction }) => reconstruction);
    const ofBatches = mean([mean(chosen(losses, 0, BATCH)), mean(chosen(losses, BATCH, COUNT))]);
    expect(Math.abs(ofBatches - expected)).toBeGreaterThan(1e-3);
  });

  it("draws its noise anew for every example, split, use and seed, and again the same", async () => {
    const noiseOf = async (split: Split, showing: Showing): Promise<readonly number[]> => {
      const { engine, runs } = recording(referenceEngine());
      await evaluated(engine, split, showing);
      return runs.flatMap(seen).map(({ noise }) => noise);
    };
    const noise = await noiseOf("test", SHOWING);
    expect(new Set(noise).size).toBe(COUNT);
    expect(await noiseOf("test", SHOWING)).toEqual(noise);
    const others = [
      await noiseOf("train", SHOWING),
      await noiseOf("test", { ...SHOWING, seed: 4 }),
      await noiseOf("test", { ...SHOWING, epoch: "monitor" }),
    ];
    for (const other of others) expect(other.filter((value, i) => value === noise[i])).toEqual([]);
  });

  /** By how many standard errors an evaluation is off the expectation over codes, which is known in closed form. */
  async function surprise(engine: Engine): Promise<number> {
    const { terms } = await evaluated(engine);
    const { engine: plain, runs } = recording(referenceEngine());
    await evaluated(plain);
    const images = runs.flatMap(seen).map(({ x }) => x);
    // E (x − w(m + s ε) − b)² = (x − w m − b)² + w² s²
    const expected = images.map((x) => {
      const atMean = example(ROUNDED, { x, noise: 0 }, 0).reconstruction;
      const variance = Math.exp(ROUNDED["logVar.weight"] * x + ROUNDED["logVar.bias"]);
      return atMean + (ROUNDED["decoder.output.weight"] ** 2 * variance) / 2;
    });
    const spread = standardNormal(100, "spread", 0);
    const variances = images.map((x) => {
      const draws = [...spread].map((noise) => example(ROUNDED, { x, noise }, 0).reconstruction);
      return mean(draws.map((own) => (own - mean(draws)) ** 2));
    });
    return ((terms.get("reconstruction") ?? NaN) - mean(expected)) / Math.sqrt(mean(variances) / images.length);
  }

  it("estimates what it says, and codes at the mean of q(z|x) are noticed", async () => {
    expect(Math.abs(await surprise(referenceEngine()))).toBeLessThan(4);
    expect(await surprise(withoutNoise(referenceEngine()))).toBeLessThan(-6);
  });
});

async function bounded(k: number, count: number, engine = referenceEngine()): Promise<BoundEvaluation> {
  const found = await evaluateBound(engine, MODEL, IMAGE, ARRAYS, dataOf(count), SHOWING, k);
  if (found === null) throw new Error("the model bounds log p(x)");
  return found;
}

/** log of the mean of exp of the values. */
function logMeanExp(values: readonly number[]): number {
  const most = Math.max(...values);
  return most + Math.log(mean(values.map((value) => Math.exp(value - most))));
}

/** The logarithms of all weights by the images that they are of, in plain numbers, from the noise that was drawn. */
function weightsOf(runs: readonly Run[]): ReadonlyMap<number, readonly number[]> {
  const weights = new Map<number, number[]>();
  for (const {
    inputs: { images = [], noise = [] },
  } of runs) {
    for (const [i, value] of noise.entries()) {
      const x = images[i % images.length] ?? NaN;
      const own = weights.get(x) ?? [];
      own.push(logWeight(ROUNDED, { x, noise: value }));
      weights.set(x, own);
    }
  }
  return weights;
}

describe("the importance-weighted bound", () => {
  it.each([
    [1, 7],
    [300, 7],
    [1000, 3],
    [2500, 6],
  ])("of %i draws is what plain numbers say, however they are run", async (k, count) => {
    const { engine, runs } = recording(referenceEngine());
    const { bound, elbo, samples, examples, standardError } = await bounded(k, count, engine);
    const weights = [...weightsOf(runs).values()];
    expect(weights.map(({ length }) => length)).toEqual(Array.from({ length: count }, () => k));
    // Of so many numbers in single precision two may be the same.
    expect(new Set(runs.flatMap(({ inputs: { noise = [] } }) => noise)).size).toBeGreaterThan(k * count - 5);
    const logMeans = weights.map(logMeanExp);
    const expected = mean(logMeans);
    expect({ samples, examples }).toEqual({ samples: k, examples: count });
    expect(bound).toBeCloseTo(expected, 5);
    expect(elbo).toBeCloseTo(mean(weights.map(mean)), 5);
    expect(standardError).toBeCloseTo(Math.sqrt(mean(logMeans.map((own) => (own - expected) ** 2)) / count), 4);
    // Without − log k, and with the mean of chunks' logarithms, it would be another.
    if (k > 1) expect(Math.abs(bound + Math.log(k) - expected)).toBeGreaterThan(0.1);
    if (k > 1000) {
      const ofChunks = weights.map((own) => mean([own.slice(0, 1000), own.slice(1000, 2000), own.slice(2000)].map(logMeanExp)));
      expect(Math.abs(mean(ofChunks) - expected)).toBeGreaterThan(1e-4);
    }
  });

  it("is the evidence lower bound for one draw, grows with the draws, and ends at log p(x)", async () => {
    const count = 400;
    const { engine, runs } = recording(referenceEngine());
    const one = await bounded(1, count, engine);
    expect(one.bound).toBeCloseTo(one.elbo, 9);
    const images = runs.flatMap(({ inputs: { images: own = [] } }) => own);
    const evidence = mean(images.map((x) => logEvidence(ROUNDED, x)));
    const bounds = [one.bound, (await bounded(5, count)).bound, (await bounded(50, count)).bound];
    const [first = NaN, second = NaN, third = NaN] = bounds;
    expect(second - first).toBeGreaterThan(0.02);
    expect(third - second).toBeGreaterThan(0.01);
    expect(third).toBeLessThan(evidence + 0.01);
    expect(evidence - third).toBeLessThan(0.03);
    // With codes at the mean of q(z|x) it would not grow.
    const still = withoutNoise(referenceEngine());
    expect((await bounded(50, count, still)).bound).toBeCloseTo((await bounded(5, count, still)).bound, 5);
  });

  it("tells how many examples it has done, and is none for a plain auto-encoder", async () => {
    const done: number[] = [];
    const plain = codedOf({ ...SCALAR_VAE, kind: "auto-encoder" }, IMAGE);
    const engine = referenceEngine();
    await evaluateBound(engine, MODEL, IMAGE, ARRAYS, dataOf(7), SHOWING, 300, (count) => done.push(count));
    expect(done).toEqual([3, 6, 7]);
    expect(await evaluateBound(engine, plain, IMAGE, ARRAYS, dataOf(7), SHOWING, 300)).toBeNull();
    for (const k of [0, 1.5, NaN]) await expect(bounded(k, 1)).rejects.toThrow(RangeError);
  });
});
