import { hash128 } from "../../numbers/hash.js";
import { philox } from "../../numbers/philox.js";
import { bytesPerImage } from "../../data/dataset.js";
import type { Dataset } from "../../data/dataset.js";
import type { Points } from "./points.js";

/** How many grey levels fall into a unit of a dequantized coordinate: what `bitsPerDim` asks for. */
export const LEVELS = 256;

/** The variance of the uniform noise within one grey level. No component of a mixture has reason to be narrower. */
export const LEVEL_VARIANCE = 1 / (12 * LEVELS ** 2);

/**
 * Images as points of [0, 1)^D: x = (level + u) / 256 with u uniform in [0, 1), so that a density in nats is meaningful. The mean over u of log p(x) is at
 * most the log of the probability that p gives to the levels' cell, plus D log 256 (Theis, van den Oord, Bethge: A note on the evaluation of generative
 * models, 2016). Without u a density could be as high as one likes on the levels alone.
 *
 * u is a multiple of 2^-16 that follows from the seed, the image's number and the place in it: x is exact in single precision, and the same at every reading.
 */
export function dequantized(dataset: Dataset, seed: number): Points {
  const dimensions = bytesPerImage(dataset.shape);
  const hash = hash128(JSON.stringify(["dequantization", seed]));
  const key = hash.slice(0, 2);
  const counter = new Uint32Array([0, 0, hash[2] ?? 0, hash[3] ?? 0]);
  const words = new Uint32Array(4);
  let levels = new Uint8Array();
  let labels = new Uint8Array();
  return {
    name: `${dataset.name} ${dataset.split}, dequantized uniformly (seed ${seed})`,
    count: dataset.count,
    dimensions,
    read: async (indices, into) => {
      const size = indices.length * dimensions;
      if (into.length < size) throw new RangeError(`${indices.length} points of ${dimensions} coordinates do not fit the array`);
      if (levels.length < size) levels = new Uint8Array(size);
      if (labels.length < indices.length) labels = new Uint8Array(indices.length);
      await dataset.read(indices, levels, labels);
      for (const [place, index] of indices.entries()) {
        counter[1] = index;
        for (let d = 0; d < dimensions; d++) {
          // A block of four words serves eight coordinates.
          if (d % 8 === 0) {
            counter[0] = d / 8;
            philox(counter, key, words);
          }
          const word = words[(d >> 1) % 4] ?? 0;
          const half = d % 2 === 0 ? word & 0xffff : word >>> 16;
          const at = place * dimensions + d;
          into[at] = ((levels[at] ?? 0) * 2 ** 16 + half) * 2 ** -24;
        }
      }
    },
  };
}
