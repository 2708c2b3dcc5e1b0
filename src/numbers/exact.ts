/**
 * Exact real numbers: finite sums of *fraction × product of logarithms, roots, and powers of π and e*. Values are immutable and operations plain
 * functions; each file below holds one part.
 *
 * An operation that can leave this form gives an `Outcome`: the `Exact`, or why there is none. Any operation may throw `WorkLimitError`, which
 * says that a limit on bits or terms was met, and nothing of the number.
 */
export { abs, divide, exp, log, power, raise } from "./functions.js";
export type { NoExact, Outcome } from "./functions.js";
export { asRational, compare, enclosure, equality, sign, toNumber } from "./compare.js";
export type { Comparison } from "./compare.js";
export { normalize } from "./normal.js";
export { add, E, EXACT_ONE, EXACT_ZERO, fromInteger, fromRational, multiply, negate, PI, scale, subtract, sum } from "./sum.js";
export type { Exact } from "./sum.js";
export { latex, text } from "./text.js";
export { WorkLimitError } from "./limits.js";
