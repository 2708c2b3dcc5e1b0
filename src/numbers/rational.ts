import { type Rational, rational } from "../kernel/rational.js";

export { addRational, gcd, multiplyRational, ONE, type Rational, rational } from "../kernel/rational.js";

export const ZERO: Rational = { numerator: 0n, denominator: 1n };

/** Reads `12`, `0.25`, `.5` exactly. @throws SyntaxError when the text is not a decimal numeral */
export function parseDecimal(text: string): Rational {
  const match = /^(\d*)(?:\.(\d*))?$/.exec(text);
  const whole = match?.[1] ?? "";
  const fraction = match?.[2] ?? "";
  if (whole + fraction === "") throw new SyntaxError(`not a decimal numeral: ${text}`);
  return rational(BigInt(whole + fraction), 10n ** BigInt(fraction.length));
}

/** @throws RangeError on division by zero */
export function divideRational(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator, a.denominator * b.numerator);
}

export function negateRational(a: Rational): Rational {
  return { numerator: -a.numerator, denominator: a.denominator };
}

/** Negative, zero or positive as a is less than, equal to or greater than b. */
export function compareRational(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function equalRational(a: Rational, b: Rational): boolean {
  return a.numerator === b.numerator && a.denominator === b.denominator;
}

export function isZero(a: Rational): boolean {
  return a.numerator === 0n;
}

/** Nearest double; correct also where numerator and denominator overflow one. */
export function toNumber(a: Rational): number {
  const n = Number(a.numerator);
  const d = Number(a.denominator);
  if (Number.isFinite(n) && Number.isFinite(d)) return n / d;
  const shift = BigInt(Math.max(bitLength(a.numerator), bitLength(a.denominator)) - 1000);
  return Number(a.numerator >> shift) / Number(a.denominator >> shift);
}

/** `-3/4`, `5`. */
export function rationalText(a: Rational): string {
  return a.denominator === 1n ? `${a.numerator}` : `${a.numerator}/${a.denominator}`;
}

export function bitLength(a: bigint): number {
  return (a < 0n ? -a : a).toString(16).length * 4;
}
