import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { DataError } from "../../src/data/dataset.js";
import { openDataset } from "../../src/data/open.js";
import { bytesOf, folderOf, joined, npyHeader, npyOf, SMALL_IDX, temporaryFolder } from "./files.js";
import { greyPng } from "./pictures.js";
import { contentsOf } from "./reading.js";

const parent = temporaryFolder();

/** A change of bytes: some of them are others, and some are cut off, added or left out. */
type Change = (bytes: Uint8Array) => Uint8Array;

/** Positions are fractions of the length; small ones, where headers are, come more often. */
const position = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 0.1, noNaN: true }));
const at = (bytes: Uint8Array, fraction: number): number => Math.min(bytes.length - 1, Math.floor(fraction * bytes.length));

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.array(fc.tuple(position, fc.nat(255)), { minLength: 1, maxLength: 4 }).map((edits) => (bytes: Uint8Array) => {
    const changed = bytes.slice();
    for (const [fraction, byte] of edits) changed[at(bytes, fraction)] = byte;
    return changed;
  }),
  position.map((fraction) => (bytes: Uint8Array) => bytes.subarray(0, at(bytes, fraction))),
  fc.uint8Array({ minLength: 1, maxLength: 20 }).map((more) => (bytes: Uint8Array) => joined(bytes, more)),
  fc.tuple(position, fc.integer({ min: 1, max: 9 })).map(([fraction, length]) => (bytes: Uint8Array) => {
    const start = at(bytes, fraction);
    return joined(bytes.subarray(0, start), bytes.subarray(start + length));
  }),
);

const IMAGES = "train-images-idx3-ubyte";
const LABELS = "train-labels-idx1-ubyte";
const cifar = Object.fromEntries(
  [1, 2, 3, 4, 5].map((batch) => [`data_batch_${batch}.bin`, bytesOf(2 * 3073, (index) => index % 10)]),
);
const floats = new Uint8Array(Float32Array.from({ length: 24 }, (_, index) => index / 255).buffer);

const FORMATS: readonly (readonly [string, Readonly<Record<string, Uint8Array>>, string])[] = [
  ["IDX images", SMALL_IDX, IMAGES],
  ["IDX labels", SMALL_IDX, LABELS],
  ["IDX images in gzip", { ...SMALL_IDX, [IMAGES]: gzipSync(SMALL_IDX[IMAGES]) }, IMAGES],
  ["CIFAR-10", cifar, "data_batch_1.bin"],
  ["an array", { "train.npy": npyOf(npyHeader("<f4", [4, 2, 3]), floats) }, "train.npy"],
  [
    "a PNG",
    { "train/a.png": await greyPng(9, 9, (pixel) => 3 * pixel), "train/b.png": await greyPng(9, 9, () => 0) },
    "train/a.png",
  ],
];

/** What comes of the data: images, which are whole, or a refusal. @throws whatever else is thrown */
async function outcome(folder: string, mostHeld: number): Promise<"read" | "refused"> {
  try {
    const dataset = await openDataset(folder, "train", { mostHeld });
    try {
      const { images, labels } = await contentsOf(dataset);
      expect(images.length).toBeGreaterThan(0);
      expect(images.flat().every((level) => level >= 0 && level <= 255)).toBe(true);
      expect(labels.every((label) => label < dataset.classes)).toBe(true);
      await dataset.fingerprint();
      return "read";
    } finally {
      await dataset.close();
    }
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    expect(error.message).toMatch(/^[^\n]+: [^\n]+: [^\n]+$/u);
    return "refused";
  }
}

describe("whatever becomes of a file, it is read or refused", () => {
  const runs = process.env.QEDMARK_FULL === "1" ? 5000 : 150;
  describe.each(FORMATS)("%s", async (_, files, name) => {
    const folder = await folderOf(parent, files);
    const file = join(folder, name);
    const original = files[name] ?? new Uint8Array(0);
    const seen = { read: 0, refused: 0 };

    test.prop([change, fc.constantFrom(0, 2 ** 20)], { numRuns: runs })("changed", async (apply, mostHeld) => {
      await writeFile(file, apply(original));
      seen[await outcome(folder, mostHeld)] += 1;
    });

    test("and the changes do lead to refusals", () => {
      expect(seen.refused).toBeGreaterThan(runs / 10);
    });
  });
});
