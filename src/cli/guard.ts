import type { Budget, CheckOptions } from "../verdicts/result.js";
import type { Io } from "./io.js";

/** Processor time that one step may take, in milliseconds. Budgets count work and end a step long before; this is for what they miss. */
const LONGEST: Readonly<Record<Budget, number>> = { quick: 5_000, standard: 5_000, thorough: 30_000 };

/** What a command asks of the checker, with the guard that no document can get past. */
export function guardedOptions({ seed, budget }: { readonly seed: number; readonly budget: Budget }, io: Io): CheckOptions {
  return { seed, budget, guard: { clock: io.processorTime, milliseconds: LONGEST[budget] } };
}
