import * as exact from "../../src/numbers/exact.js";
import { rational, type Rational } from "../../src/numbers/rational.js";

/** A real number: exactly where its form allows, otherwise within an error. */
export type Real = exact.Exact | Approximate;

export interface Approximate {
  readonly kind: "approximate";
  readonly middle: number;
  readonly error: number;
}

/** What an evaluation hangs on cannot be told: the sign of what is nearly 0, a function's value at a point known only nearly. */
export class Undecided extends Error {}

/** @throws Undecided where the number is beyond doubles */
export function approximate(middle: number, error: number): Approximate {
  if (!Number.isFinite(middle) || !Number.isFinite(error)) throw new Undecided("a number beyond doubles");
  return { kind: "approximate", middle, error };
}

export const ZERO = exact.EXACT_ZERO;
export const ONE = exact.EXACT_ONE;
export const HALF = exact.fromRational(rational(1, 2));
export const PI = exact.PI;
export const whole = (value: number | bigint): Real => exact.fromInteger(value);
export const fraction = (value: Rational): Real => exact.fromRational(value);
export const ROUNDING = 2 ** -51;

/** What is smaller may have become 0, whose logarithm is 0, or have a very negative one. */
const TINY = 1e-300;
const TINY_LOGARITHM = 1e9;

const rounded = (middle: number, error: number): Approximate => approximate(middle, error + Math.abs(middle) * ROUNDING + TINY);

export function nearly(a: Real): Approximate {
  if (a.kind === "approximate") return a;
  const middle = exact.toNumber(a);
  return isDouble(a) ? approximate(middle, 0) : rounded(middle, 0);
}

/** Sums and products of short numbers are not rounded. */
function ofTwo(x: Approximate, y: Approximate, middle: number, error: number): Approximate {
  return isShort(x.middle) && isShort(y.middle) ? approximate(middle, error) : rounded(middle, error);
}

const isShort = (x: number): boolean => Number.isInteger(x * 1024) && Math.abs(x) < 2 ** 16;

/** Whether a number is a small multiple of a small power of ½. */
function isDouble({ rational: { numerator, denominator }, terms }: exact.Exact): boolean {
  return terms.length === 0 && 1024n % denominator === 0n && numerator < 1n << 40n && -numerator < 1n << 40n;
}

/** The exact result, or null where the form is left or takes too much work. */
function exactly(operation: () => exact.Outcome): exact.Exact | null {
  try {
    const outcome = operation();
    return outcome.kind === "exact" ? outcome : null;
  } catch (error) {
    if (error instanceof exact.WorkLimitError) return null;
    throw error;
  }
}

function both(
  a: Real,
  b: Real,
  exactOperation: (a: exact.Exact, b: exact.Exact) => exact.Outcome,
  near: (a: Approximate, b: Approximate) => Approximate,
): Real {
  if (a.kind === "exact" && b.kind === "exact") {
    const result = exactly(() => exactOperation(a, b));
    if (result !== null) return result;
  }
  return near(nearly(a), nearly(b));
}

export function add(a: Real, b: Real): Real {
  return both(a, b, exact.add, (x, y) => ofTwo(x, y, x.middle + y.middle, x.error + y.error));
}

export function multiply(a: Real, b: Real): Real {
  if (isZero(a) || isZero(b)) return ZERO;
  return both(a, b, exact.multiply, (x, y) =>
    ofTwo(x, y, x.middle * y.middle, Math.abs(x.middle) * y.error + Math.abs(y.middle) * x.error + x.error * y.error),
  );
}

export const negate = (a: Real): Real => multiply(whole(-1), a);
export const subtract = (a: Real, b: Real): Real => add(a, negate(b));

/** Whether a number is known to be 0 without a look at its digits. */
export function isZero(a: Real): boolean {
  return a.kind === "exact" && a.terms.length === 0 && a.rational.numerator === 0n;
}

/** @throws Undecided */
export function signOf(a: Real): -1 | 0 | 1 {
  if (a.kind === "exact") {
    const sign = signOfExact(a);
    if (sign !== "unknown") return sign;
  }
  const { middle, error } = nearly(a);
  if (middle === 0 && error === 0) return 0;
  if (Math.abs(middle) <= error) throw new Undecided("the sign of a number that is nearly 0");
  return middle > 0 ? 1 : -1;
}

function signOfExact(a: exact.Exact): -1 | 0 | 1 | "unknown" {
  try {
    return exact.sign(a);
  } catch (error) {
    if (error instanceof exact.WorkLimitError) return "unknown";
    throw error;
  }
}

/** The integer that a number is; null where it is none. @throws Undecided */
export function integerOf(a: Real): bigint | null {
  if (a.kind === "exact") {
    const fraction = a.terms.length === 0 ? a.rational : exact.asRational(a);
    if (fraction !== null) return fraction.denominator === 1n ? fraction.numerator : null;
  }
  const { middle, error } = nearly(a);
  if (error === 0 && Number.isInteger(middle)) return BigInt(middle);
  if (Math.abs(middle - Math.round(middle)) <= error) throw new Undecided("whether a number is an integer");
  return null;
}

/** The smallest integer that is not below a number. @throws Undecided */
export function ceiling(a: Real): bigint {
  const own = integerOf(a);
  return own ?? BigInt(Math.ceil(nearly(a).middle));
}

/** A function that has no steeper places within what a number may be than at its ends. */
function along({ middle, error }: Approximate, f: (x: number) => number): Approximate {
  const value = f(middle);
  return rounded(value, 2 * Math.max(Math.abs(f(middle + error) - value), Math.abs(f(middle - error) - value)));
}

/** 0 where the number is not positive. @throws Undecided */
export function log(a: Real): Real {
  if (a.kind === "approximate" && a.error > 0 && Math.abs(a.middle) + a.error <= 8 * TINY)
    return approximate(-TINY_LOGARITHM, TINY_LOGARITHM + 1);
  if (signOf(a) <= 0) return ZERO;
  const result = a.kind === "exact" ? exactly(() => exact.log(a)) : null;
  return result ?? along(nearly(a), Math.log);
}

export function exp(a: Real): Real {
  const result = a.kind === "exact" ? exactly(() => exact.exp(a)) : null;
  if (result !== null) return result;
  return along(nearly(a), Math.exp);
}

/** An integer power is the product of its factors, or that of the inverse; another is 0 unless the base is positive. The inverse of 0 is 0. */
export function power(base: Real, exponent: Real): Real {
  const n = integerOf(exponent);
  if (n === 0n) return ONE;
  if (n !== null && n > 0n) return wholePower(base, n);
  const sign = signOf(base);
  if (sign === 0 || (n === null && sign < 0)) return ZERO;
  if (n === null) {
    const root = base.kind === "exact" && exponent.kind === "exact" ? exactly(() => exact.raise(base, exponent)) : null;
    return root ?? exp(multiply(exponent, log(base)));
  }
  return wholePower(base, n);
}

function wholePower(base: Real, n: bigint): Real {
  if (n > 4096n || n < -4096n) throw new Undecided("a very large power");
  const result = base.kind === "exact" ? exactly(() => exact.power(base, rational(n))) : null;
  return result ?? along(nearly(base), (x) => x ** Number(n));
}

export const divide = (a: Real, b: Real): Real => multiply(a, power(b, whole(-1)));

/** The same for two numbers exactly if they are known to be equal. @throws Undecided where the number is known only nearly */
export function keyOf(a: Real): string {
  const value = a.kind === "exact" ? (a.terms.length === 0 ? a.rational : exact.asRational(a)) : null;
  if (value === null) throw new Undecided("a table is asked at a number that is no fraction");
  return `${value.numerator}/${value.denominator}`;
}

/** How two numbers stand to each other; `near` says that they cannot be told apart, which is all that can be said of two approximations. */
export type Comparison = "equal" | "near" | "less" | "greater";

/** Errors are estimates: only what differs by many times of them is told apart. */
const CAUTION = 16;
const TOLERANCE = 1e-9;
/** What is known less well than this share of it, such as the integral of a peak between the points that are looked at, is not known. */
const KNOWN = 0.01;

/** @throws Undecided where the difference is of the size of the errors */
export function compare(a: Real, b: Real): Comparison {
  if (a.kind === "exact" && b.kind === "exact") {
    const difference = exactly(() => exact.subtract(a, b));
    const sign = difference === null ? "unknown" : signOfExact(difference);
    if (sign !== "unknown") return sign === 0 ? "equal" : sign < 0 ? "less" : "greater";
  }
  const [x, y] = [nearly(a), nearly(b)];
  const scale = TOLERANCE * (1 + Math.abs(x.middle) + Math.abs(y.middle));
  const gap = y.middle - x.middle;
  const error = x.error + y.error;
  if (Math.abs(gap) <= error + scale) return "near";
  const isVague = error > KNOWN * (Math.abs(x.middle) + Math.abs(y.middle)) + scale;
  if (isVague || Math.abs(gap) <= CAUTION * error + scale) throw new Undecided("a difference of the size of the errors");
  return gap > 0 ? "less" : "greater";
}
