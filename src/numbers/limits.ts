import { addRational, multiplyRational } from "./rational.js";
import type { Rational } from "./rational.js";

/**
 * A number outgrew what exact arithmetic is allowed to spend. Limits count bits, terms and word operations, never time, so the same input meets
 * the same limit on every machine. It says nothing of the mathematics: a caller answers "unknown".
 */
export class WorkLimitError extends Error {
  override readonly name = "WorkLimitError";
}

/** Most bits of a numerator, a denominator or the base of a root or logarithm. */
export const MAX_BITS = 8192;
/** Most terms of a sum. */
export const MAX_TERMS = 4096;
/** Most pairs of terms multiplied in one product of sums. */
export const MAX_TERM_PAIRS = 1 << 15;
/** Highest power of one logarithm. */
export const MAX_LOG_POWER = 64;
/** Bits before the point of an exponent of π or e. */
export const MAX_EXPONENT_BITS = 30;

const BOUND = 1n << BigInt(MAX_BITS);

function fits(n: bigint): boolean {
  return n < BOUND && n > -BOUND;
}

function checked(r: Rational): Rational {
  if (!fits(r.numerator) || !fits(r.denominator)) throw new WorkLimitError(`a fraction of more than ${MAX_BITS} bits`);
  return r;
}

/** a + b. @throws WorkLimitError */
export function plus(a: Rational, b: Rational): Rational {
  return checked(addRational(a, b));
}

/** a · b. @throws WorkLimitError */
export function times(a: Rational, b: Rational): Rational {
  return checked(multiplyRational(a, b));
}

/** Refuses an exponent of π or e beyond 2^MAX_EXPONENT_BITS in size: numbers stay within reach of enclosures. @throws WorkLimitError */
export function checkExponent(exponent: Rational): Rational {
  const size = exponent.numerator < 0n ? -exponent.numerator : exponent.numerator;
  if (size >> BigInt(MAX_EXPONENT_BITS) >= exponent.denominator) throw new WorkLimitError("an exponential of astronomic size");
  return exponent;
}

/** base^exponent for a whole exponent ≥ 0; the size is checked before the power is taken. @throws WorkLimitError */
export function integerPower(base: bigint, exponent: bigint): bigint {
  if (base === 1n || exponent === 0n) return 1n;
  if (base === 0n) return 0n;
  if (base === -1n) return exponent % 2n === 0n ? 1n : -1n;
  const size = BigInt(base.toString(2).length - 1) * exponent;
  if (size > BigInt(MAX_BITS)) throw new WorkLimitError(`a power of more than ${MAX_BITS} bits`);
  const value = base ** exponent;
  if (!fits(value)) throw new WorkLimitError(`a power of more than ${MAX_BITS} bits`);
  return value;
}

/** Refuses a sum with too many terms. @throws WorkLimitError */
export function checkTerms(count: number): void {
  if (count > MAX_TERMS) throw new WorkLimitError(`a sum of more than ${MAX_TERMS} terms`);
}

/** Counts word operations of one computation against a limit. */
export class WorkMeter {
  #left: number;
  readonly #what: string;

  constructor(limit: number, what: string) {
    this.#left = limit;
    this.#what = what;
  }

  /** @throws WorkLimitError when the limit is used up */
  spend(units: number): void {
    this.#left -= units;
    if (this.#left < 0) throw new WorkLimitError(`${this.#what} takes too much work`);
  }
}
