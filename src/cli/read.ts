import { open, stat } from "node:fs/promises";
import { pathProblem, RequestError } from "./errors.js";
import type { DocumentPath } from "./files.js";
import type { Io } from "./io.js";
import { firstInvalidByte } from "./utf8.js";

/** Bytes of a document that are taken in; a longer one is refused before memory is taken for it. */
const LARGEST = 64 * 1024 * 1024;

/** The text of a document, byte order mark and line ends kept as they are. */
export async function readDocument(document: DocumentPath, io: Io): Promise<string> {
  const name = document.kind === "input" ? "standard input" : document.path;
  const bytes = document.kind === "input" ? await readInput(io.input) : await readRegularFile(document);
  return decode(bytes, name);
}

/** Every document's text by its path. What cannot be read is reported all at once. */
export async function readDocuments(documents: readonly DocumentPath[], io: Io): Promise<ReadonlyMap<string, string>> {
  const sources = new Map<string, string>();
  const problems: string[] = [];
  for (const document of documents) {
    try {
      sources.set(document.path, await readDocument(document, io));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new RequestError(...problems);
  return sources;
}

async function readRegularFile({ path, absolute }: DocumentPath & { readonly kind: "file" }): Promise<Uint8Array> {
  try {
    // Opening a pipe would wait for its writer, so the kind is asked before, and once more of what was opened.
    if (!(await stat(absolute)).isFile()) throw notAFile(path);
    const file = await open(absolute);
    try {
      const status = await file.stat();
      if (!status.isFile()) throw notAFile(path);
      if (status.size > LARGEST) throw tooLarge(path);
      const bytes = await file.readFile();
      if (bytes.length > LARGEST) throw tooLarge(path);
      return bytes;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof RequestError) throw error;
    throw new RequestError(pathProblem(path, error));
  }
}

async function readInput(input: Io["input"]): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of input) {
      length += piece.length;
      if (length > LARGEST) throw tooLarge("standard input");
      pieces.push(piece);
    }
  } catch (error) {
    if (error instanceof RequestError) throw error;
    throw new RequestError(pathProblem("standard input", error));
  }
  return Buffer.concat(pieces);
}

const notAFile = (path: string): RequestError =>
  new RequestError(`${path}: a pipe, device or socket, not a file: give its content on standard input, with - for the file`);

const tooLarge = (name: string): RequestError =>
  new RequestError(`${name}: larger than ${LARGEST / 1024 / 1024} MB: split the document`);

function decode(bytes: Uint8Array, name: string): string {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isWide) throw new RequestError(`${name}: is UTF-16: save it as UTF-8`);
  const zero = bytes.indexOf(0);
  if (zero >= 0) throw new RequestError(`${name}: is no text (byte ${zero + 1} is NUL): name a Markdown file`);
  const invalid = firstInvalidByte(bytes);
  if (invalid !== null)
    throw new RequestError(`${name}: is not UTF-8 (at byte ${invalid + 1}, line ${lineOf(bytes, invalid)}): save it as UTF-8`);
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

function lineOf(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(10); at >= 0 && at < offset; at = bytes.indexOf(10, at + 1)) line++;
  return line;
}
