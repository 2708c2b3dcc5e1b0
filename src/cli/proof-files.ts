import { existsSync } from "node:fs";
import { mkdir, realpath } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { pathProblem, RequestError } from "./errors.js";
import type { DocumentPath } from "./files.js";
import type { Io } from "./io.js";
import { replaceFile } from "./output.js";
import { readDocument } from "./read.js";

/** A document with the certificate file that belongs to it. */
export interface Proved {
  readonly document: DocumentPath;
  /** As people are told; relative where the document's path is. */
  readonly path: string;
}

/**
 * The certificate file of each document: of the same name, in the folder `proofs` beside the document's folder, or in the folder that is named.
 *
 * @throws RequestError where there is no such file by nature, or one for two
 */
export function proofFiles(documents: readonly DocumentPath[], folder: string | null): readonly Proved[] {
  const found = new Map<string, Proved>();
  for (const document of documents) {
    if (document.kind === "input")
      throw new RequestError("prove -: what comes from standard input has no certificates: name a file");
    const name = `${basename(document.path, extname(document.path))}.json`;
    const path = join(folder ?? join(dirname(document.path), "..", "proofs"), name);
    const other = found.get(path);
    if (other !== undefined)
      throw new RequestError(
        `${path}: would be the certificate file of ${other.document.path} and of ${document.path}: rename one`,
      );
    found.set(path, { document, path });
  }
  return [...found.values()];
}

/** The text of a certificate file; null where there is none. @throws RequestError */
export async function readProofs(path: string, io: Io): Promise<string | null> {
  const absolute = resolve(io.folder, path);
  return existsSync(absolute) ? await readDocument({ kind: "file", path, absolute, real: absolute }, io) : null;
}

/**
 * Puts a text in the place of a certificate file, whole or not at all. A folder that is not there is made where it was named.
 *
 * @throws RequestError
 */
export async function writeProofs(path: string, text: string, named: boolean, io: Io): Promise<void> {
  const absolute = resolve(io.folder, path);
  try {
    if (named) await mkdir(dirname(absolute), { recursive: true });
    await replaceFile(existsSync(absolute) ? await realpath(absolute) : absolute, text, null);
  } catch (error) {
    throw new RequestError(pathProblem(path, error));
  }
}
