import { readdir, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { isCifarFolder, openCifarFolder } from "./cifar.js";
import { DataError } from "./dataset.js";
import type { Dataset, Split } from "./dataset.js";
import { isIdxFolder, openIdxFolder } from "./idx-folder.js";
import { openImageFolder } from "./image-folder.js";
import { KNOWN_DATA } from "./known.js";
import { HELD_BYTES } from "./limits.js";
import { isNpyFolder, openNpyFile, openNpyFolder } from "./npy-source.js";
import { systemCode } from "../system/error.js";
import { readProblem } from "./problems.js";

export interface OpenOptions {
  /** Images of up to so many bytes together are held in memory, more are read from their files; `HELD_BYTES` where it is left out. */
  readonly mostHeld?: number;
}

/**
 * The data that `--data` names: a name of `KNOWN_DATA`; or a path, of a folder with the files of IDX, CIFAR-10 or NumPy, or with images, or of a .npy file.
 * A folder that is named like known data is `./mnist`.
 *
 * @throws DataError when there is no such data, or it is damaged
 */
export async function openDataset(source: string, split: Split, { mostHeld = HELD_BYTES }: OpenOptions = {}): Promise<Dataset> {
  const known = KNOWN_DATA.get(source.toLowerCase());
  if (known !== undefined) return await openFolder(known.folder(), { name: known.name, classes: known.classes, split, mostHeld });
  const status = await stat(source).catch((error: unknown) => {
    if (systemCode(error) === "ENOENT" && basename(source) === source) {
      throw new DataError(`${source}: is neither known data (${[...KNOWN_DATA.keys()].join(", ")}) nor a path: check the name`);
    }
    throw readProblem(source, error);
  });
  const options = { name: basename(resolve(source)), split, mostHeld };
  return status.isDirectory() ? await openFolder(source, options) : await openNpyFile(source, options);
}

interface FolderOptions {
  readonly name: string;
  readonly split: Split;
  readonly mostHeld: number;
  readonly classes?: number;
}

/** The names of its files say what a folder holds. */
async function openFolder(path: string, options: FolderOptions): Promise<Dataset> {
  const names = await readdir(path).catch((error: unknown) => {
    throw readProblem(path, error);
  });
  const entries = new Set(names);
  if (isIdxFolder(entries)) return await openIdxFolder({ path, entries }, options);
  if (isCifarFolder(entries)) return await openCifarFolder(path, options);
  if (isNpyFolder(entries)) return await openNpyFolder({ path, entries }, options);
  return await openImageFolder(path, options);
}
