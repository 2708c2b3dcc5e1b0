import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

/** A folder for the files of one test file, removed after its tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "qedmark-data-"));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

let folders = 0;

/** A new folder below `parent` with these files, by their paths in it. */
export async function folderOf(parent: string, files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const folder = join(parent, `folder-${++folders}`);
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  return folder;
}

export function bytesOf(length: number, byte: (index: number) => number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => byte(index));
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function words(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, index) => {
    view.setUint32(4 * index, value);
  });
  return new Uint8Array(view.buffer);
}

interface IdxOptions {
  readonly magic?: number;
  readonly promise?: readonly number[];
  readonly byte?: (index: number) => number;
}

/** An IDX file of images: byte i of its values is `byte(i)`. `promise` is what its header says where it lies. */
export function idxImages(
  [count, height, width]: readonly [number, number, number],
  { magic = 0x0803, promise = [count, height, width], byte = (index) => (7 * index) % 256 }: IdxOptions = {},
): Uint8Array {
  return joined(words(magic, ...promise), bytesOf(count * height * width, byte));
}

export function idxLabels(labels: readonly number[], { magic = 0x0801, promise = labels.length } = {}): Uint8Array {
  return joined(words(magic, promise), Uint8Array.from(labels));
}

/** The four files of a small data set: 4 images of 2 × 3 and 2 of them. */
export const SMALL_IDX = {
  "train-images-idx3-ubyte": idxImages([4, 2, 3]),
  "train-labels-idx1-ubyte": idxLabels([0, 1, 2, 1]),
  "t10k-images-idx3-ubyte": idxImages([2, 2, 3], { byte: (index) => 255 - index }),
  "t10k-labels-idx1-ubyte": idxLabels([2, 0]),
} as const;

/** A .npy file with these values as bytes; `header` stands for the dictionary. */
export function npyOf(header: string, values: Uint8Array, { version = 1, magic = "\x93NUMPY", promise = -1 } = {}): Uint8Array {
  const prefix = version === 1 ? 10 : 12;
  const text = new TextEncoder().encode(`${header.padEnd(64 * Math.ceil((prefix + header.length + 1) / 64) - prefix - 1)}\n`);
  const start = new DataView(new ArrayBuffer(prefix));
  for (let index = 0; index < magic.length; index++) start.setUint8(index, magic.charCodeAt(index));
  start.setUint8(6, version);
  const length = promise < 0 ? text.length : promise;
  if (version === 1) start.setUint16(8, length, true);
  else start.setUint32(8, length, true);
  return joined(new Uint8Array(start.buffer), text, values);
}

export const npyHeader = (type: string, shape: readonly number[], fortran = false): string =>
  `{'descr': '${type}', 'fortran_order': ${fortran ? "True" : "False"}, 'shape': (${shape.join(", ")}${shape.length === 1 ? "," : ""}), }`;
