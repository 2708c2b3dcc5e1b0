import { join } from "node:path";
import { assemble } from "./assemble.js";
import { DataError } from "./dataset.js";
import type { Dataset, ImageShape, Split } from "./dataset.js";
import { openFile } from "./file.js";
import type { DataFile } from "./file.js";
import { filedImages, heldImages, joinedImages } from "./images.js";
import { demandLabels } from "./labels.js";

/* The binary version of CIFAR-10: records of a label and an image of 3 × 32 × 32, channel by channel, row by row, and nothing else. */

const SHAPE: ImageShape = { channels: 3, height: 32, width: 32 };
const IMAGE_BYTES = 3 * 32 * 32;
const RECORD_BYTES = 1 + IMAGE_BYTES;
const CLASSES = 10;

const FILES: Readonly<Record<Split, readonly string[]>> = {
  train: [1, 2, 3, 4, 5].map((number) => `data_batch_${number}.bin`),
  test: ["test_batch.bin"],
};

export const isCifarFolder = (entries: ReadonlySet<string>): boolean =>
  Object.values(FILES).some((names) => names.some((name) => entries.has(name)));

/** @throws DataError when a file is missing, has no whole number of records, or a label that is none of the ten classes */
export async function openCifarFolder(folder: string, { name, split, mostHeld }: CifarOptions): Promise<Dataset> {
  const files: DataFile[] = [];
  try {
    for (const file of FILES[split]) files.push(await openFile(join(folder, file)));
    const counts = files.map(countOf);
    const count = counts.reduce((total, records) => total + records, 0);
    const held = count * IMAGE_BYTES <= mostHeld ? new Uint8Array(count * IMAGE_BYTES) : null;
    const labels = new Uint8Array(count);
    let first = 0;
    for (const [index, file] of files.entries()) {
      const records = counts[index] ?? 0;
      await readRecords(file, labels.subarray(first, first + records), held?.subarray(first * IMAGE_BYTES) ?? null);
      first += records;
    }
    const images =
      held === null
        ? joinedImages(
            files.map((file) =>
              filedImages(file, { count: countOf(file), byteLength: IMAGE_BYTES, start: 1, stride: RECORD_BYTES }),
            ),
          )
        : heldImages(held, IMAGE_BYTES);
    if (held !== null) await closeAll(files);
    return assemble({ name, split, shape: SHAPE, classes: CLASSES, labels, images });
  } catch (error) {
    await closeAll(files);
    throw error;
  }
}

export interface CifarOptions {
  readonly name: string;
  readonly split: Split;
  /** Images of up to so many bytes are held in memory. */
  readonly mostHeld: number;
}

function countOf({ path, byteLength }: DataFile): number {
  if (byteLength > 0 && byteLength % RECORD_BYTES === 0) return byteLength / RECORD_BYTES;
  throw new DataError(
    `${path}: has ${byteLength} bytes, no whole number of records of ${RECORD_BYTES}: get CIFAR-10's binary version again`,
  );
}

const RECORDS_PER_BLOCK = 512;

/** The labels of a file, as many as there are, and its images if they are wanted. @throws DataError on a label that is none of the ten classes */
async function readRecords(file: DataFile, labels: Uint8Array, images: Uint8Array | null): Promise<void> {
  const block = new Uint8Array(Math.min(RECORDS_PER_BLOCK, labels.length) * RECORD_BYTES);
  for (let first = 0; first < labels.length; first += RECORDS_PER_BLOCK) {
    const records = Math.min(RECORDS_PER_BLOCK, labels.length - first);
    const bytes = block.subarray(0, records * RECORD_BYTES);
    await file.read(first * RECORD_BYTES, bytes);
    for (let record = 0; record < records; record++) {
      const start = record * RECORD_BYTES;
      labels[first + record] = bytes[start] ?? 0;
      images?.set(bytes.subarray(start + 1, start + RECORD_BYTES), (first + record) * IMAGE_BYTES);
    }
  }
  demandLabels(file.path, labels, CLASSES);
}

async function closeAll(files: readonly DataFile[]): Promise<void> {
  await Promise.all(files.map((file) => file.close()));
}
