import { ONE, type Rational, rational } from "../numbers/rational.js";
import type { Term } from "../terms/term.js";

/** Small constructors that keep sums and products flat, so that an edit reads as a person would write it. */

export function number(value: Rational | number): Term {
  return { kind: "number", value: typeof value === "number" ? rational(value) : value };
}

export function negated(term: Term): Term {
  return term.kind === "negate" ? term.argument : { kind: "negate", argument: term };
}

export function sumOf(terms: readonly Term[]): Term {
  const [first] = terms;
  if (first === undefined) return number(0);
  return terms.length === 1 ? first : { kind: "add", terms };
}

export function productOf(factors: readonly Term[]): Term {
  const flat = factors.flatMap((factor) => (factor.kind === "multiply" ? factor.factors : [factor]));
  const [first] = flat;
  if (first === undefined) return number(1);
  return flat.length === 1 ? first : { kind: "multiply", factors: flat };
}

/** A factor times a term; a leading minus stays in front. */
export function scaled(factor: Term, term: Term): Term {
  return term.kind === "negate" ? negated(scaled(factor, term.argument)) : productOf([factor, term]);
}

export function isNumber(term: Term, value: number): boolean {
  return term.kind === "number" && term.value.denominator === ONE.denominator && term.value.numerator === BigInt(value);
}

export function without<T>(items: readonly T[], at: number): readonly T[] {
  return items.filter((_, i) => i !== at);
}

export function withAt<T>(items: readonly T[], at: number, item: T): readonly T[] {
  return items.map((old, i) => (i === at ? item : old));
}
