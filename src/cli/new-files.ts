import { mkdir, open } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pathProblem, RequestError, systemCode } from "./errors.js";
import type { Io } from "./io.js";

/** Writes a file that is not there yet; nothing is overwritten. @throws RequestError when there is something, or it cannot be written */
export async function writeNew(path: string, content: Uint8Array, io: Io): Promise<void> {
  const absolute = resolve(io.folder, path);
  try {
    await mkdir(dirname(absolute), { recursive: true });
    const file = await open(absolute, "wx");
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (systemCode(error) === "EEXIST") throw new RequestError(`${path}: exists already: name another with --out`);
    throw new RequestError(pathProblem(path, error));
  }
}

/** Writes files below a folder, none of which is there yet. @throws RequestError */
export async function writeAllNew(folder: string, files: Readonly<Record<string, Uint8Array>>, io: Io): Promise<void> {
  for (const [name, content] of Object.entries(files)) await writeNew(join(folder, name), content, io);
}
