import { cropEnd } from "../report/width.js";
import { visible } from "../report/visible.js";
import type { Output } from "./io.js";

/** A line that says how far a long command is; it is wiped when the command is done, and stands on a terminal only. */
export interface Progress {
  readonly at: (done: number, of: number, name: string) => void;
  readonly wipe: () => void;
}

const WIPE = "\r\u001b[K";

export function progressOn(output: Output): Progress {
  if (!output.isTerminal) return { at: () => undefined, wipe: () => undefined };
  return {
    at: (done, of, name) => {
      if (of > 1)
        output.write(`${WIPE}${cropEnd(`checking ${done} of ${of}  ${visible(name)}`, (output.columns() ?? 80) - 1, "...")}`);
    },
    wipe: () => {
      output.write(WIPE);
    },
  };
}
