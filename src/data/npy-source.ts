import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { epochOrder } from "./order.js";
import { assemble } from "./assemble.js";
import { DataError } from "./dataset.js";
import type { Dataset, Split } from "./dataset.js";
import { demandLabels, numberOfClasses } from "./labels.js";
import { openNpyImages, readNpyLabels } from "./npy.js";
import { choose } from "./subset.js";

/** The names of the arrays of a split in a folder: images, labels. */
const NAMES: Readonly<Record<Split, readonly (readonly [string, string])[]>> = {
  train: [
    ["train.npy", "train-labels.npy"],
    ["x_train.npy", "y_train.npy"],
  ],
  test: [
    ["test.npy", "test-labels.npy"],
    ["x_test.npy", "y_test.npy"],
  ],
};

export interface NpyOptions {
  readonly name: string;
  readonly split: Split;
  /** Images of up to so many bytes are held in memory. */
  readonly mostHeld: number;
}

export const isNpyFolder = (entries: ReadonlySet<string>): boolean =>
  Object.values(NAMES).some((names) => names.some(([images]) => entries.has(images)));

/**
 * A folder with arrays for training and test, with labels or without. There are as many classes as the training set's largest label says.
 *
 * @throws DataError when an array is missing or damaged
 */
export async function openNpyFolder(
  folder: { readonly path: string; readonly entries: ReadonlySet<string> },
  options: NpyOptions,
): Promise<Dataset> {
  const find = (split: Split): { images: string; labels: string | null } | null => {
    const [images, labels] = NAMES[split].find(([name]) => folder.entries.has(name)) ?? [];
    if (images === undefined || labels === undefined) return null;
    return { images: join(folder.path, images), labels: folder.entries.has(labels) ? join(folder.path, labels) : null };
  };
  const found = find(options.split);
  if (found === null) {
    throw new DataError(`${folder.path}: has no ${NAMES[options.split].map(([images]) => images).join(" or ")}: add it`);
  }
  const trainingLabels = find("train")?.labels ?? null;
  const classes =
    found.labels === null || trainingLabels === null ? undefined : numberOfClasses(await readNpyLabels(trainingLabels));
  return await openArrays(found.images, found.labels, options, classes);
}

/**
 * One array of images, `digits.npy`, with its labels in `digits-labels.npy` where that is there. A tenth of the images, always the same ones, are for test.
 *
 * @throws DataError when it is damaged, or has fewer than two images
 */
export async function openNpyFile(path: string, options: NpyOptions): Promise<Dataset> {
  const labels = path.replace(/(?:\.npy)?$/iu, "-labels.npy");
  const whole = await openArrays(path, existsSync(labels) ? labels : null, options);
  if (whole.count < 2) {
    await whole.close();
    throw new DataError(`${path}: has one image, which cannot be both for training and for test: save more`);
  }
  const order = epochOrder(whole.count, 0, 0);
  const testCount = Math.ceil(whole.count / 10);
  const chosen = options.split === "test" ? order.subarray(0, testCount) : order.subarray(testCount);
  return choose(whole, chosen.toSorted(), basename(path));
}

async function openArrays(
  path: string,
  labelsPath: string | null,
  { name, split, mostHeld }: NpyOptions,
  given?: number,
): Promise<Dataset> {
  const { shape, images } = await openNpyImages(path, mostHeld);
  try {
    const labels = labelsPath === null ? new Uint8Array(0) : await readNpyLabels(labelsPath, { path, count: images.count });
    const classes = given ?? numberOfClasses(labels);
    if (labelsPath !== null) demandLabels(labelsPath, labels, classes);
    return assemble({ name, split, shape, classes, labels, images });
  } catch (error) {
    await images.close();
    throw error;
  }
}
