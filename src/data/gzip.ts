import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { DataError } from "./dataset.js";
import type { DataFile } from "./file.js";
import { HELD_BYTES } from "./limits.js";
import { systemCode } from "../system/error.js";
import { readProblem } from "./problems.js";

/** Deflate makes of one byte at most so many. */
const MOST_BYTES_OF_ONE = 1032;

const GZIP_MAGIC = [0x1f, 0x8b];

export async function isGzip(file: DataFile): Promise<boolean> {
  if (file.byteLength < GZIP_MAGIC.length) return false;
  const start = new Uint8Array(GZIP_MAGIC.length);
  await file.read(0, start);
  return GZIP_MAGIC.every((byte, place) => start[place] === byte);
}

/** What a kind of file says of itself: how many bytes it begins with, and how many these promise in all, themselves included. */
export interface Promised {
  readonly headerBytes: number;
  /** @throws DataError when it is no such header */
  readonly byteLength: (header: Uint8Array) => number;
}

/**
 * A file unpacked into memory. No more memory is taken than its header promises once the file's own size allows for the promise.
 *
 * @throws DataError when it is damaged, holds fewer or more bytes than it promises, or promises more than `HELD_BYTES`
 */
export async function gunzip(file: DataFile, { headerBytes, byteLength }: Promised): Promise<Uint8Array> {
  let header = new Uint8Array(0);
  let unpacked: Uint8Array | null = null;
  let done = 0;
  const chunks: AsyncIterable<Uint8Array> = pipeline(file.stream(), createGunzip({ chunkSize: 2 ** 18 }), () => {
    // What goes wrong is thrown where the chunks are taken.
  });
  try {
    for await (const chunk of chunks) {
      let rest = chunk;
      if (unpacked === null) {
        header = Buffer.concat([header, chunk]);
        if (header.length < headerBytes) continue;
        unpacked = reserve(file, byteLength(header));
        rest = header;
      }
      if (done + rest.length > unpacked.length)
        throw damaged(file, `holds more than the ${unpacked.length} bytes that its header promises`);
      unpacked.set(rest, done);
      done += rest.length;
    }
  } catch (error) {
    throw systemCode(error)?.startsWith("Z_") === true
      ? damaged(file, "its compressed content is damaged or cut off")
      : readProblem(file.path, error);
  }
  if (unpacked === null) throw damaged(file, `holds ${header.length} bytes, fewer than any such file`);
  if (done < unpacked.length) throw damaged(file, `holds ${done} of the ${unpacked.length} bytes that its header promises`);
  return unpacked;
}

function reserve(file: DataFile, promised: number): Uint8Array {
  if (promised > file.byteLength * MOST_BYTES_OF_ONE) {
    throw damaged(file, `its header promises ${promised} bytes, which ${file.byteLength} compressed ones cannot hold`);
  }
  if (promised > HELD_BYTES)
    throw new DataError(`${file.path}: unpacks to ${promised} bytes, too many to hold in memory: gunzip it first`);
  return new Uint8Array(promised);
}

const damaged = (file: DataFile, what: string): DataError => new DataError(`${file.path}: ${what}: get it again`);
