import type * as promises from "node:fs/promises";

/** What happens at the call with this number, from 1, of those that change files: the error, and whether the calls after it fail as well. */
export interface Fault {
  readonly call: number;
  readonly error: Error;
  readonly lasting: boolean;
}

let fault: Fault | null = null;
let operations: string[] = [];

/** From now on calls are counted, and one fails. A write that fails has written the first half. */
export function setFault(next: Fault | null): void {
  fault = next;
  operations = [];
}

/** The calls so far that change files, by their names. */
export function operationsSoFar(): readonly string[] {
  return operations;
}

/** The fault, where this call meets it. */
function met(operation: string): Fault | null {
  const call = operations.push(operation);
  return fault !== null && (call === fault.call || (fault.lasting && call > fault.call)) ? fault : null;
}

/** `node:fs/promises` on a disk that fails as `setFault` says. */
export function faultyDisk(disk: typeof promises): typeof promises {
  const unless = <A extends readonly unknown[], R>(name: string, operation: (...values: A) => Promise<R>) => {
    return async (...values: A): Promise<R> => {
      const found = met(name);
      if (found !== null) throw found.error;
      return await operation(...values);
    };
  };
  const open: typeof promises.open = async (...values) => {
    const found = met("open");
    if (found !== null) throw found.error;
    return faultyFile(await disk.open(...values));
  };
  return { ...disk, open, rename: unless("rename", disk.rename), rm: unless("rm", disk.rm) };
}

function faultyFile(file: promises.FileHandle): promises.FileHandle {
  const [writeFile, sync, truncate] = [file.writeFile.bind(file), file.sync.bind(file), file.truncate.bind(file)];
  const write: (bytes: Uint8Array, offset: number, length: number, position: number) => Promise<unknown> = file.write.bind(file);
  return Object.assign(file, {
    writeFile: async (content: Uint8Array | string) => {
      const found = met("writeFile");
      await writeFile(found === null ? content : content.slice(0, content.length / 2));
      if (found !== null) throw found.error;
    },
    write: async (bytes: Uint8Array, offset: number, length: number, position: number) => {
      const found = met("write");
      const written = await write(bytes, offset, found === null ? length : Math.floor(length / 2), position);
      if (found !== null) throw found.error;
      return written;
    },
    sync: async () => {
      const found = met("sync");
      if (found !== null) throw found.error;
      await sync();
    },
    truncate: async (length: number) => {
      const found = met("truncate");
      if (found !== null) throw found.error;
      await truncate(length);
    },
  });
}
