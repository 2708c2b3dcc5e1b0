import type { Budget } from "../verdicts/result.js";

/** How a pair is compared. */
export interface RunOptions {
  readonly seed: number;
  readonly budget: Budget;
  /** What the random numbers are keyed by, besides the seed: the document's path and the function. */
  readonly key: string;
}
