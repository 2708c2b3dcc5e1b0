import type { DataFile } from "./file.js";

/** Where the images of a dataset are: each of `byteLength` bytes, channel by channel, row by row. */
export interface Images {
  readonly count: number;
  /** The number of bytes of each. */
  readonly byteLength: number;
  /** Writes the images of these numbers one after another; each is below `count`. @throws DataError when a file can no longer be read */
  readonly copy: (indices: Uint32Array, into: Uint8Array) => Promise<void>;
  /** May be called again. */
  readonly close: () => Promise<void>;
}

/** Images that lie one after another in memory. */
export function heldImages(bytes: Uint8Array, byteLength: number): Images {
  return {
    count: bytes.length / byteLength,
    byteLength,
    copy: (indices, into) => {
      indices.forEach((index, place) => {
        into.set(bytes.subarray(index * byteLength, (index + 1) * byteLength), place * byteLength);
      });
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}

/** Where images lie in a file: the first begins at `start`, the next `stride` bytes further. */
export interface Layout {
  readonly count: number;
  readonly byteLength: number;
  readonly start: number;
  readonly stride: number;
}

/** Images that are read from an open file whenever they are asked for. */
export function filedImages(file: DataFile, { count, byteLength, start, stride }: Layout): Images {
  return {
    count,
    byteLength,
    copy: async (indices, into) => {
      const reads = Array.from(indices, (index, place) =>
        file.read(start + index * stride, into.subarray(place * byteLength, (place + 1) * byteLength)),
      );
      await Promise.all(reads);
    },
    close: file.close,
  };
}

/** The images of several files, one file after another. */
export function joinedImages(parts: readonly Images[]): Images {
  const byteLength = Math.max(...parts.map((part) => part.byteLength));
  return {
    count: parts.reduce((total, { count }) => total + count, 0),
    byteLength,
    copy: async (indices, into) => {
      const copies = Array.from(indices, async (index, place) => {
        let own = index;
        for (const part of parts) {
          if (own < part.count) {
            await part.copy(Uint32Array.of(own), into.subarray(place * byteLength, (place + 1) * byteLength));
            return;
          }
          own -= part.count;
        }
      });
      await Promise.all(copies);
    },
    close: async () => {
      await Promise.all(parts.map((part) => part.close()));
    },
  };
}
