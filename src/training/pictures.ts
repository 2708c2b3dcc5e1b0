import type { Dataset } from "../data/dataset.js";
import { bytesPerImage } from "../data/dataset.js";
import type { ImageSize } from "../models/index.js";
import { keyedRandom } from "../numbers/random.js";
import { pairedRows } from "../runs/grids.js";
import { range } from "./batch-runner.js";
import type { Showing } from "./batch-runner.js";
import type { Codes, Coder } from "./coding.js";

/** Images in rows. */
export interface ImageRows {
  /** One after another, values from 0 to 1. */
  readonly images: Float32Array;
  readonly count: number;
  readonly columns: number;
}

export const COLUMNS = 10;

/** The classes of images for a grid: each column is one where they fit, else they come in turn, unless one is named for all. Null for a model that sees none. */
export function labelsInColumns(count: number, classes: number, only: number | null): Uint8Array | null {
  if (classes === 0) return null;
  return Uint8Array.from({ length: count }, (_, i) => only ?? (classes > COLUMNS ? i % classes : (i % COLUMNS) % classes));
}

/** Codes drawn from N(0, I), decoded: for a model that sees classes, each column is one, unless one is named for all. */
export async function drawnImages(coder: Coder, count: number, seed: number, label: number | null = null): Promise<ImageRows> {
  const labels = labelsInColumns(count, coder.classes, label) ?? new Uint8Array(count);
  const images = await coder.decode(standardNormal(count * coder.dimensions, "samples", seed), labels);
  return { images, count, columns: COLUMNS };
}

/** The first images of a dataset as they are, as many as there are up to a number. */
export async function firstImages(dataset: Dataset, most: number): Promise<Pick<ImageRows, "images" | "count">> {
  const indices = range(dataset, 0, most);
  const bytes = new Uint8Array(indices.length * bytesPerImage(dataset.shape));
  await dataset.read(indices, bytes, new Uint8Array(indices.length));
  return { images: Float32Array.from(bytes, (level) => level / 255), count: indices.length };
}

/** Images of the dataset, its first ones, in whole rows, each row above their reconstructions from the means of their codes. */
export async function reconstructedImages(
  coder: Pick<Coder, "encode" | "decode">,
  dataset: Dataset,
  rows: number,
  showing: Showing,
): Promise<ImageRows> {
  const columns = Math.min(COLUMNS, dataset.count);
  const count = columns * Math.min(rows, Math.floor(dataset.count / columns));
  const { values, labels } = await coder.encode(dataset, count, showing);
  const decoded = await coder.decode(values, labels);
  const original = await firstImages(dataset, count);
  const images = pairedRows(original.images, decoded, columns * bytesPerImage(dataset.shape));
  return { images, count: 2 * count, columns };
}

/** How far a traversal goes, in standard deviations of the prior. */
const REACH = 3;

/** The first image's code, with one of its dimensions moved from −3 to 3: a row for each of those dimensions whose codes vary most. */
export async function traversedImages(coder: Coder, codes: Codes, rows: number): Promise<ImageRows> {
  const dimensions = byVariance(codes).slice(0, rows);
  const base = codes.values.subarray(0, codes.dimensions);
  const moved = dimensions.flatMap((dimension) =>
    Array.from({ length: COLUMNS + 1 }, (_, i) =>
      base.map((value, own) => (own === dimension ? -REACH + (2 * REACH * i) / COLUMNS : value)),
    ),
  );
  const count = moved.length;
  const labels = new Uint8Array(count).fill(codes.labels[0] ?? 0);
  const images = await coder.decode(Float32Array.from(moved.flatMap((code) => [...code])), labels);
  return { images, count, columns: COLUMNS + 1 };
}

const MANIFOLD = 20;
/** The quantile of the normal distribution at which the grid ends. */
const EDGE = 2.2;

/** A plane of codes, decoded on a grid from −2.2 to 2.2. @throws RangeError unless codes have two dimensions */
export async function manifoldImages(coder: Coder): Promise<ImageRows> {
  if (coder.dimensions !== 2) throw new RangeError(`codes of ${coder.dimensions} dimensions are no plane`);
  const place = (i: number): number => EDGE * ((2 * i) / (MANIFOLD - 1) - 1);
  const count = MANIFOLD ** 2;
  const codes = Float32Array.from({ length: 2 * count }, (_, i) => {
    const cell = i >> 1;
    return i % 2 === 0 ? place(cell % MANIFOLD) : -place(Math.floor(cell / MANIFOLD));
  });
  return { images: await coder.decode(codes, new Uint8Array(count)), count, columns: MANIFOLD };
}

/** Two coordinates of each code: those whose codes vary most. */
export function planeOf(codes: Codes): { readonly dimensions: readonly [number, number]; readonly values: Float32Array } {
  const [first = 0, second = 0] = byVariance(codes);
  const count = codes.labels.length;
  const values = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    values[2 * i] = codes.values[i * codes.dimensions + first] ?? NaN;
    values[2 * i + 1] = codes.values[i * codes.dimensions + second] ?? NaN;
  }
  return { dimensions: [first, second], values };
}

/** The dimensions of codes from the one that varies most on. */
function byVariance({ dimensions, values, labels }: Codes): readonly number[] {
  const count = labels.length;
  const variances = Array.from({ length: dimensions }, (_, dimension) => {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < count; i++) {
      const value = values[i * dimensions + dimension] ?? 0;
      sum += value;
      squares += value ** 2;
    }
    return squares / count - (sum / count) ** 2;
  });
  return [...variances.keys()].sort((a, b) => (variances[b] ?? 0) - (variances[a] ?? 0));
}

/** Independent standard normal values that follow from the use and the seed: Box and Muller, A note on the generation of random normal deviates (1958). */
export function standardNormal(count: number, use: string, seed: number): Float32Array {
  const random = keyedRandom(use, seed);
  return Float32Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log1p(-random.uniform()));
    return radius * Math.cos(2 * Math.PI * random.uniform());
  });
}

/** How blurred images are: the mean square of the differences between neighbouring values, across and down. Sharp edges make it large. */
export function sharpness(
  { images, count }: Pick<ImageRows, "images" | "count">,
  { channels, height, width }: ImageSize,
): number {
  let [sum, pairs] = [0, 0];
  const at = (i: number): number => images[i] ?? 0;
  for (let plane = 0; plane < count * channels; plane++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const place = (plane * height + y) * width + x;
        if (x + 1 < width) sum += (at(place + 1) - at(place)) ** 2;
        if (y + 1 < height) sum += (at(place + width) - at(place)) ** 2;
        pairs += (x + 1 < width ? 1 : 0) + (y + 1 < height ? 1 : 0);
      }
    }
  }
  return sum / pairs;
}
