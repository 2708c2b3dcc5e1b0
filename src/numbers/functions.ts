import { divideRational, isZero, negateRational, ONE, rational } from "./rational.js";
import type { Rational } from "./rational.js";
import { asRational, sign } from "./compare.js";
import { integerPower, times, WorkLimitError } from "./limits.js";
import {
  ePower,
  hasLogs,
  integerRoot,
  inverseOfLogs,
  logMonomial,
  LOG_PI,
  monomialPower,
  multiplyTerms,
  onlyLogs,
  piPower,
  plainLog,
  withoutLogs,
} from "./monomial.js";
import type { Term } from "./monomial.js";
import { normalize } from "./normal.js";
import {
  allTerms,
  EXACT_ONE,
  EXACT_ZERO,
  fromRational,
  fromTerm,
  multiply,
  negate,
  scale,
  singleTerm,
  subtract,
  sum,
} from "./sum.js";
import type { Exact } from "./sum.js";

/** Highest power of a value of several terms. */
const MAX_EXPONENT_OF_SUM = 1024n;

/**
 * Why an operation has no `Exact` as its value. `undefined`: it has no value at all (division by zero, the logarithm of a number that is not
 * positive). `unrepresentable`: its value, if it has one, cannot be written in this form.
 */
export interface NoExact {
  readonly kind: "undefined" | "unrepresentable";
  readonly reason: string;
}

export type Outcome = Exact | NoExact;

const undefinedValue = (reason: string): NoExact => ({ kind: "undefined", reason });
const unrepresentable = (reason: string): NoExact => ({ kind: "unrepresentable", reason });

/** The number as one term: as it stands if it is one, else through its normal form. Zero and sums have none. */
function asTerm(a: Exact): Term | null {
  return singleTerm(a) ?? singleTerm(normalize(a));
}

/** a / b for b ≠ 0 that is a single term, or of which a is a multiple by a single term. @throws WorkLimitError */
export function divide(a: Exact, b: Exact): Outcome {
  if (b.terms.length === 0) {
    if (isZero(b.rational)) return undefinedValue("division by zero");
    return multiply(a, fromRational(divideRational(ONE, b.rational)));
  }
  const inverse = invert(b);
  if (inverse.kind === "exact") return multiply(a, inverse);
  return inverse.kind === "undefined" ? inverse : (quotientOfMultiples(normalize(a), normalize(b)) ?? inverse);
}

function invert(b: Exact): Outcome {
  const written = asTerm(b);
  if (written === null) return sign(b) === 0 ? undefinedValue("division by zero") : unrepresentable("division by a sum");
  const term = hasLogs(written.monomial) ? singleTerm(normalize(b)) : written;
  const logs = term === null ? null : inverseOfLogs(term.monomial);
  if (term === null || logs === null) return unrepresentable("division by a sum of logarithms");
  const inverse = multiplyTerms(monomialPower(withoutLogs(term.monomial), rational(-1)), { coefficient: ONE, monomial: logs });
  return fromTerm({ coefficient: divideRational(inverse.coefficient, term.coefficient), monomial: inverse.monomial });
}

/** How many terms are tried as the image of the divisor's first. */
const MAX_QUOTIENT_TRIALS = 8;

/** λ with a = λ · b, looked for among the quotients of a's terms by b's first; both in normal form, b not zero. */
function quotientOfMultiples(a: Exact, b: Exact): Exact | null {
  const [first] = allTerms(b);
  if (first === undefined) return null;
  for (const candidate of allTerms(a).slice(0, MAX_QUOTIENT_TRIALS)) {
    const factor = termQuotient(candidate, first);
    if (factor !== null && normalizesToZero(subtract(a, multiply(factor, b)))) return factor;
  }
  return null;
}

function normalizesToZero(a: Exact): boolean {
  return allTerms(normalize(a)).length === 0;
}

/** a / b where their logarithms are the same. */
function termQuotient(a: Term, b: Term): Exact | null {
  if (onlyLogs(a.monomial).key !== onlyLogs(b.monomial).key) return null;
  const inverse = monomialPower(withoutLogs(b.monomial), rational(-1));
  const quotient = multiplyTerms({ coefficient: a.coefficient, monomial: withoutLogs(a.monomial) }, inverse);
  return fromTerm({ coefficient: divideRational(quotient.coefficient, b.coefficient), monomial: quotient.monomial });
}

/**
 * a^exponent, the real power. 0^0 is 1. A fractional power of a number below zero is undefined for even denominators and left alone for odd ones.
 *
 * @throws WorkLimitError
 */
export function power(a: Exact, exponent: Rational): Outcome {
  if (exponent.denominator === 1n) return wholePower(a, exponent.numerator);
  const term = asTerm(a);
  const direction = term !== null && !hasLogs(term.monomial) ? signOf(term.coefficient) : sign(a);
  if (direction === 0) return exponent.numerator > 0n ? EXACT_ZERO : undefinedValue("division by zero");
  if (direction === -1) {
    return exponent.denominator % 2n === 0n
      ? undefinedValue("a root of even degree of a negative number")
      : unrepresentable("a fractional power of a negative number");
  }
  if (term === null) return unrepresentable("a root of a sum");
  if (hasLogs(term.monomial)) return unrepresentable("a root of a logarithm");
  return fromTerm(multiplyTerms(fractionPower(term.coefficient, exponent), monomialPower(term.monomial, exponent)));
}

function signOf(r: Rational): -1 | 0 | 1 {
  return r.numerator > 0n ? 1 : r.numerator < 0n ? -1 : 0;
}

/** r^exponent for a fraction r > 0. */
function fractionPower(r: Rational, exponent: Rational): Term {
  return multiplyTerms(integerRoot(r.numerator, exponent), integerRoot(r.denominator, negateRational(exponent)));
}

function wholePower(a: Exact, exponent: bigint): Outcome {
  if (exponent < 0n) {
    const positive = wholePower(a, -exponent);
    return positive.kind === "exact" ? divide(EXACT_ONE, positive) : positive;
  }
  if (a.terms.length === 0) {
    return fromRational(rational(integerPower(a.rational.numerator, exponent), integerPower(a.rational.denominator, exponent)));
  }
  const term = singleTerm(a);
  if (term !== null && !hasLogs(term.monomial)) {
    const coefficient = rational(
      integerPower(term.coefficient.numerator, exponent),
      integerPower(term.coefficient.denominator, exponent),
    );
    const powered = monomialPower(term.monomial, rational(exponent));
    return fromTerm({ coefficient: times(coefficient, powered.coefficient), monomial: powered.monomial });
  }
  if (exponent > MAX_EXPONENT_OF_SUM) throw new WorkLimitError("a high power of a sum");
  let result = EXACT_ONE;
  for (const bit of exponent.toString(2)) {
    result = multiply(result, result);
    if (bit === "1") result = multiply(result, a);
  }
  return result;
}

/** base^exponent for an exponent that is itself exact: exp(exponent · log base) where it is no fraction. @throws WorkLimitError */
export function raise(base: Exact, exponent: Exact): Outcome {
  const fraction = asRational(exponent);
  if (fraction !== null) return power(base, fraction);
  const logarithm = log(base);
  return logarithm.kind === "exact" ? exp(multiply(exponent, logarithm)) : logarithm;
}

/** The natural logarithm of a positive single term without logarithms. @throws WorkLimitError */
export function log(a: Exact): Outcome {
  if (a.terms.length === 0) {
    return a.rational.numerator > 0n
      ? logOfFraction(a.rational)
      : undefinedValue("the logarithm of a number that is not positive");
  }
  const term = asTerm(a);
  if (term === null || hasLogs(term.monomial)) {
    const direction = sign(a);
    return direction === 1 || direction === "unknown"
      ? unrepresentable(term === null ? "the logarithm of a sum" : "the logarithm of a logarithm")
      : undefinedValue("the logarithm of a number that is not positive");
  }
  if (term.coefficient.numerator < 0n) return undefinedValue("the logarithm of a number that is not positive");
  const { monomial } = term;
  return sum([
    logOfFraction(term.coefficient),
    ...monomial.roots.map(({ base, exponent }) => scale(logOfFraction(rational(base)), exponent)),
    fromTerm({ coefficient: monomial.pi, monomial: LOG_PI }),
    fromRational(monomial.e),
  ]);
}

function logOfFraction(r: Rational): Exact {
  if (r.numerator === r.denominator) return EXACT_ZERO;
  return fromTerm({ coefficient: ONE, monomial: logMonomial(r) });
}

/** exp of a fraction plus fractional multiples of logarithms, which turn back into powers. @throws WorkLimitError */
export function exp(a: Exact): Outcome {
  return (
    expOfLinear(a) ??
    expOfLinear(normalize(a)) ??
    unrepresentable("the exponential of a number that is no combination of logarithms")
  );
}

function expOfLinear(a: Exact): Exact | null {
  let result: Term = { coefficient: ONE, monomial: ePower(a.rational) };
  for (const { coefficient, monomial } of a.terms) {
    const base = plainLog(monomial);
    if (base === null) return null;
    result = multiplyTerms(
      result,
      base === "pi" ? { coefficient: ONE, monomial: piPower(coefficient) } : fractionPower(base, coefficient),
    );
  }
  return fromTerm(result);
}

/** @throws WorkLimitError */
export function abs(a: Exact): Outcome {
  switch (sign(a)) {
    case -1:
      return negate(a);
    case 0:
      return EXACT_ZERO;
    case 1:
      return a;
    case "unknown":
      return unrepresentable("the sign of a number could not be decided");
  }
}
