import { chmod, open, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { systemCode } from "../system/error.js";
import { pathProblem, RequestError } from "./errors.js";
import type { DocumentPath } from "./files.js";
import type { Io } from "./io.js";

/** Where a report goes. A file is known to be none of the documents. */
export type Target =
  | { readonly kind: "output" }
  /** `real` is what a symbolic link leads to: the link stays. */
  | { readonly kind: "file"; readonly path: string; readonly real: string; readonly mode: number | null }
  /** A pipe or device, which cannot be replaced by another file. */
  | { readonly kind: "stream"; readonly path: string; readonly real: string };

/** Checks that the report can go to `path` without destroying a document; `null` and `-` stand for standard output. */
export async function outputTarget(path: string | null, documents: readonly DocumentPath[], folder: string): Promise<Target> {
  if (path === null || path === "-") return { kind: "output" };
  if (path === "") throw new RequestError("--out: the file name is empty: name a file");
  try {
    return await fileTarget(path, documents, resolve(folder, path));
  } catch (error) {
    if (error instanceof RequestError) throw error;
    throw new RequestError(`--out ${pathProblem(path, error)}`);
  }
}

async function fileTarget(path: string, documents: readonly DocumentPath[], absolute: string): Promise<Target> {
  const status = await stat(absolute).catch((error: unknown) => {
    if (systemCode(error) === "ENOENT") return null;
    throw error;
  });
  if (status === null)
    return { kind: "file", path, real: join(await realpath(dirname(absolute)), basename(absolute)), mode: null };
  if (status.isDirectory()) throw new RequestError(`--out ${path}: is a folder: name a file`);
  const real = await realpath(absolute);
  if (!status.isFile()) return { kind: "stream", path, real };
  for (const document of documents) {
    if (document.kind !== "file") continue;
    const input = await stat(document.absolute);
    // Hard links are two names of one file: only the inode tells.
    if (input.dev === status.dev && input.ino === status.ino)
      throw new RequestError(`--out ${path}: is the document ${document.path}, which would be overwritten: choose another file`);
  }
  return { kind: "file", path, real, mode: status.mode };
}

/** Writes the whole report or leaves what was there: a file appears under its name only when it is complete. */
export async function writeOutput(target: Target, text: string, io: Io): Promise<void> {
  if (target.kind === "output") {
    io.output.write(text);
    return;
  }
  try {
    if (target.kind === "stream") await writeFile(target.real, text);
    else await replaceFile(target.real, text, target.mode);
  } catch (error) {
    throw new RequestError(`--out ${pathProblem(target.path, error)}`);
  }
}

/** Puts a text in the place of a file, whole or not at all. `real` leads over no link. */
export async function replaceFile(real: string, text: string, mode: number | null): Promise<void> {
  const temporary = join(dirname(real), `.${basename(real).slice(0, 100)}.${process.pid}.tmp`);
  const file = await open(temporary, "wx");
  try {
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    if (mode !== null) await chmod(temporary, mode & 0o7777);
    await rename(temporary, real);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
