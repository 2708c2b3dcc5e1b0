import { open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { problemOf } from "./problem.js";

/** The end of the name of a file that is being written. Nothing reads such a file. */
const PARTIAL = ".partial";

/**
 * Writes a file so that, whenever the process or the machine stops, its path holds either all of the new content or what was there before. Once the promise
 * is fulfilled the new content stands on the disk. One writer a path at a time.
 *
 * @throws RunError when it cannot be written; what was there before is as it was
 */
export async function writeAtomically(path: string, content: Uint8Array | string): Promise<void> {
  const partial = path + PARTIAL;
  try {
    const file = await open(partial, "w");
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw problemOf(path, error);
  }
}

/** Puts the names in a folder on the disk. Windows does so by itself, and cannot be asked to. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes what a writer that was killed has left of its unfinished files. No other writer works in the folder. */
export async function removePartialFiles(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.endsWith(PARTIAL)) await rm(join(folder, name));
  }
}
