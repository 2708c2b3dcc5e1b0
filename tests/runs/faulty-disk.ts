import type * as promises from "node:fs/promises";

/** What happens at the call with this number, from 1, of those that change files: the error, and whether the calls after it fail as well. */
export interface Fault {
  readonly call: number;
  readonly error: Error;
  readonly lasting: boolean;
}

let fault: Fault | null = null;
let calls = 0;

/** From now on calls are counted, and one fails. A write that fails has written the first half. */
export function setFault(next: Fault | null): void {
  fault = next;
  calls = 0;
}

/** How many calls there were that change files. */
export function callsSoFar(): number {
  return calls;
}

/** The fault, where the next call meets it. */
function met(): Fault | null {
  calls++;
  return fault !== null && (calls === fault.call || (fault.lasting && calls > fault.call)) ? fault : null;
}

/** `node:fs/promises` on a disk that fails as `setFault` says. */
export function faultyDisk(disk: typeof promises): typeof promises {
  const unless = <A extends readonly unknown[], R>(operation: (...values: A) => Promise<R>) => {
    return async (...values: A): Promise<R> => {
      const found = met();
      if (found !== null) throw found.error;
      return await operation(...values);
    };
  };
  const open: typeof promises.open = async (...values) => {
    const found = met();
    if (found !== null) throw found.error;
    return faultyFile(await disk.open(...values));
  };
  return { ...disk, open, rename: unless(disk.rename), rm: unless(disk.rm) };
}

function faultyFile(file: promises.FileHandle): promises.FileHandle {
  const [writeFile, sync, truncate] = [file.writeFile.bind(file), file.sync.bind(file), file.truncate.bind(file)];
  const write: (bytes: Uint8Array, offset: number, length: number, position: number) => Promise<unknown> = file.write.bind(file);
  return Object.assign(file, {
    writeFile: async (content: Uint8Array | string) => {
      const found = met();
      await writeFile(found === null ? content : content.slice(0, content.length / 2));
      if (found !== null) throw found.error;
    },
    write: async (bytes: Uint8Array, offset: number, length: number, position: number) => {
      const found = met();
      const written = await write(bytes, offset, found === null ? length : Math.floor(length / 2), position);
      if (found !== null) throw found.error;
      return written;
    },
    sync: async () => {
      const found = met();
      if (found !== null) throw found.error;
      await sync();
    },
    truncate: async (length: number) => {
      const found = met();
      if (found !== null) throw found.error;
      await truncate(length);
    },
  });
}
