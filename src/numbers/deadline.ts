/**
 * The last guard against a step that takes too long. Budgets count work, so that they are the same everywhere; a deadline is for what they miss, and what it
 * ends has no result that could be reproduced.
 */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
}

/** Time as somebody measures it, in milliseconds from anywhere. */
export type Clock = () => number;

/** How often a clock is read: once in so many calls of `tick`. */
const TICKS = 256;

let end: { readonly clock: Clock; readonly at: number } | null = null;
let ticks = 0;

/** Runs `body`, in which every `tick` after the deadline throws. Deadlines do not nest: the outer one is in force again afterwards. */
export function withDeadline<R>(clock: Clock, milliseconds: number, body: () => R): R {
  const outer = end;
  end = { clock, at: clock() + milliseconds };
  try {
    return body();
  } finally {
    end = outer;
  }
}

/** Called wherever a step's time may go. @throws DeadlineError */
export function tick(): void {
  if (end === null) return;
  ticks += 1;
  if (ticks % TICKS === 0) checkDeadline();
}

/** Called between pieces of work that take milliseconds. @throws DeadlineError */
export function checkDeadline(): void {
  if (end !== null && end.clock() > end.at) throw new DeadlineError("timed out");
}
