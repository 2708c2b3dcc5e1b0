import { existsSync } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { systemCode } from "../system/error.js";
import { pathProblem, RequestError } from "./errors.js";
import type { Io } from "./io.js";

/**
 * Writes a file that is not there yet; nothing is overwritten, and nothing is left of what cannot be written whole.
 *
 * @throws RequestError when there is something, or it cannot be written
 */
export async function writeNew(path: string, content: Uint8Array, io: Io): Promise<void> {
  const absolute = resolve(io.folder, path);
  try {
    await mkdir(dirname(absolute), { recursive: true }).catch((error: unknown) => {
      if (systemCode(error) !== "EEXIST") throw error;
      throw new RequestError(`${path}: a part of the path is a file, not a folder: name another with --out`);
    });
    const file = await open(absolute, "wx");
    try {
      await file.writeFile(content);
      await file.sync();
    } catch (error) {
      await rm(absolute, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw systemCode(error) === "EEXIST" ? present(path) : new RequestError(pathProblem(path, error));
  }
}

/** For what takes long to make: nothing may stand where it will be written. @throws RequestError */
export function demandNothingAt(paths: readonly string[], io: Io, flag = "--out"): void {
  for (const path of paths) if (existsSync(resolve(io.folder, path))) throw present(path, flag);
}

/** Writes files below a folder; none where one of them is there. @throws RequestError */
export async function writeAllNew(folder: string, files: Readonly<Record<string, Uint8Array>>, io: Io): Promise<void> {
  demandNothingAt(
    Object.keys(files).map((name) => join(folder, name)),
    io,
  );
  for (const [name, content] of Object.entries(files)) await writeNew(join(folder, name), content, io);
}

const present = (path: string, flag = "--out"): RequestError =>
  new RequestError(`${path}: exists already: name another with ${flag}`);
