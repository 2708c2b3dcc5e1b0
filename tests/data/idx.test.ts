import { randomBytes } from "node:crypto";
import { truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { openDataset } from "../../src/data/open.js";
import { bytesOf, folderOf, idxImages, idxLabels, joined, SMALL_IDX, temporaryFolder } from "./files.js";
import { contentsOf, refusal } from "./reading.js";

const parent = temporaryFolder();

const IMAGES = "train-images-idx3-ubyte";
const LABELS = "train-labels-idx1-ubyte";

const expected = {
  images: [0, 1, 2, 3].map((image) => [...bytesOf(6, (index) => (7 * (6 * image + index)) % 256)]),
  labels: [0, 1, 2, 1],
};

describe("a folder of IDX files", () => {
  test("gives images and labels by their numbers", async () => {
    const dataset = await openDataset(await folderOf(parent, SMALL_IDX), "train");
    expect(dataset).toMatchObject({ split: "train", count: 4, classes: 3, shape: { channels: 1, height: 2, width: 3 } });
    expect(await contentsOf(dataset)).toEqual(expected);
    expect(await contentsOf(dataset, [3, 0, 3])).toEqual({
      images: [expected.images[3], expected.images[0], expected.images[3]],
      labels: [1, 0, 1],
    });
  });

  test("has its test set under its own names, with the classes of the training set", async () => {
    const dataset = await openDataset(await folderOf(parent, { ...SMALL_IDX, [LABELS]: idxLabels([0, 1, 9, 1]) }), "test");
    expect(dataset).toMatchObject({ split: "test", count: 2, classes: 10 });
    expect((await contentsOf(dataset)).labels).toEqual([2, 0]);
  });

  test.each([
    ["dots", "train-images.idx3-ubyte", (bytes: Uint8Array) => bytes],
    ["gzip", "train-images-idx3-ubyte.gz", (bytes: Uint8Array) => gzipSync(bytes)],
    ["dots and gzip", "train-images.idx3-ubyte.gz", (bytes: Uint8Array) => gzipSync(bytes)],
    ["gzip without its suffix", IMAGES, (bytes: Uint8Array) => gzipSync(bytes)],
    [
      "gzip in two members",
      `${IMAGES}.gz`,
      (bytes: Uint8Array) => joined(gzipSync(bytes.subarray(0, 7)), gzipSync(bytes.subarray(7))),
    ],
  ])("is the same data with %s", async (_, name, pack) => {
    const { [IMAGES]: images, ...others } = SMALL_IDX;
    const plain = await openDataset(await folderOf(parent, SMALL_IDX), "train");
    const dataset = await openDataset(await folderOf(parent, { ...others, [name]: pack(images) }), "train");
    expect(await contentsOf(dataset)).toEqual(expected);
    expect(await dataset.fingerprint()).toBe(await plain.fingerprint());
  });

  test("is held where it may be, else read from its file whenever it is asked for", async () => {
    const folder = await folderOf(parent, SMALL_IDX);
    const [held, filed] = [
      await openDataset(folder, "train", { mostHeld: 40 }),
      await openDataset(folder, "train", { mostHeld: 39 }),
    ];
    await writeFile(
      join(folder, IMAGES),
      SMALL_IDX[IMAGES].map((byte) => 255 - byte),
    );
    expect((await contentsOf(held)).images).toEqual(expected.images);
    expect((await contentsOf(filed)).images).toEqual(expected.images.map((image) => image.map((level) => 255 - level)));
    await truncate(join(folder, IMAGES), 30);
    expect((await contentsOf(filed, [1])).images).toHaveLength(1);
    await expect(contentsOf(filed, [2])).rejects.toThrow(
      `${folder}/${IMAGES}: ends before byte 34, shorter than it was: get it again`,
    );
    await Promise.all([held.close(), filed.close()]);
  });

  test("is read by positions where it is too large to be held, and then no more after close", async () => {
    const dataset = await openDataset(await folderOf(parent, SMALL_IDX), "train", { mostHeld: 39 });
    const held = await openDataset(await folderOf(parent, SMALL_IDX), "train", { mostHeld: 40 });
    expect(await contentsOf(dataset, [2, 1])).toEqual({ images: [expected.images[2], expected.images[1]], labels: [2, 1] });
    expect(await dataset.fingerprint()).toBe(await held.fingerprint());
    for (const opened of [dataset, held]) {
      await Promise.all([opened.close(), opened.close()]);
      await expect(contentsOf(opened)).rejects.toThrow("is closed");
    }
  });
});

describe("a refusal names the file and what to do", () => {
  const damaged = async (files: Readonly<Record<string, Uint8Array>>): Promise<string> => {
    const folder = await folderOf(parent, { ...SMALL_IDX, ...files });
    return (await refusal(openDataset(folder, "train"))).replaceAll(join(folder, "/"), "");
  };
  const packed = (bytes: Uint8Array): Record<string, Uint8Array> => ({ [IMAGES]: gzipSync(bytes) });
  const images = SMALL_IDX[IMAGES];
  const huge = [0xffffffff, 4096, 4096] as const;
  const greedy = idxImages([4, 2, 3], { promise: huge });
  const again = "get it again";

  test.each<[string, Readonly<Record<string, Uint8Array>>, string]>([
    ["empty", { [IMAGES]: new Uint8Array(0) }, `${IMAGES}: has 0 bytes, fewer than any such file: ${again}`],
    [
      "cut off in its header",
      { [IMAGES]: images.subarray(0, 15) },
      `${IMAGES}: has 15 bytes, fewer than any such file: ${again}`,
    ],
    ["cut off", { [IMAGES]: images.subarray(0, 39) }, `${IMAGES}: is cut off: its header promises 40 bytes, it has 39: ${again}`],
    [
      "longer",
      { [IMAGES]: joined(images, images) },
      `${IMAGES}: is longer than it says: its header promises 40 bytes, it has 80: ${again}`,
    ],
    [
      "promises more than there is",
      { [IMAGES]: greedy },
      `${IMAGES}: is cut off: its header promises 72057594021150740 bytes, it has 40: ${again}`,
    ],
    [
      "promises images without end",
      { [IMAGES]: idxImages([4, 2, 3], { promise: [1, 0xffffffff, 0xffffffff] }) },
      `${IMAGES}: promises images of 4294967295 × 4294967295 pixels, more than 16777216: ${again}`,
    ],
    ["no images", { [IMAGES]: idxImages([0, 2, 3]) }, `${IMAGES}: holds no images (0 × 2 × 3): ${again}`],
    ["images of no width", { [IMAGES]: idxImages([4, 2, 0]) }, `${IMAGES}: holds no images (4 × 2 × 0): ${again}`],
    [
      "labels for images",
      { [IMAGES]: joined(SMALL_IDX[LABELS], new Uint8Array(16)) },
      `${IMAGES}: is no IDX file of images: it begins with 00000801, not 00000803: check which file it is`,
    ],
    [
      "images for labels",
      { [LABELS]: images },
      `${LABELS}: is no IDX file of labels: it begins with 00000803, not 00000801: check which file it is`,
    ],
    ["too few labels", { [LABELS]: idxLabels([0, 1, 2]) }, `${LABELS}: has 3 labels, but ${IMAGES} has 4 images: get both again`],
    [
      "labels that are not there",
      { [LABELS]: idxLabels([0], { promise: 4 }) },
      `${LABELS}: is cut off: its header promises 12 bytes, it has 9: ${again}`,
    ],
    [
      "compressed, cut off",
      { [IMAGES]: gzipSync(images).subarray(0, -9) },
      `${IMAGES}: its compressed content is damaged or cut off: ${again}`,
    ],
    [
      "compressed, damaged",
      { [IMAGES]: gzipSync(images).map((byte, index) => (index === 20 ? byte ^ 0xff : byte)) },
      `${IMAGES}: its compressed content is damaged or cut off: ${again}`,
    ],
    [
      "compressed, shorter",
      packed(images.subarray(0, 39)),
      `${IMAGES}: holds 39 of the 40 bytes that its header promises: ${again}`,
    ],
    ["compressed, no header", packed(images.subarray(0, 3)), `${IMAGES}: holds 3 bytes, fewer than any such file: ${again}`],
    [
      "compressed, longer",
      packed(joined(images, images)),
      `${IMAGES}: holds more than the 40 bytes that its header promises: ${again}`,
    ],
    [
      "compressed, promises more than can be there",
      packed(greedy),
      `${IMAGES}: its header promises 72057594021150740 bytes, which ${gzipSync(greedy).length} compressed ones cannot hold: ${again}`,
    ],
  ])("%s", async (_, files, message) => {
    expect(await damaged(files)).toBe(message);
  });

  test("a label that training has not seen", async () => {
    const folder = await folderOf(parent, { ...SMALL_IDX, "t10k-labels-idx1-ubyte": idxLabels([0, 3]) });
    expect(await refusal(openDataset(folder, "test"))).toBe(
      `${folder}/t10k-labels-idx1-ubyte: label 3 of image 1 is none of the classes 0 … 2 of the training set: get it again`,
    );
  });

  test.each([
    ["train-labels-idx1-ubyte", "train"],
    ["t10k-images-idx3-ubyte", "test"],
  ] as const)("%s is missing", async (name, split) => {
    const folder = await folderOf(parent, Object.fromEntries(Object.entries(SMALL_IDX).filter(([file]) => file !== name)));
    expect(await refusal(openDataset(folder, split))).toContain(`${folder}: has no file ${name} (or `);
  });

  test("a folder that is named like a file", async () => {
    const images = { [IMAGES]: SMALL_IDX[IMAGES] };
    const folder = await folderOf(parent, { ...images, [`${LABELS}/notes.txt`]: "" });
    expect(await refusal(openDataset(folder, "train"))).toBe(
      `${folder}/${LABELS}: is a folder where a file is expected: check the path`,
    );
  });

  test("a gzip bomb is stopped at what its header promises, and one that promises too much before that", async () => {
    const bomb = gzipSync(joined(images, new Uint8Array(2 ** 25)));
    expect(bomb.length).toBeLessThan(2 ** 16);
    const before = process.memoryUsage().arrayBuffers;
    expect(await damaged({ [IMAGES]: bomb })).toContain("holds more than the 40 bytes");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 22);
    const large = gzipSync(joined(idxImages([0, 0, 0], { promise: [2 ** 13, 2 ** 8, 2 ** 8] }), randomBytes(2 ** 20)));
    expect(await damaged({ [IMAGES]: large })).toBe(
      `${IMAGES}: unpacks to ${2 ** 29 + 16} bytes, too many to hold in memory: gunzip it first`,
    );
  });
});
