import { createHash } from "node:crypto";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DataError } from "../../src/data/dataset.js";
import type { Split } from "../../src/data/dataset.js";
import { readProblem } from "../../src/data/problems.js";
import { systemCode, systemProblem } from "../../src/system/error.js";
import type { Reasons } from "../../src/system/error.js";
import { counts, divide } from "./divide.js";
import { groupKin, NEAR_LEVELS } from "./kin.js";
import { readPackage, SOURCE } from "./package.js";
import type { Emoji } from "./package.js";
import { encodePicture, readPicture, SIDE } from "./picture.js";

export const TERMS = `Pictures: Twemoji (https://github.com/jdecked/twemoji, v16.0.1), by Twitter, Inc and other contributors,
under CC BY 4.0: https://creativecommons.org/licenses/by/4.0/
Taken from the npm package ${SOURCE.name} ${SOURCE.version} (https://github.com/iamcal/emoji-data), whose list of categories is
Copyright (c) 2013 Cal Henderson, under the MIT License.

Changes: laid on white, made smaller from 64 x 64 to ${SIDE} x ${SIDE} pixels (each the mean of four), sorted into folders by category.
Copies of another picture and the five swatches of skin tones are left out. Variants of one emoji (skin tone, gender, hair, direction)
and near copies (at most ${NEAR_LEVELS} of 255 levels apart in the mean) are together in train or together in test.
`;

export interface ClassCounts {
  readonly name: string;
  readonly train: number;
  readonly test: number;
}

export interface Written {
  readonly classes: readonly ClassCounts[];
  /** Pictures that are copies of another one, pixel by pixel, and were left out. */
  readonly copies: number;
  /** Emoji with their variants and near copies. */
  readonly groups: number;
  /** SHA-256, in hexadecimal, of the lines that `sha256sum` prints for the files in the order of their paths. */
  readonly sha256: string;
}

/**
 * Makes a folder of images, as `--data` reads it, of an unpacked package: `train` and `test`, in them a folder for each category, and `TERMS.txt`.
 * Nothing is written before all pictures are read.
 *
 * @throws DataError when the package cannot be read, or the folder is not empty or cannot be written
 */
export async function writeEmojiFolder(folder: string, packageFolder: string): Promise<Written> {
  await demandEmpty(folder);
  const { pictures, copies } = await distinctPictures(await readPackage(packageFolder));
  const groups = groupKin(pictures);
  const splits = divide(groups);
  const files = new Map<string, Uint8Array>([["TERMS.txt", new TextEncoder().encode(TERMS)]]);
  for (const split of ["train", "test"] as const satisfies readonly Split[]) {
    for (const { codes, category, pixels } of splits[split])
      files.set(`${split}/${folderName(category)}/${codes}.png`, await encodePicture(pixels));
  }
  await writeFiles(folder, files);
  const [train, test] = [counts(splits.train), counts(splits.test)];
  const classes = [...train].map(([category, count]) => ({
    name: folderName(category),
    train: count,
    test: test.get(category) ?? 0,
  }));
  classes.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { classes, copies, groups: groups.length, sha256: digest(files) };
}

/** `Food & Drink`: `food-and-drink`. */
const folderName = (category: string): string =>
  category
    .toLowerCase()
    .replaceAll("&", "and")
    .replaceAll(/[^a-z]+/gu, "-");

async function distinctPictures(
  emoji: readonly Emoji[],
): Promise<{ readonly pictures: readonly (Emoji & { readonly pixels: Uint8Array })[]; readonly copies: number }> {
  const distinct = new Map<string, Emoji & { readonly pixels: Uint8Array }>();
  for (const one of emoji) {
    const pixels = await readPicture(one.path);
    const content = createHash("sha256").update(pixels).digest("hex");
    if (!distinct.has(content)) distinct.set(content, { ...one, pixels });
  }
  return { pictures: [...distinct.values()], copies: emoji.length - distinct.size };
}

async function demandEmpty(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (systemCode(error) === "ENOENT") return [];
    throw readProblem(folder, error);
  });
  if (names.length > 0) throw new DataError(`${folder}: has files in it: name a new folder`);
}

const WRITING: Reasons = {
  EACCES: "no permission to write it: choose another folder",
  ENOSPC: "no room on the disk: make some, or choose another folder",
  EROFS: "nothing can be written there: choose another folder",
};

async function writeFiles(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const [name, bytes] of files) {
    const path = join(folder, name);
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
    } catch (error) {
      const problem = systemProblem(path, error, WRITING);
      throw problem === null ? error : new DataError(problem, { cause: error });
    }
  }
}

function digest(files: ReadonlyMap<string, Uint8Array>): string {
  const all = createHash("sha256");
  for (const [name, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    all.update(`${createHash("sha256").update(bytes).digest("hex")}  ${name}\n`);
  return all.digest("hex");
}
