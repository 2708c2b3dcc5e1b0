import { isZero, toNumber as rationalToNumber } from "./rational.js";
import type { Rational } from "./rational.js";
import { ballOf, invertBall, middleToNumber, multiplyBalls, signOfBall, sumBalls } from "./ball.js";
import type { Ball } from "./ball.js";
import type { Term } from "./monomial.js";
import { decidesZero, normalize, normalizeIfPossible } from "./normal.js";
import { allTerms, singleTerm, subtract } from "./sum.js";
import type { Exact } from "./sum.js";
import { Transcendentals } from "./transcendental.js";

/** Precisions, in bits, at which a sign is looked for. The last is where looking ends. */
const PRECISIONS = [64, 256, 1024, 4096] as const;
/** Sums with more terms are enclosed before their normal form is taken. */
const LONG_SUM = 24;
/** Most word operations of one multiplication at some precision, times the number of factors to be enclosed: looking ends before it is passed. */
const MAX_ENCLOSURE_WORK = 1 << 18;

export type Comparison = "equal" | "less" | "greater" | "unknown";

/**
 * How a stands to b. "equal" only where the normal form of the difference vanishes; "less" and "greater" only where an enclosure of the
 * difference leaves zero out; "unknown" where neither could be shown.
 *
 * @throws WorkLimitError
 */
export function compare(a: Exact, b: Exact): Comparison {
  switch (sign(subtract(a, b))) {
    case 0:
      return "equal";
    case 1:
      return "greater";
    case -1:
      return "less";
    case "unknown":
      return "unknown";
  }
}

/**
 * Whether two values are one number: decided without numbers where a theorem tells their normal forms apart (fractions, roots and logarithms in
 * linear combination always), else as `compare`.
 *
 * @throws WorkLimitError
 */
export function equality(a: Exact, b: Exact): "equal" | "different" | "unknown" {
  const written = subtract(a, b);
  if (signAsWritten(written) !== null) return "different";
  const difference = normalize(written);
  if (difference.terms.length === 0) return isZero(difference.rational) ? "equal" : "different";
  if (singleTerm(difference) !== null || decidesZero(difference)) return "different";
  return signOfNormal(difference) === null ? "unknown" : "different";
}

/** @throws WorkLimitError */
export function sign(a: Exact): -1 | 0 | 1 | "unknown" {
  const written = signAsWritten(a);
  if (written !== null) return written;
  const normal = normalize(a);
  if (normal.terms.length === 0) return signOfRational(normal.rational);
  return signAsWritten(normal) ?? signOfNormal(normal) ?? "unknown";
}

/** The sign where it shows without a normal form: of a single term, and of a long sum that a low precision tells from zero. */
function signAsWritten(a: Exact): -1 | 1 | null {
  const term = singleTerm(a);
  if (term !== null) return signOfTerm(term);
  const found = a.terms.length > LONG_SUM ? signOfBall(enclosure(a, PRECISIONS[0])) : null;
  return found === 0 ? null : found;
}

/** No factor of a term is zero, and only logarithms of numbers below 1 are negative. */
function signOfTerm({ coefficient, monomial }: Term): -1 | 1 {
  const negatives = monomial.logs.filter(({ base, power }) => base.numerator < base.denominator && power % 2 !== 0).length;
  return coefficient.numerator < 0n === (negatives % 2 === 1) ? 1 : -1;
}

function signOfRational(r: Rational): -1 | 0 | 1 {
  return r.numerator > 0n ? 1 : r.numerator < 0n ? -1 : 0;
}

function signOfNormal(normal: Exact): -1 | 0 | 1 | null {
  for (const ball of finerAndFiner(normal)) {
    const found = signOfBall(ball);
    if (found !== null) return found;
  }
  return null;
}

/** Enclosures at rising precision, as far as their cost allows. */
function* finerAndFiner(a: Exact): Generator<Ball, void> {
  const factors = a.terms.reduce((count, { monomial: m }) => count + 2 + m.logs.length + m.roots.length, 0);
  for (const bits of PRECISIONS) {
    if (factors * (bits / 64) ** 2 > MAX_ENCLOSURE_WORK) return;
    yield enclosure(a, bits);
  }
}

/** The fraction that a is; null where it is none, or is not known to be one. @throws WorkLimitError */
export function asRational(a: Exact): Rational | null {
  const normal = normalize(a);
  return normal.terms.length === 0 ? normal.rational : null;
}

/**
 * The nearest double within one unit in the last place; infinite beyond the range of doubles. Of a sum that cancels further than can be followed,
 * the best that was found.
 */
export function toNumber(a: Exact): number {
  if (a.terms.length === 0) return rationalToNumber(a.rational);
  const quick = enclosure(a, 96);
  if (isSharp(quick)) return middleToNumber(quick);
  const normal = normalizeIfPossible(a);
  if (normal.terms.length === 0) return rationalToNumber(normal.rational);
  let value = quick;
  for (value of finerAndFiner(normal)) if (isSharp(value)) break;
  return middleToNumber(value);
}

function isSharp(ball: Ball): boolean {
  return (ball.middle < 0n ? -ball.middle : ball.middle) > ball.radius << 56n;
}

/** A ball that holds the number, with about `bits` correct bits relative to its largest term. */
export function enclosure(a: Exact, bits: number): Ball {
  const functions = new Transcendentals(bits);
  return sumBalls(
    allTerms(a).map((term) => termBall(term, functions, bits + 16)),
    bits,
  );
}

function termBall({ coefficient, monomial }: Term, functions: Transcendentals, bits: number): Ball {
  let value = ballOf(coefficient, bits);
  const times = (factor: Ball): void => {
    value = multiplyBalls(value, factor, bits);
  };
  const power = (factor: Ball, exponent: number): void => {
    const base = exponent < 0 ? invertBall(factor, bits) : factor;
    for (let k = 0; k < Math.abs(exponent); k++) times(base);
  };
  for (const { base, power: exponent } of monomial.logs) {
    power(sumBalls([functions.log(base.numerator), negateBall(functions.log(base.denominator))], bits), exponent);
  }
  power(functions.logPi, monomial.logPi);
  for (const { base, exponent } of monomial.roots) times(functions.root(base, exponent));
  if (!isZero(monomial.pi)) times(functions.piPower(monomial.pi));
  if (!isZero(monomial.e)) times(functions.ePower(monomial.e));
  return value;
}

function negateBall(ball: Ball): Ball {
  return { ...ball, middle: -ball.middle };
}
