import { describe, expect, it } from "vitest";
import type { Dataset } from "../../../src/data/dataset.js";
import { bitsPerDim } from "../../../src/probability/index.js";
import { evaluate, scalar } from "../../../src/tensor/index.js";
import { dequantized, LEVELS, LEVEL_VARIANCE } from "../../../src/training/expectation-maximization/index.js";
import { complaint } from "../../probability/checks.js";
import type { Complaint } from "../../probability/checks.js";
import { describeSlowMutant } from "./mutant.js";
import { range, total } from "./brute.js";

/** Images of so many levels: level (i · 7 + d) mod 256 at the place d of image i. */
function dataset(count: number, dimensions: number): Dataset {
  const shape = { channels: 1, height: 1, width: dimensions };
  return {
    name: "levels",
    split: "train",
    count,
    shape,
    classes: 0,
    fingerprint: async () => Promise.resolve(""),
    close: async () => Promise.resolve(),
    read: async (indices, images) => {
      for (const [place, index] of indices.entries()) {
        for (const d of range(dimensions)) images[place * dimensions + d] = level(index, d);
      }
      return Promise.resolve();
    },
  };
}
const level = (index: number, d: number): number => (index * 7 + d) % LEVELS;

async function read(count: number, dimensions: number, seed: number, indices = range(count)): Promise<Float32Array> {
  const points = dequantized(dataset(count, dimensions), seed);
  const into = new Float32Array(indices.length * dimensions);
  await points.read(Uint32Array.from(indices), into);
  return into;
}

describe("dequantized images", () => {
  it("are within the cell of their level, exactly", async () => {
    const values = await read(300, 13, 0);
    for (const [i, value] of values.entries()) {
      expect(Math.floor(value * LEVELS)).toBe(level(Math.floor(i / 13), i % 13));
      expect((value * 2 ** 24) % 1).toBe(0);
    }
  });

  it("are the same at every reading, whichever are read beside them, and others with another seed", async () => {
    const all = await read(20, 11, 3);
    for (const i of [19, 0, 7]) expect(await read(20, 11, 3, [i])).toEqual(all.subarray(i * 11, (i + 1) * 11));
    expect(await read(20, 11, 3, [7, 7, 2])).toEqual(
      Float32Array.of(...all.subarray(77, 88), ...all.subarray(77, 88), ...all.subarray(22, 33)),
    );
    expect(await read(20, 11, 4)).not.toEqual(all);
  });

  it("refuse an array that is too short", async () => {
    await expect(dequantized(dataset(2, 3), 0).read(Uint32Array.of(0, 1), new Float32Array(5))).rejects.toThrow(
      new RangeError("2 points of 3 coordinates do not fit the array"),
    );
  });

  it("score exactly 8 bits a dimension under the uniform density, which is 1", () => {
    expect(evaluate({ bits: bitsPerDim(scalar(0), { dimensions: 784, binsPerUnit: LEVELS }) }).bits?.values[0]).toBe(8);
  });
});

/** The noise of many values, in units of a level. */
type Read = (count: number, dimensions: number) => Promise<Float32Array>;
const right: Read = (count, dimensions) => read(count, dimensions, 5);

/** False alarms: 10 numbers by Hoeffding's inequality, each with probability 1e-9 at most. */
const ALPHA = 1e-8;
const [COUNT, PLACES] = [24_000, 24];
/** Noise is uniform, and that of places and of images beside one another independent: means of u, u², and of products of deviations. */
async function checkNoise(own: Read): Promise<Complaint> {
  const values = await own(COUNT / PLACES, PLACES);
  const u = [...values].map((value) => (value * LEVELS) % 1);
  const pairsAt = (lag: number) => range(COUNT - lag).map((i) => ((u[i] ?? NaN) - 0.5) * ((u[i + lag] ?? NaN) - 0.5));
  const numbers = [
    { what: "the mean of the noise", samples: u, right: 0.5, width: 1 },
    { what: "the mean of the squared noise", samples: u.map((own) => own ** 2), right: 1 / 3, width: 1 },
    ...[1, 2, 3, 7, 8, 16, 24, 48].map((lag) => {
      // Pairs fall into two sets, within each of which no number occurs twice.
      const samples = pairsAt(lag).filter((_, i) => Math.floor(i / lag) % 2 === 0);
      return { what: `the covariance of noise ${lag} places apart`, samples, right: 0, width: 0.5 };
    }),
  ];
  for (const { what, samples, right: expected, width } of numbers) {
    const found = total(samples) / samples.length;
    const reach = width * Math.sqrt(Math.log((2 * numbers.length) / ALPHA) / (2 * samples.length)) + 2 ** -16;
    if (Math.abs(found - expected) > reach) {
      return complaint(what, found, expected, reach, { "there is no noise": what.includes("mean") ? 0 : 0.25 });
    }
  }
  return null;
}

it("has noise of the variance of a level", () => {
  // ∫ u² du − (∫ u du)², in units of a level.
  expect(LEVEL_VARIANCE * LEVELS ** 2).toBeCloseTo(1 / 3 - 1 / 4, 15);
});

describeSlowMutant<Read>({
  bug: 26,
  mistake: "levels without noise",
  right,
  wrong: async (count, dimensions) => (await right(count, dimensions)).map((value) => Math.floor(value * LEVELS) / LEVELS),
  check: checkNoise,
  message: "there is no noise",
});
describeSlowMutant<Read>({
  bug: 26,
  mistake: "one number of noise for a whole image",
  right,
  wrong: async (count, dimensions) => {
    const values = await right(count, dimensions);
    return values.map((value, i) => {
      const own = (values[i - (i % dimensions)] ?? NaN) * LEVELS;
      return (Math.floor(value * LEVELS) + (own % 1)) / LEVELS;
    });
  },
  check: checkNoise,
  message: "the covariance of noise 1 places apart",
});
