import { join } from "node:path";
import { assemble } from "./assemble.js";
import { DataError } from "./dataset.js";
import type { Dataset, Split } from "./dataset.js";
import { openIdxImages, readIdxLabels } from "./idx.js";
import { demandLabels, numberOfClasses } from "./labels.js";

const PREFIX: Readonly<Record<Split, string>> = { train: "train", test: "t10k" };

/** The names under which these files go round; a plain one is preferred to a compressed one. */
function namesOf(split: Split, what: "images-idx3" | "labels-idx1"): readonly string[] {
  const plain = [`${PREFIX[split]}-${what}-ubyte`, `${PREFIX[split]}-${what.replace("-idx", ".idx")}-ubyte`];
  return [...plain, ...plain.map((name) => `${name}.gz`)];
}

/** Whether a folder of these names has the images of a split in IDX files. */
export const isIdxFolder = (entries: ReadonlySet<string>): boolean =>
  [...namesOf("train", "images-idx3"), ...namesOf("test", "images-idx3")].some((name) => entries.has(name));

/**
 * A folder with the four files of MNIST, Fashion-MNIST and their like. Without a given number of classes it is one more than the largest label of the
 * training set, or of the test set where there is no other.
 *
 * @throws DataError when a file is missing or holds not what it should
 */
export async function openIdxFolder(
  folder: { readonly path: string; readonly entries: ReadonlySet<string> },
  { name, split, mostHeld, classes: given }: IdxFolderOptions,
): Promise<Dataset> {
  const find = (of: Split, what: "images-idx3" | "labels-idx1"): string | null => {
    const found = namesOf(of, what).find((candidate) => folder.entries.has(candidate));
    return found === undefined ? null : join(folder.path, found);
  };
  const path = find(split, "images-idx3");
  if (path === null) throw missing(folder.path, namesOf(split, "images-idx3"));
  const labelsPath = find(split, "labels-idx1");
  if (labelsPath === null) throw missing(folder.path, namesOf(split, "labels-idx1"));
  const { shape, images } = await openIdxImages(path, mostHeld);
  try {
    const labels = await readIdxLabels(labelsPath, { path, count: images.count });
    const trainingLabels = split === "train" ? null : find("train", "labels-idx1");
    const classes = given ?? numberOfClasses(trainingLabels === null ? labels : await readIdxLabels(trainingLabels));
    demandLabels(labelsPath, labels, classes);
    return assemble({ name, split, shape, classes, labels, images });
  } catch (error) {
    await images.close();
    throw error;
  }
}

export interface IdxFolderOptions {
  readonly name: string;
  readonly split: Split;
  /** Images of up to so many bytes are held in memory. */
  readonly mostHeld: number;
  readonly classes?: number;
}

const missing = (folder: string, names: readonly string[]): DataError =>
  new DataError(`${folder}: has no file ${names[0] ?? ""} (or ${names.slice(1).join(", ")}): add it`);
