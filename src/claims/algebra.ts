import type { Rational } from "../numbers/rational.js";
import type { ElementaryName } from "../terms/term.js";

/** The numbers that an interpreter computes with: doubles, exact numbers, or closed terms. */
export interface Algebra<T> {
  readonly zero: T;
  readonly one: T;
  fromRational(value: Rational): T;
  constant(name: "pi" | "e"): T;
  add(a: T, b: T): T;
  negate(a: T): T;
  multiply(a: T, b: T): T;
  /** @throws EvaluationError of kind `domain` on division by zero */
  divide(a: T, b: T): T;
  /** @throws EvaluationError of kind `domain` outside the real domain */
  power(base: T, exponent: T): T;
  /** @throws EvaluationError of kind `domain` outside the function's domain, `unsupported` where the algebra cannot represent the result */
  elementary(name: ElementaryName, argument: T): T;
  /** Negative, zero or positive; null when the algebra cannot tell. */
  compare(a: T, b: T): number | null;
}

/**
 * Why a term has no value in a model: it is undefined there (`domain`), the interpreter has no meaning for it (`unsupported`), the work it asks for
 * exceeds the budget (`limit`), or it makes no sense as it is written (`illFormed`: a density conditioned on its own target, a component beyond the last).
 */
export class EvaluationError extends Error {
  constructor(
    readonly kind: "domain" | "unsupported" | "limit" | "illFormed",
    message: string,
  ) {
    super(message);
    this.name = "EvaluationError";
  }
}
