import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { hash128 } from "../numbers/hash.js";
import { DataError } from "./dataset.js";
import type { Split } from "./dataset.js";
import { IMAGE_FORMATS, isImageName } from "./image-file.js";
import { MOST_CLASSES } from "./limits.js";
import { readProblem } from "./problems.js";

/** Files of images, sorted by class and name. */
export interface ImageList {
  /** Below the folder of the split: `cats/1.png`. */
  readonly names: readonly string[];
  readonly paths: readonly string[];
  /** One a file; empty where there are no classes. */
  readonly labels: Uint8Array;
  /** The names of the sub-folders, sorted; empty where the images lie in the folder itself. */
  readonly classes: readonly string[];
}

/**
 * The images in the sub-folders `train` and `test`: null where one of them is not there. Where there is neither, those of the folder itself, of which a tenth
 * is for test: those whose names have the smallest hashes. A class is a sub-folder with images; the test set's classes are those of the training set.
 *
 * @throws DataError when there are no images, some lie in classes and others do not, or the splits have not the same classes
 */
export async function listImages(folder: string): Promise<Readonly<Record<Split, ImageList | null>>> {
  const { folders } = await entriesOf(folder);
  const listOf = async (split: Split): Promise<ImageList | null> =>
    folders.includes(split) ? await listClasses(join(folder, split)) : null;
  const [train, test] = [await listOf("train"), await listOf("test")];
  if (train === null && test === null) return divide(folder, await listClasses(folder));
  if (train === null || test === null) return { train, test };
  const unknown = test.classes.find((name) => !train.classes.includes(name));
  if (unknown !== undefined || (train.classes.length > 0 && test.classes.length === 0)) {
    const what = unknown === undefined ? "no folders of classes" : `a class ${unknown}`;
    throw new DataError(`${join(folder, "test")}: has ${what}, unlike ${join(folder, "train")}: give both the same classes`);
  }
  const labels = test.labels.map((label) => train.classes.indexOf(test.classes[label] ?? ""));
  return { train, test: { ...test, labels, classes: train.classes } };
}

async function listClasses(folder: string): Promise<ImageList> {
  const { folders: classes, images: loose } = await entriesOf(folder);
  const [first] = loose;
  if (classes.length === 0) {
    if (first === undefined)
      throw new DataError(`${folder}: holds no images (${IMAGE_FORMATS}), nor folders with them: check the path`);
    return { names: loose, paths: loose.map((name) => join(folder, name)), labels: new Uint8Array(0), classes };
  }
  if (first !== undefined)
    throw new DataError(`${join(folder, first)}: lies beside folders of classes: move it into one of them`);
  if (classes.length > MOST_CLASSES) {
    throw new DataError(`${folder}: has ${classes.length} classes, more than ${MOST_CLASSES}: join some`);
  }
  const files: { readonly name: string; readonly label: number }[] = [];
  for (const [label, name] of classes.entries()) {
    const { images } = await entriesOf(join(folder, name));
    if (images.length === 0)
      throw new DataError(`${join(folder, name)}: holds no images (${IMAGE_FORMATS}): add some, or remove the folder`);
    for (const image of images) files.push({ name: `${name}/${image}`, label });
  }
  const names = files.map(({ name }) => name);
  return { names, paths: names.map((name) => join(folder, name)), labels: Uint8Array.from(files, ({ label }) => label), classes };
}

function divide(folder: string, list: ImageList): Record<Split, ImageList> {
  const count = list.names.length;
  if (count < 2) throw new DataError(`${folder}: has one image, which cannot be both for training and for test: add more`);
  const ranked = list.names.map((name, index) => ({ index, hash: hash128(name) }));
  ranked.sort((a, b) => (a.hash[0] ?? 0) - (b.hash[0] ?? 0) || (a.hash[1] ?? 0) - (b.hash[1] ?? 0));
  const isTest = new Set(ranked.slice(0, Math.ceil(count / 10)).map(({ index }) => index));
  const part = (wanted: boolean): ImageList => ({
    names: list.names.filter((_, index) => isTest.has(index) === wanted),
    paths: list.paths.filter((_, index) => isTest.has(index) === wanted),
    labels: list.labels.filter((_, index) => isTest.has(index) === wanted),
    classes: list.classes,
  });
  return { train: part(false), test: part(true) };
}

/** The sub-folders and images of a folder, sorted, links followed; hidden ones are passed over. @throws DataError when one cannot be read */
async function entriesOf(folder: string): Promise<{ readonly folders: readonly string[]; readonly images: readonly string[] }> {
  const folders: string[] = [];
  const images: string[] = [];
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw readProblem(folder, error);
  });
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue;
    const path = join(folder, entry.name);
    const target = entry.isSymbolicLink()
      ? await stat(path).catch((error: unknown) => {
          throw readProblem(path, error);
        })
      : entry;
    if (target.isDirectory()) folders.push(entry.name);
    else if (isImageName(entry.name)) images.push(entry.name);
  }
  return { folders: folders.sort(), images: images.sort() };
}
