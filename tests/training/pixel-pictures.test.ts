import { describe, expect, it } from "vitest";
import { referenceEngine } from "../../src/tensor/engines/reference/executable.js";
import { autoregressiveOf } from "../../src/models/index.js";
import { labelsInColumns } from "../../src/training/pictures.js";
import { allBut, mapsBelowImages, pairedImages } from "../../src/training/pixel-pictures.js";
import type { Pixelwise } from "../../src/training/pixelwise.js";

const image = { channels: 3, height: 2, width: 2 };
const settings = { kind: "pixelcnn", features: 3, blocks: 0, observation: { kind: "bernoulli" }, classes: 0 } as const;
const own: Pixelwise = { engine: referenceEngine(), model: autoregressiveOf(settings, image), image, parameters: {} };

describe("classes of images in a grid", () => {
  it("are one a column where they fit, in turn where they do not, or all one", () => {
    expect(labelsInColumns(12, 0, null)).toBeNull();
    expect([...(labelsInColumns(12, 10, null) ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    expect([...(labelsInColumns(12, 3, null) ?? [])]).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 0, 1]);
    expect([...(labelsInColumns(12, 11, null) ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0]);
    expect([...(labelsInColumns(3, 11, 10) ?? [])]).toEqual([10, 10, 10]);
  });
});

describe("images of which a part is hidden", () => {
  it("are given everywhere else", () => {
    const size = { channels: 1, height: 2, width: 3 };
    const { places } = allBut({ rows: [1, 2], columns: [0, 2] }, new Float32Array(6), size);
    expect(places).toEqual([true, true, true, false, false, true]);
  });
});

describe("rows of images above others", () => {
  const numbered = (count: number, from: number): Float32Array => Float32Array.from({ length: count }, (_, i) => from + i);

  it("are all there, a last row that is short filled with black", () => {
    const { images, count, columns } = pairedImages(numbered(13, 1), numbered(13, 101), 13);
    expect([count, columns]).toEqual([40, 10]);
    expect([...images.subarray(0, 20)]).toEqual([...numbered(10, 1), ...numbered(10, 101)]);
    expect([...images.subarray(20)]).toEqual([
      11,
      12,
      13,
      ...new Array<number>(7).fill(0),
      111,
      112,
      113,
      ...new Array<number>(7).fill(0),
    ]);
  });

  it("show −log p of a pixel in each of its colours, white where it is largest", () => {
    const images = Float32Array.from({ length: 12 }, (_, i) => i % 2);
    const nats = Float32Array.of(1, 4, 0, 2);
    const maps = mapsBelowImages({ images, nats, labels: new Uint8Array(1) }, own, 1);
    expect([maps.count, maps.columns, maps.most]).toEqual([2, 1, 4]);
    expect([...maps.images.subarray(0, 12)]).toEqual([...images]);
    expect([...maps.images.subarray(12)]).toEqual([0.25, 1, 0, 0.5, 0.25, 1, 0, 0.5, 0.25, 1, 0, 0.5]);
  });
});
