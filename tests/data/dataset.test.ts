import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { bytesPerImage } from "../../src/data/dataset.js";
import type { Dataset } from "../../src/data/dataset.js";
import { datasetOf } from "../../src/data/memory.js";
import { choose, subset } from "../../src/data/subset.js";
import { bytesOf } from "./files.js";
import { contentsOf } from "./reading.js";

const SHAPE = { channels: 3, height: 1, width: 2 };
const IMAGES = bytesOf(30, (index) => 8 * index);
const LABELS = Uint8Array.of(0, 2, 1, 2, 0);

const whole = datasetOf({ shape: SHAPE, images: IMAGES, labels: LABELS });
const image = (index: number): number[] => [...IMAGES.subarray(6 * index, 6 * index + 6)];

describe("a dataset in memory", () => {
  test("gives what it was given", async () => {
    expect(whole).toMatchObject({ name: "data", split: "train", count: 5, classes: 3, shape: SHAPE });
    expect(bytesPerImage(whole.shape)).toBe(6);
    expect(await contentsOf(whole, [4, 1, 1])).toEqual({ images: [4, 1, 1].map(image), labels: [0, 2, 2] });
    expect(datasetOf({ shape: SHAPE, images: IMAGES }).classes).toBe(0);
    expect(datasetOf({ shape: SHAPE, images: IMAGES, labels: LABELS, classes: 7 }).classes).toBe(7);
  });

  test.each<[string, Parameters<typeof datasetOf>[0]]>([
    ["no images", { shape: SHAPE, images: new Uint8Array(0) }],
    ["a part of an image", { shape: SHAPE, images: IMAGES.subarray(1) }],
    ["no size", { shape: { ...SHAPE, width: 0 }, images: IMAGES }],
    ["too few labels", { shape: SHAPE, images: IMAGES, labels: LABELS.subarray(1) }],
    ["a label too large", { shape: SHAPE, images: IMAGES, labels: LABELS, classes: 2 }],
    ["classes without labels", { shape: SHAPE, images: IMAGES, classes: 2 }],
  ])("refuses %s", (_, given) => {
    expect(() => datasetOf(given)).toThrow(RangeError);
  });

  test("refuses numbers that it has not, and arrays that are too short", async () => {
    await expect(contentsOf(whole, [0, 5])).rejects.toThrow("there is no image 5 among 5");
    const read = (images: number, labels: number): Promise<void> =>
      whole.read(Uint32Array.of(1, 2), new Uint8Array(images), new Uint8Array(labels));
    await expect(read(11, 2)).rejects.toThrow("2 images of 6 bytes do not fit the arrays");
    await expect(read(12, 1)).rejects.toThrow("2 images of 6 bytes do not fit the arrays");
    await expect(read(12, 2)).resolves.toBeUndefined();
  });

  test("leaves labels alone where there are none", async () => {
    const labels = Uint8Array.of(9);
    await datasetOf({ shape: SHAPE, images: IMAGES }).read(Uint32Array.of(0), new Uint8Array(6), labels);
    expect(labels[0]).toBe(9);
  });

  test("has a fingerprint of shape, number of classes, images and labels", async () => {
    const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();
    const expected = createHash("sha256")
      .update('{"count":5,"channels":3,"height":1,"width":2,"classes":3}')
      .update(sha256(IMAGES))
      .update(sha256(LABELS))
      .digest("hex");
    expect(await whole.fingerprint()).toBe(expected);
    const others: readonly Dataset[] = [
      datasetOf({ shape: { channels: 3, height: 2, width: 1 }, images: IMAGES, labels: LABELS }),
      datasetOf({ shape: SHAPE, images: IMAGES, labels: LABELS, classes: 4 }),
      datasetOf({ shape: SHAPE, images: IMAGES.toReversed(), labels: LABELS }),
      datasetOf({ shape: SHAPE, images: IMAGES, labels: LABELS.toReversed().map((label) => (label === 0 ? 1 : label)) }),
      datasetOf({ shape: SHAPE, images: IMAGES }),
    ];
    const fingerprints = await Promise.all([whole, ...others].map((dataset) => dataset.fingerprint()));
    expect(new Set(fingerprints).size).toBe(6);
    expect(await datasetOf({ name: "other", split: "test", shape: SHAPE, images: IMAGES, labels: LABELS }).fingerprint()).toBe(
      expected,
    );
  });

  test("has the same fingerprint however many blocks it is hashed in", async () => {
    const images = bytesOf(2 ** 20 + 2 ** 10, (index) => (index * index) % 253);
    const dataset = datasetOf({ shape: { channels: 1, height: 32, width: 32 }, images });
    const expected = createHash("sha256")
      .update('{"count":1025,"channels":1,"height":32,"width":32,"classes":0}')
      .update(createHash("sha256").update(images).digest())
      .update(createHash("sha256").digest())
      .digest("hex");
    expect(await dataset.fingerprint()).toBe(expected);
  });
});

describe("a part of a dataset", () => {
  test("is numbered from 0", async () => {
    const part = subset(whole, 1, 4);
    expect(part).toMatchObject({ name: "data[1:4]", count: 3, classes: 3, shape: SHAPE, split: "train" });
    expect(await contentsOf(part)).toEqual({ images: [1, 2, 3].map(image), labels: [2, 1, 2] });
    expect(await contentsOf(subset(part, 2, 3))).toEqual({ images: [image(3)], labels: [2] });
    await expect(contentsOf(part, [3])).rejects.toThrow("there is no image 3 among 3");
    expect(await contentsOf(choose(whole, Uint32Array.of(4, 0), "some"))).toEqual({
      images: [image(4), image(0)],
      labels: [0, 0],
    });
  });

  test("has a fingerprint of its own, the whole has that of the whole", async () => {
    const parts = [whole, subset(whole, 0, 4), subset(whole, 1, 5), subset(subset(whole, 1, 5), 0, 3)];
    expect(new Set(await Promise.all(parts.map((part) => part.fingerprint()))).size).toBe(4);
    expect(await subset(whole, 0, 5).fingerprint()).toBe(await whole.fingerprint());
  });

  test.each([
    [0, 0],
    [3, 2],
    [0, 6],
    [-1, 2],
    [0.5, 2],
    [NaN, 2],
  ])("is refused from %d to %d", (from, to) => {
    expect(() => subset(whole, from, to)).toThrow(RangeError);
  });

  test("is closed with the whole, and closes it", async () => {
    const dataset = datasetOf({ shape: SHAPE, images: IMAGES });
    const part = subset(dataset, 0, 2);
    await part.close();
    await expect(contentsOf(dataset)).rejects.toThrow("data is closed");
    await expect(contentsOf(part)).rejects.toThrow("data is closed");
  });
});
