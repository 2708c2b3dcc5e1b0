import { readdir, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { DataError } from "./dataset.js";
import type { Dataset, Split } from "./dataset.js";
import { isIdxFolder, openIdxFolder } from "./idx-folder.js";
import { KNOWN_DATA } from "./known.js";
import { HELD_BYTES } from "./limits.js";
import { readProblem, systemCode } from "./problems.js";

export interface OpenOptions {
  /** Images of up to so many bytes together are held in memory, more are read from their files; `HELD_BYTES` where it is left out. */
  readonly mostHeld?: number;
}

/**
 * The data that `--data` names: `mnist`, another name of `KNOWN_DATA`, or the path of a folder.
 *
 * @throws DataError when there is no such data, or it is damaged
 */
export async function openDataset(source: string, split: Split, { mostHeld = HELD_BYTES }: OpenOptions = {}): Promise<Dataset> {
  const known = KNOWN_DATA.get(source.toLowerCase());
  if (known !== undefined) return await openFolder(known.folder(), { ...known, split, mostHeld });
  await stat(source).catch((error: unknown) => {
    if (systemCode(error) === "ENOENT" && basename(source) === source) {
      throw new DataError(
        `${source}: is neither a known data set (${[...KNOWN_DATA.keys()].join(", ")}) nor a path: check the name`,
      );
    }
    throw readProblem(source, error);
  });
  const name = basename(resolve(source));
  return await openFolder(source, { name, split, mostHeld });
}

async function openFolder(
  path: string,
  options: { name: string; split: Split; mostHeld: number; classes?: number },
): Promise<Dataset> {
  const names = await readdir(path).catch((error: unknown) => {
    throw readProblem(path, error);
  });
  const entries = new Set(names);
  if (isIdxFolder(entries)) return await openIdxFolder({ path, entries }, options);
  throw new DataError(`${path}: holds no data that is known`);
}
