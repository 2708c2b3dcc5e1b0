import { describe, expect, test } from "vitest";
import { datasetOf } from "../../src/data/memory.js";
import { openDataset } from "../../src/data/open.js";
import { bytesOf, folderOf, joined, temporaryFolder } from "./files.js";
import { contentsOf, refusal } from "./reading.js";

const parent = temporaryFolder();

const PIXELS = 3 * 32 * 32;
const byte = (image: number, index: number): number => (31 * image + 7 * index) % 256;
const record = (image: number, label = image % 10): Uint8Array =>
  joined(
    Uint8Array.of(label),
    bytesOf(PIXELS, (index) => byte(image, index)),
  );

/** Batches of different lengths: 1, 2, 3, 4 and 5 images, numbered through, then 2 for test. */
const FILES = Object.fromEntries([
  ...[1, 2, 3, 4, 5].map((batch) => {
    const first = (batch * (batch - 1)) / 2;
    return [`data_batch_${batch}.bin`, joined(...Array.from({ length: batch }, (_, index) => record(first + index)))] as const;
  }),
  ["test_batch.bin", joined(record(100, 9), record(101, 3))] as const,
]);

describe("a folder of CIFAR-10's binary version", () => {
  const image = (index: number): number[] => [...bytesOf(PIXELS, (pixel) => byte(index, pixel))];

  test.each([
    ["held", 15 * PIXELS],
    ["read by positions", 15 * PIXELS - 1],
  ])("gives the images of all batches, %s", async (_, mostHeld) => {
    const dataset = await openDataset(await folderOf(parent, FILES), "train", { mostHeld });
    expect(dataset).toMatchObject({ count: 15, classes: 10, shape: { channels: 3, height: 32, width: 32 } });
    const same = datasetOf({
      shape: dataset.shape,
      images: joined(...Array.from({ length: 15 }, (_, index) => Uint8Array.from(image(index)))),
      labels: bytesOf(15, (index) => index % 10),
    });
    const order = [14, 0, 1, 3, 2, 9, 10];
    expect(await contentsOf(dataset, order)).toEqual({ images: order.map(image), labels: order.map((index) => index % 10) });
    expect(await dataset.fingerprint()).toBe(await same.fingerprint());
    await dataset.close();
  });

  test("has its test set apart", async () => {
    const dataset = await openDataset(await folderOf(parent, FILES), "test");
    expect(await contentsOf(dataset)).toEqual({ images: [image(100), image(101)], labels: [9, 3] });
  });

  test.each<[string, Uint8Array, string]>([
    ["cut off", record(0).subarray(1), "has 3072 bytes, no whole number of records of 3073"],
    ["empty", new Uint8Array(0), "has 0 bytes, no whole number of records of 3073"],
    ["a label too large", joined(record(0), record(1, 10)), "label 10 of image 1 is none of the classes 0 … 9"],
  ])("is refused: %s", async (_, bytes, message) => {
    const folder = await folderOf(parent, { ...FILES, "data_batch_4.bin": bytes });
    expect(await refusal(openDataset(folder, "train"))).toContain(`${folder}/data_batch_4.bin: ${message}`);
    await (await openDataset(folder, "test")).close();
  });

  test("is refused without one of its batches", async () => {
    const folder = await folderOf(
      parent,
      Object.fromEntries(Object.entries(FILES).filter(([name]) => name !== "data_batch_2.bin")),
    );
    expect(await refusal(openDataset(folder, "train"))).toBe(
      `${folder}/data_batch_2.bin: no such file or folder: check the path`,
    );
  });
});
