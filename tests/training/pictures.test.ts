import { describe, expect, it } from "vitest";
import type { Coder } from "../../src/training/coding.js";
import { reconstructedImages } from "../../src/training/pictures.js";
import { datasetOf } from "./world.js";

const IMAGE = { channels: 1, height: 1, width: 1 };

/** A coder whose codes are (x, −x, 0) and whose images are the first numbers of codes plus 10. */
const coder: Pick<Coder, "encode" | "decode"> = {
  encode: async (dataset, count) => {
    const bytes = new Uint8Array(count);
    await dataset.read(Uint32Array.from(bytes.keys()), bytes, new Uint8Array(count));
    return {
      dimensions: 3,
      values: Float32Array.from([...bytes].flatMap((x) => [x / 255, -x / 255, 0])),
      labels: new Uint8Array(count),
    };
  },
  decode: (codes) => Promise.resolve(Float32Array.from({ length: codes.length / 3 }, (_, i) => (codes[3 * i] ?? NaN) + 10)),
};

describe("pictures", () => {
  it.each([
    [4, 4, 4],
    [10, 10, 10],
    [24, 10, 20],
    [100, 10, 30],
  ])("of %i images have %i in a row, each above its reconstruction", async (count, columns, shown) => {
    const rows = await reconstructedImages(coder, datasetOf(count, { shape: IMAGE, classes: 0 }), 3, {
      binarization: "none",
      levels: null,
      fixedSeed: 0,
      seed: 0,
      epoch: 0,
    });
    expect(rows).toMatchObject({ count: 2 * shown, columns });
    for (const [i, value] of rows.images.entries()) {
      const row = Math.floor(i / columns);
      if (row % 2 === 0) expect(rows.images[i + columns]).toBeCloseTo(value + 10, 4);
    }
  });
});
