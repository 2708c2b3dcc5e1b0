import { DataError } from "./dataset.js";
import { openFile } from "./file.js";
import type { DataFile } from "./file.js";
import { gunzip, isGzip } from "./gzip.js";
import type { Promised } from "./gzip.js";

/** The whole of a file that holds exactly what its header promises: in memory, or open. */
export type Content = { readonly held: Uint8Array } | { readonly file: DataFile };

/**
 * Opens a file, compressed by gzip or not: its first bytes tell. It is held where it has at most `mostHeld` bytes, or is compressed.
 *
 * @throws DataError when it cannot be read, holds fewer or more bytes than it promises, or unpacks to more than `HELD_BYTES`
 */
export async function openContent(path: string, promised: Promised, mostHeld: number): Promise<Content> {
  const file = await openFile(path);
  try {
    const content = (await isGzip(file)) ? { held: await gunzip(file, promised) } : await plain(file, promised, mostHeld);
    if ("held" in content) await file.close();
    return content;
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function plain(file: DataFile, { headerBytes, byteLength }: Promised, mostHeld: number): Promise<Content> {
  const { path, byteLength: actual } = file;
  if (actual < headerBytes) throw new DataError(`${path}: has ${actual} bytes, fewer than any such file: get it again`);
  const header = new Uint8Array(headerBytes);
  await file.read(0, header);
  const expected = byteLength(header);
  if (actual !== expected) {
    const compared = actual < expected ? "cut off" : "longer than it says";
    throw new DataError(`${path}: is ${compared}: its header promises ${expected} bytes, it has ${actual}: get it again`);
  }
  if (actual > mostHeld) return { file };
  return { held: await readWhole(file) };
}

/** As `openContent`, held whatever its size. */
export async function readContent(path: string, promised: Promised): Promise<Uint8Array> {
  const content = await openContent(path, promised, 0);
  if ("held" in content) return content.held;
  try {
    return await readWhole(content.file);
  } finally {
    await content.file.close();
  }
}

async function readWhole(file: DataFile): Promise<Uint8Array> {
  const bytes = new Uint8Array(file.byteLength);
  await file.read(0, bytes);
  return bytes;
}
