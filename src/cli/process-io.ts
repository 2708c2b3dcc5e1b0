import { fstatSync, readSync } from "node:fs";
import { isatty } from "node:tty";
import type { Io, Output } from "./io.js";

/**
 * The process as an `Io`. A reader that goes away (`qedmark check | head`) is no error: what is written after that is dropped. Output that
 * cannot be written for another reason is.
 */
export function processIo(onUnwritable: (error: Error) => void): Io {
  const listeners = new Set<() => void>();
  const output = (stream: NodeJS.WriteStream, descriptor: number): Output => {
    const isTerminal = isatty(descriptor);
    let open = true;
    stream.on("error", (error: NodeJS.ErrnoException) => {
      open = false;
      if (error.code !== "EPIPE") onUnwritable(error);
      for (const listener of [...listeners]) listener();
    });
    return {
      write: (text) => {
        if (open) stream.write(text);
      },
      isTerminal,
      columns: () => (isTerminal && stream.columns > 0 ? stream.columns : null),
    };
  };
  return {
    folder: process.cwd(),
    environment: process.env,
    input: standardInput(),
    processorTime: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
    now: () => Number(process.hrtime.bigint()) / 1e6,
    output: output(process.stdout, 1),
    error: output(process.stderr, 2),
    onStop: (listener) => {
      listeners.add(listener);
      process.on("SIGINT", listener);
      return () => {
        listeners.delete(listener);
        process.off("SIGINT", listener);
      };
    },
  };
}

/** Standard input. A folder in its place (`qedmark check - < notes`) is an error, as reading it says: to `process.stdin` it is empty. */
async function* standardInput(): AsyncGenerator<Uint8Array> {
  if (fstatSync(0).isDirectory()) readSync(0, new Uint8Array(1));
  const pieces: AsyncIterable<Uint8Array> = process.stdin;
  yield* pieces;
}
