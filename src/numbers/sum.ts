import { isZero, negateRational, rational, ZERO } from "./rational.js";
import type { Rational } from "./rational.js";
import { checkTerms, MAX_TERM_PAIRS, plus, times, WorkLimitError } from "./limits.js";
import { ePower, multiplyTerms, piPower, UNIT } from "./monomial.js";
import type { Monomial, Term } from "./monomial.js";

/**
 * An exact real number: a fraction plus finitely many terms *fraction × monomial*.
 *
 * `terms` is in order of the monomials' keys, each key once, no coefficient zero, no empty monomial. Bases of logarithms and roots are kept as they
 * came (`log 6` beside `log 2`), so equal numbers may differ as data: equality is decided by `compare`, never by looking at the fields.
 */
export interface Exact {
  readonly kind: "exact";
  readonly rational: Rational;
  readonly terms: readonly Term[];
}

const NO_TERMS: readonly Term[] = [];

export function fromRational(value: Rational): Exact {
  return { kind: "exact", rational: value, terms: NO_TERMS };
}

/** @throws RangeError when a number that is not whole is given */
export function fromInteger(value: number | bigint): Exact {
  return fromRational(rational(value));
}

export const EXACT_ZERO: Exact = fromInteger(0);
export const EXACT_ONE: Exact = fromInteger(1);
export const PI: Exact = fromTerm({ coefficient: rational(1), monomial: piPower(rational(1)) });
export const E: Exact = fromTerm({ coefficient: rational(1), monomial: ePower(rational(1)) });

export function fromTerm(term: Term): Exact {
  if (isZero(term.coefficient)) return EXACT_ZERO;
  return term.monomial.key === "" ? fromRational(term.coefficient) : { kind: "exact", rational: ZERO, terms: [term] };
}

/** The terms, the fraction among them as a term with the empty monomial; none for zero. */
export function allTerms(a: Exact): readonly Term[] {
  return isZero(a.rational) ? a.terms : [{ coefficient: a.rational, monomial: UNIT }, ...a.terms];
}

/** The only term, where the number is written as one; null for a sum and for zero. */
export function singleTerm(a: Exact): Term | null {
  const [first, ...others] = allTerms(a);
  return first === undefined || others.length > 0 ? null : first;
}

/** a + b. @throws WorkLimitError */
export function add(a: Exact, b: Exact): Exact {
  const fraction = plus(a.rational, b.rational);
  if (b.terms.length === 0) return { kind: "exact", rational: fraction, terms: a.terms };
  if (a.terms.length === 0) return { kind: "exact", rational: fraction, terms: b.terms };
  return { kind: "exact", rational: fraction, terms: merge(a.terms, b.terms) };
}

function merge(a: readonly Term[], b: readonly Term[]): readonly Term[] {
  const result: Term[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const x = a[i];
    const y = b[j];
    if (x === undefined && y === undefined) break;
    if (y === undefined || (x !== undefined && x.monomial.key < y.monomial.key)) {
      if (x !== undefined) result.push(x);
      i++;
    } else if (x === undefined || y.monomial.key < x.monomial.key) {
      result.push(y);
      j++;
    } else {
      const coefficient = plus(x.coefficient, y.coefficient);
      if (!isZero(coefficient)) result.push({ coefficient, monomial: x.monomial });
      i++;
      j++;
    }
  }
  checkTerms(result.length);
  return result;
}

/** The sum of many values: linear where repeated `add` would be quadratic. @throws WorkLimitError */
export function sum(values: readonly Exact[]): Exact {
  const collector = new TermCollector();
  for (const value of values) collector.addAll(value);
  return collector.result();
}

/** Adds up terms by monomial. */
export class TermCollector {
  readonly #terms = new Map<string, { coefficient: Rational; readonly monomial: Monomial }>();
  #rational: Rational = ZERO;

  add(term: Term): void {
    if (term.monomial.key === "") {
      this.#rational = plus(this.#rational, term.coefficient);
      return;
    }
    const present = this.#terms.get(term.monomial.key);
    if (present !== undefined) present.coefficient = plus(present.coefficient, term.coefficient);
    else {
      this.#terms.set(term.monomial.key, { coefficient: term.coefficient, monomial: term.monomial });
      checkTerms(this.#terms.size);
    }
  }

  addAll(value: Exact): void {
    this.#rational = plus(this.#rational, value.rational);
    for (const term of value.terms) this.add(term);
  }

  result(): Exact {
    const terms: readonly Term[] = [...this.#terms.values()]
      .filter((term) => !isZero(term.coefficient))
      .sort((a, b) => (a.monomial.key < b.monomial.key ? -1 : 1));
    return { kind: "exact", rational: this.#rational, terms };
  }
}

export function negate(a: Exact): Exact {
  return {
    kind: "exact",
    rational: negateRational(a.rational),
    terms: a.terms.map((term) => ({ coefficient: negateRational(term.coefficient), monomial: term.monomial })),
  };
}

/** a − b. @throws WorkLimitError */
export function subtract(a: Exact, b: Exact): Exact {
  return add(a, negate(b));
}

/** c · a. @throws WorkLimitError */
export function scale(a: Exact, c: Rational): Exact {
  if (isZero(c)) return EXACT_ZERO;
  return {
    kind: "exact",
    rational: times(a.rational, c),
    terms: a.terms.map((term) => ({ coefficient: times(term.coefficient, c), monomial: term.monomial })),
  };
}

/** a · b. @throws WorkLimitError */
export function multiply(a: Exact, b: Exact): Exact {
  if (a.terms.length === 0) return scale(b, a.rational);
  if (b.terms.length === 0) return scale(a, b.rational);
  const left = allTerms(a);
  const right = allTerms(b);
  if (left.length * right.length > MAX_TERM_PAIRS) throw new WorkLimitError("a product of very long sums");
  const collector = new TermCollector();
  for (const x of left) for (const y of right) collector.add(multiplyTerms(x, y));
  return collector.result();
}
