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
  /** Below the folder: `cats/1.png`. */
  readonly names: readonly string[];
  /** One a file; empty where there are no classes. */
  readonly labels: Uint8Array;
  /** The names of the sub-folders, sorted; empty where the images lie in the folder itself. */
  readonly classes: readonly string[];
}

/**
 * The images of a split: those of the sub-folder `train` or `test`, or where there is neither, of the folder itself, a tenth of them for test: those whose
 * names have the smallest hashes. A class is a sub-folder with images.
 *
 * @throws DataError when there are none, or some lie in classes and others do not
 */
export async function listImages(folder: string, split: Split): Promise<ImageList & { readonly folder: string }> {
  const { folders } = await entriesOf(folder);
  if (!folders.includes("train") && !folders.includes("test"))
    return { folder, ...divide(folder, await listClasses(folder), split) };
  if (!folders.includes(split)) throw new DataError(`${folder}: has no folder ${split}: add it`);
  const list = await listClasses(join(folder, split));
  if (split === "train" || !folders.includes("train")) return { folder: join(folder, split), ...list };
  const { folders: classes } = await entriesOf(join(folder, "train"));
  const unknown = list.classes.find((name) => !classes.includes(name));
  if (unknown !== undefined || (classes.length > 0 && list.classes.length === 0)) {
    throw new DataError(
      `${join(folder, "test")}: has ${unknown === undefined ? "no classes" : `the class ${unknown}`}, unlike train: give both the same`,
    );
  }
  const labels = list.labels.map((label) => classes.indexOf(list.classes[label] ?? ""));
  return { folder: join(folder, split), names: list.names, labels, classes };
}

async function listClasses(folder: string): Promise<ImageList> {
  const { folders: classes, images: loose } = await entriesOf(folder);
  if (classes.length === 0 && loose.length === 0) {
    throw new DataError(`${folder}: holds no images (${IMAGE_FORMATS}), nor a folder with them for each class: check the path`);
  }
  const [first] = loose;
  if (classes.length === 0 || first === undefined) {
    if (classes.length > MOST_CLASSES)
      throw new DataError(`${folder}: has ${classes.length} classes, more than ${MOST_CLASSES}: join some`);
    const lists = await Promise.all(classes.map((name) => entriesOf(join(folder, name))));
    const empty = classes.find((_, label) => lists[label]?.images.length === 0);
    if (empty !== undefined)
      throw new DataError(`${join(folder, empty)}: holds no images (${IMAGE_FORMATS}): add some, or remove the folder`);
    const ofClasses = lists.flatMap(({ images }, label) =>
      images.map((image) => ({ name: `${classes[label] ?? ""}/${image}`, label })),
    );
    return {
      names: [...loose, ...ofClasses.map(({ name }) => name)],
      labels: Uint8Array.from(ofClasses, ({ label }) => label),
      classes,
    };
  }
  throw new DataError(`${join(folder, first)}: lies beside folders of classes (${classes.join(", ")}): move it into one of them`);
}

function divide(folder: string, { names, labels, classes }: ImageList, split: Split): ImageList {
  if (names.length < 2) throw new DataError(`${folder}: has one image, which cannot be both for training and for test: add more`);
  const ranked = names.map((name, index) => ({ index, hash: hash128(name) }));
  ranked.sort((a, b) => (a.hash[0] ?? 0) - (b.hash[0] ?? 0) || (a.hash[1] ?? 0) - (b.hash[1] ?? 0));
  const testCount = Math.ceil(names.length / 10);
  const chosen = split === "test" ? ranked.slice(0, testCount) : ranked.slice(testCount);
  const indices = chosen.map(({ index }) => index).sort((a, b) => a - b);
  return {
    names: indices.map((index) => names[index] ?? ""),
    labels: labels.length === 0 ? labels : Uint8Array.from(indices, (index) => labels[index] ?? 0),
    classes,
  };
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
