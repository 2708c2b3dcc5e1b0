import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { keyedRandom, philox } from "../../../src/numbers/random.js";
import { streamOf } from "../../../src/training/kernels/stream.js";
import * as checks from "./random-checks.js";
import { openWorkplace } from "./workplace.js";
import type { Workplace } from "./workplace.js";

let place: Workplace;
/** For statistics. */
let wide: Workplace;

beforeAll(async () => {
  place = await openWorkplace(300);
  wide = await openWorkplace(250_000);
});

describe("streams", () => {
  it("are those of the generator of src/numbers, word by word", () => {
    expect(checks.words(place)).toBeNull();
  });

  it("have blocks that are whole numbers from 0", () => {
    const [out = new Float32Array()] = place.floats([0]);
    for (const block of [-1, 0.5, NaN, 2 ** 53]) {
      expect(() => {
        place.kernels.fillUniform(out, streamOf("a"), block);
      }).toThrow(new RangeError(`a stream has no block ${block}`));
    }
  });

  it("have the words that the checks at the edges stand on", () => {
    for (const { block, place: lane, word } of checks.EDGES) {
      const out = new Uint32Array(4);
      philox(new Uint32Array([block, 0, 0, 0]), new Uint32Array(2), out);
      expect(out[lane]).toBe(word);
    }
  });
});

describe("fillUniform", () => {
  it("gives the upper bits of each word", () => {
    expect(checks.uniform(place)).toBeNull();
  });
});

describe("fillNormal", () => {
  it("transforms pairs of words as Box and Muller do", () => {
    expect(checks.normal(place)).toBeNull();
  });

  it("gives the same bytes on any machine", () => {
    const [out = new Float32Array()] = wide.floats(new Float32Array(80_001));
    wide.kernels.fillNormal(out, streamOf("the same on any machine"), 7);
    const digest = createHash("sha256")
      .update(new Uint8Array(out.buffer, out.byteOffset, out.byteLength))
      .digest("hex");
    expect(digest).toBe("56f1ae76e5c566f341088129f569571995acf909398f8ba9702082bf12e99dae");
  });

  it("has the moments of independent standard normal values", () => {
    expect(checks.normalMoments(wide)).toBeNull();
  });

  it.each([
    ["a standard deviation of 0.01", (x: number) => 0.01 * x],
    ["a mean of 0.1", (x: number) => x + 0.1],
    ["sines of the next angle", (x: number, i: number, all: Float32Array) => (i % 2 === 1 ? (all[i - 1] ?? NaN) : x)],
    [
      "a correlation of 0.1 within the block",
      (x: number, i: number, all: Float32Array) => (i % 4 === 3 ? 0.995 * x + 0.1 * (all[i - 2] ?? NaN) : x),
    ],
  ])("is told from one with %s", (_, spoilt) => {
    expect(checks.normalMoments(wide, spoilt)).not.toBeNull();
  });

  it("has the distribution function of the standard normal distribution", () => {
    expect(checks.normalDistribution(wide)).toBeNull();
  });

  it.each([
    ["a mean of 0.06", (x: number) => x + 0.06],
    ["a standard deviation of 1.1", (x: number) => 1.1 * x],
    [
      "a variance that is right, and another shape",
      (_: number, i: number) => Math.sqrt(12) * (keyedRandom("shape", i).uniform() - 0.5),
    ],
  ])("is told from one with %s", (_, spoilt) => {
    expect(checks.normalDistribution(wide, spoilt)).not.toBeNull();
  });
});

describe("binarize", () => {
  it("draws each pixel with its own word and its level's probability", () => {
    expect(checks.binarized(place)).toBeNull();
  });

  it("draws a row on its own as it does with others", () => {
    const image = Array.from({ length: 5 * 28 }, (_, i) => (i * 91) % 256);
    const [together = new Float32Array(), alone = new Float32Array()] = place.floats(new Float32Array(140), new Float32Array(28));
    place.kernels.binarize(together, place.bytes(image), streamOf("rows"), 0);
    place.kernels.binarize(alone, place.bytes(image.slice(56, 84)), streamOf("rows"), 56 / 4);
    expect([...alone]).toEqual([...together.subarray(56, 84)]);
  });
});

describe("greyLevels", () => {
  it("are the nearest to the 255th parts", () => {
    expect(checks.grey(place)).toBeNull();
  });
});
