import { truncate } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openDataset } from "../../src/data/open.js";
import { bytesOf, folderOf, npyHeader, npyOf, temporaryFolder } from "./files.js";
import { contentsOf, refusal } from "./reading.js";
import type { Contents } from "./reading.js";

const parent = temporaryFolder();

type Files = Readonly<Record<string, Uint8Array>>;

const bytes = (view: ArrayBufferView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

/** 4 images of 2 × 3, as bytes in C's order. */
const LEVELS = bytesOf(24, (index) => (11 * index) % 256);
const expected = [0, 1, 2, 3].map((image) => [...LEVELS.subarray(6 * image, 6 * image + 6)]);

const small = (type: string, values: Uint8Array, options = {}): Uint8Array => npyOf(npyHeader(type, [4, 2, 3]), values, options);

async function read(files: Files, mostHeld?: number): Promise<Contents> {
  const dataset = await openDataset(await folderOf(parent, files), "train", mostHeld === undefined ? {} : { mostHeld });
  const contents = await contentsOf(dataset);
  await dataset.close();
  return contents;
}

describe("an array of NumPy", () => {
  const swapped = (view: ArrayBufferView, size: number): Uint8Array => {
    const copy = Buffer.from(bytes(view));
    if (size === 2) copy.swap16();
    else if (size === 4) copy.swap32();
    else copy.swap64();
    return new Uint8Array(copy);
  };

  test.each<[string, Uint8Array]>([
    ["|u1", LEVELS],
    ["<u2", bytes(Uint16Array.from(LEVELS))],
    [">u2", swapped(Uint16Array.from(LEVELS), 2)],
    ["<i2", bytes(Int16Array.from(LEVELS))],
    ["<i4", bytes(Int32Array.from(LEVELS))],
    [">i4", swapped(Int32Array.from(LEVELS), 4)],
    ["<u4", bytes(Uint32Array.from(LEVELS))],
    ["<i8", bytes(BigInt64Array.from(LEVELS, BigInt))],
    [">u8", swapped(BigUint64Array.from(LEVELS, BigInt), 8)],
    ["<f4", bytes(Float32Array.from(LEVELS))],
    ["<f4", bytes(Float32Array.from(LEVELS, (level) => level / 255))],
    ["<f4", bytes(Float32Array.from(LEVELS, (level) => Math.fround(level) * Math.fround(1 / 255)))],
    [
      ">f4",
      swapped(
        Float32Array.from(LEVELS, (level) => level / 255),
        4,
      ),
    ],
    ["<f8", bytes(Float64Array.from(LEVELS))],
    ["<f8", bytes(Float64Array.from(LEVELS, (level) => level / 255))],
    [
      ">f8",
      swapped(
        Float64Array.from(LEVELS, (level) => level / 255),
        8,
      ),
    ],
  ])("of type %s has the same images, held or not", async (type, values) => {
    for (const mostHeld of [24, 23]) {
      expect((await read({ "train.npy": small(type, values) }, mostHeld)).images).toEqual(expected);
    }
  });

  test("of booleans is black and white, and so is one of fractions 0 and 1", async () => {
    const bits = LEVELS.map((level) => level % 2);
    const blackAndWhite = expected.map((image) => image.map((level) => 255 * (level % 2)));
    expect((await read({ "train.npy": small("|b1", bits) })).images).toEqual(blackAndWhite);
    expect((await read({ "train.npy": small("<f4", bytes(Float32Array.from(bits))) })).images).toEqual(blackAndWhite);
  });

  test("may have a header of any version, in any order, in the ways that NumPy has written them", async () => {
    for (const version of [1, 2, 3])
      expect((await read({ "train.npy": small("|u1", LEVELS, { version }) })).images).toEqual(expected);
    for (const header of [
      `{"shape": (4L, 2L, 3L), "fortran_order": False, "descr": "|u1"}`,
      `{'shape':(4,2,3),'descr':'|u1','fortran_order':False}`,
    ]) {
      expect((await read({ "train.npy": npyOf(header, LEVELS) })).images).toEqual(expected);
    }
  });

  test("in Fortran's order has its axes the other way round", async () => {
    const fortran = bytesOf(24, (index) => {
      const [image, row, column] = [index % 4, Math.floor(index / 4) % 2, Math.floor(index / 8)];
      return LEVELS[6 * image + 3 * row + column] ?? 0;
    });
    expect((await read({ "train.npy": npyOf(npyHeader("|u1", [4, 2, 3], true), fortran) })).images).toEqual(expected);
  });

  test("with channels last or first gives images channel by channel", async () => {
    const channelsFirst = bytesOf(2 * 3 * 2 * 2, (index) => 10 * index);
    const channelsLast = bytesOf(24, (index) => {
      const [image, row, column, channel] = [
        Math.floor(index / 12),
        Math.floor(index / 6) % 2,
        Math.floor(index / 3) % 2,
        index % 3,
      ];
      return channelsFirst[12 * image + 4 * channel + 2 * row + column] ?? 0;
    });
    const images = [0, 1].map((image) => [...channelsFirst.subarray(12 * image, 12 * image + 12)]);
    for (const mostHeld of [24, 23]) {
      expect((await read({ "train.npy": npyOf(npyHeader("|u1", [2, 3, 2, 2]), channelsFirst) }, mostHeld)).images).toEqual(
        images,
      );
      expect((await read({ "train.npy": npyOf(npyHeader("|u1", [2, 2, 2, 3]), channelsLast) }, mostHeld)).images).toEqual(images);
    }
    expect((await read({ "train.npy": npyOf(npyHeader("|u1", [4, 2, 3, 1]), LEVELS) })).images).toEqual(expected);
  });

  test("may have labels, and the test set the classes of the training set", async () => {
    const labels = (type: string, values: ArrayBufferView, count = 4): Uint8Array =>
      npyOf(npyHeader(type, [count]), bytes(values));
    const files = {
      "x_train.npy": small("|u1", LEVELS),
      "y_train.npy": labels("<i8", BigInt64Array.of(5n, 0n, 1n, 7n)),
      "x_test.npy": npyOf(npyHeader("|u1", [2, 2, 3]), LEVELS.subarray(12)),
      "y_test.npy": labels("|u1", Uint8Array.of(2, 7), 2),
    };
    expect(await read(files)).toEqual({ images: expected, labels: [5, 0, 1, 7] });
    const folder = await folderOf(parent, files);
    const dataset = await openDataset(folder, "test");
    expect(dataset.classes).toBe(8);
    expect(await contentsOf(dataset)).toEqual({ images: expected.slice(2), labels: [2, 7] });
    const wrong = await folderOf(parent, { ...files, "y_test.npy": labels("|u1", Uint8Array.of(2, 8), 2) });
    expect(await refusal(openDataset(wrong, "test"))).toContain("y_test.npy: label 8 of image 1 is none of the classes 0 … 7");
  });

  test("that lies alone is divided: every image is in one split, with its label", async () => {
    const values = bytesOf(40, (index) => Math.floor(index / 2));
    const folder = await folderOf(parent, {
      "digits.npy": npyOf(npyHeader("|u1", [20, 1, 2]), values),
      "digits-labels.npy": npyOf(
        npyHeader("|u1", [20]),
        bytesOf(20, (index) => index),
      ),
    });
    const splits = await Promise.all((["train", "test"] as const).map((split) => openDataset(`${folder}/digits.npy`, split)));
    expect(splits.map(({ count, classes, name }) => [count, classes, name])).toEqual([
      [18, 20, "digits.npy"],
      [2, 20, "digits.npy"],
    ]);
    const contents = await Promise.all(splits.map((dataset) => contentsOf(dataset)));
    for (const { images, labels } of contents) expect(images).toEqual(labels.map((label) => [label, label]));
    expect(contents.flatMap(({ labels }) => labels).sort((a, b) => a - b)).toEqual([...bytesOf(20, (index) => index)]);
  });
});

describe("a refusal names the file and what to do", () => {
  const refuse = async (bytes: Uint8Array, others: Files = {}, mostHeld = 2 ** 20): Promise<string> => {
    const folder = await folderOf(parent, { "train.npy": bytes, ...others });
    return (await refusal(openDataset(folder, "train", { mostHeld }))).replaceAll(`${folder}/`, "");
  };
  const header = (text: string): Uint8Array => npyOf(text, LEVELS);
  const floats = (...values: readonly number[]): Uint8Array =>
    npyOf(npyHeader("<f4", [1, 1, values.length]), bytes(Float32Array.from(values)));
  const remedy = "save uint8 levels 0 … 255, bool, or floats that are multiples of 1/255 in 0 … 1";

  test.each<[string, Uint8Array, string]>([
    ["no .npy file", LEVELS, "is no .npy file: save the array with numpy.save, or give the folder of other files"],
    ["too short", LEVELS.subarray(0, 11), "has 11 bytes, too few for a .npy file: save it again"],
    ["of another version", small("|u1", LEVELS, { version: 4 }), "is of version 4 of the .npy format, not 1 … 3: save it again"],
    [
      "a header that is not there",
      small("|u1", LEVELS, { version: 2, promise: 0xffffffff }),
      "promises a header of 4294967295 bytes, too long for it: save it again",
    ],
    [
      "a header that goes on after the file",
      small("|u1", LEVELS, { promise: 5000 }),
      "promises a header of 5000 bytes, too long for it: save it again",
    ],
    [
      "a header of spaces",
      npyOf(npyHeader("|u1", [4, 2, 3]).padEnd(20_000), LEVELS),
      "promises a header of 20022 bytes, too long for it: save it again",
    ],
    ["cut off", small("|u1", LEVELS.subarray(1)), "is cut off: its header promises 152 bytes, it has 151: save it again"],
    [
      "longer",
      small("|u1", Uint8Array.of(...LEVELS, 0)),
      "is longer than it says: its header promises 152 bytes, it has 153: save it again",
    ],
    [
      "promises more than there is",
      header(npyHeader("|u1", [4294967295, 4294967295, 4294967295])),
      "is cut off: its header promises 7.9228162458924105e+28 bytes, it has 152: save it again",
    ],
    [
      "a number without end",
      header(npyHeader("|u1", [1]).replace("1,", `1${"0".repeat(400)},`)),
      "is cut off: its header promises Infinity bytes, it has 536: save it again",
    ],
    ["empty", npyOf(npyHeader("|u1", [0, 2, 3]), new Uint8Array(0)), "is empty (0 × 2 × 3): save an array with images"],
    ["objects", header(npyHeader("|O", [4, 2, 3])), "holds Python objects or records, not plain numbers: save an array of uint8"],
    [
      "records",
      header("{'descr': [('a', '<f4'), ('b', '|u1')], 'fortran_order': False, 'shape': (4,), }"),
      "holds Python objects or records, not plain numbers: save an array of uint8",
    ],
    [
      "complex numbers",
      header(npyHeader("<c8", [4, 2, 3])),
      "holds values of type <c8: save bool, int8 … int64, uint8 … uint64, float32 or float64",
    ],
    [
      "an expression",
      header("{'descr': '|u1', 'fortran_order': False, 'shape': (2 * 12,), }"),
      "its header is damaged: save it again",
    ],
    [
      "an unknown entry",
      header("{'descr': '|u1', 'fortran_order': False, 'shape': (24,), 'x': 'y'}"),
      "its header is damaged: save it again",
    ],
    ["an entry missing", header("{'descr': '|u1', 'shape': (24,)}"), "its header is damaged: save it again"],
    [
      "something after it",
      header("{'descr': '|u1', 'fortran_order': False, 'shape': (24,)} + x"),
      "its header is damaged: save it again",
    ],
    [
      "two axes",
      header(npyHeader("|u1", [4, 6])),
      "has the axes (4, 6): save (n, height, width), or a fourth axis of 1 or 3 channels",
    ],
    [
      "no axis of channels",
      header(npyHeader("|u1", [2, 2, 3, 2])),
      "has the axes (2, 2, 3, 2), no axis of 1 or 3 channels: save (n, height, width, channels) with 1 or 3 channels",
    ],
    [
      "two axes of channels",
      header(npyHeader("|u1", [4, 3, 2, 1])),
      "has the axes (4, 3, 2, 1), two axes that may be the channels: save (n, height, width, channels) with 1 or 3 channels",
    ],
    ["not a number", floats(0, NaN, 1), `value NaN (number 1 of the file) is no grey level: ${remedy}`],
    ["between −1 and 1", floats(-1, 0, 1), `value -1 (number 0 of the file) is no grey level: ${remedy}`],
    ["integers below 0", small("|i1", LEVELS), `value -124 (number 12 of the file) is no grey level: ${remedy}`],
    ["negative", floats(-0.5, 0.5, 1), `value -0.5 (number 0 of the file) is no grey level: ${remedy}`],
    [
      "between levels",
      floats(0, 1 / 255, 1.5 / 255),
      `value ${Math.fround(1.5 / 255)} (number 2 of the file) is no grey level: ${remedy}`,
    ],
    ["between levels up to 255", floats(0, 200, 0.5), `value 0.5 (number 2 of the file) is no grey level: ${remedy}`],
    ["too large", floats(0, 256), `value 256 (number 1 of the file) is no grey level: ${remedy}`],
    [
      "integers too large",
      small("<i2", bytes(Int16Array.from(LEVELS, (level) => level + 1000))),
      `value 1000 (number 0 of the file) is no grey level: ${remedy}`,
    ],
    [
      "a bool that is 2",
      small(
        "|b1",
        LEVELS.map((level) => level % 3),
      ),
      `value 2 (number 1 of the file) is no grey level, nor true or false: ${remedy}`,
    ],
    [
      "whole numbers 0 and 1",
      small(
        "|u1",
        LEVELS.map((level) => level % 2),
      ),
      `holds whole numbers 0 and 1 only, nearly black as levels: ${remedy}`,
    ],
  ])("%s", async (_, bytes, message) => {
    expect(await refuse(bytes)).toBe(`train.npy: ${message}`);
  });

  test("images without end", async () => {
    const folder = await folderOf(parent, { "train.npy": npyOf(npyHeader("|u1", [1, 4097, 4097]), new Uint8Array(0)) });
    await truncate(join(folder, "train.npy"), 128 + 4097 ** 2);
    expect(await refusal(openDataset(folder, "train"))).toBe(
      `${folder}/train.npy: holds images of 4097 × 4097 pixels, more than 16777216: make them smaller`,
    );
  });

  test("too large in Fortran's order", async () => {
    expect(await refuse(npyOf(npyHeader("|u1", [4, 2, 3], true), LEVELS), {}, 151)).toBe(
      "train.npy: is too large to be read in Fortran's order: save numpy.ascontiguousarray of it",
    );
  });

  test.each<[string, Uint8Array, string]>([
    [
      "too few",
      npyOf(npyHeader("|u1", [3]), Uint8Array.of(0, 1, 2)),
      "has 3 labels, but train.npy has 4 images: save both again",
    ],
    [
      "two axes",
      npyOf(npyHeader("|u1", [4, 1]), Uint8Array.of(0, 1, 2, 3)),
      "is no list of labels: save whole numbers in one axis",
    ],
    [
      "fractions",
      npyOf(npyHeader("<f4", [4]), bytes(Float32Array.of(0, 1, 2, 3))),
      "is no list of labels: save whole numbers in one axis",
    ],
    [
      "negative",
      npyOf(npyHeader("|i1", [4]), Uint8Array.of(0, 1, 255, 3)),
      "label -1 of image 2 is not in 0 … 255: number the classes from 0",
    ],
    [
      "too large",
      npyOf(npyHeader("<i2", [4]), bytes(Int16Array.of(0, 256, 1, 2))),
      "label 256 of image 1 is not in 0 … 255: number the classes from 0",
    ],
  ])("labels: %s", async (_, labels, message) => {
    expect(await refuse(small("|u1", LEVELS), { "train-labels.npy": labels })).toBe(`train-labels.npy: ${message}`);
  });

  test("no array of the split", async () => {
    const folder = await folderOf(parent, { "x_train.npy": small("|u1", LEVELS) });
    expect(await refusal(openDataset(folder, "test"))).toBe(`${folder}: has no test.npy or x_test.npy: add it`);
  });

  test("one image for two splits", async () => {
    const folder = await folderOf(parent, { "a.npy": npyOf(npyHeader("|u1", [1, 4, 6]), LEVELS) });
    expect(await refusal(openDataset(`${folder}/a.npy`, "train"))).toBe(
      `${folder}/a.npy: has one image, which cannot be both for training and for test: save more`,
    );
  });
});
