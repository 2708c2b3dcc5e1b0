import { constants } from "node:fs";
import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { DataError } from "./dataset.js";
import { readProblem } from "./problems.js";

/** An open file, read by positions. */
export interface DataFile {
  readonly path: string;
  readonly byteLength: number;
  /** Fills `into` with the bytes from `position` on. @throws DataError when the file has no longer so many, or cannot be read */
  readonly read: (position: number, into: Uint8Array) => Promise<void>;
  /** All of its bytes, in pieces. */
  readonly stream: () => Readable;
  readonly close: () => Promise<void>;
}

/** @throws DataError when it is not there, may not be read, or is no regular file: a pipe or a device could go on for ever */
export async function openFile(path: string): Promise<DataFile> {
  // A pipe is not waited for: it is opened as it is, and refused.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    throw readProblem(path, error);
  });
  try {
    const status = await handle.stat();
    if (status.isDirectory()) throw new DataError(`${path}: is a folder where a file is expected: check the path`);
    if (!status.isFile()) throw new DataError(`${path}: is no regular file: copy its content to one`);
    return {
      path,
      byteLength: status.size,
      read: async (position, into) => {
        for (let done = 0; done < into.length;) {
          const { bytesRead } = await handle.read(into, done, into.length - done, position + done).catch((error: unknown) => {
            throw readProblem(path, error);
          });
          if (bytesRead === 0)
            throw new DataError(`${path}: ends before byte ${position + into.length}, shorter than it was: get it again`);
          done += bytesRead;
        }
      },
      stream: () => handle.createReadStream({ start: 0, autoClose: false }),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
