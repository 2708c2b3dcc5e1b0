import { bitLength, type Rational, rational, toNumber as rationalToNumber } from "../../numbers/rational.js";
import type { ElementaryName } from "../../terms/term.js";
import { EvaluationError } from "../../claims/algebra.js";
import type { Allowance } from "../../claims/allowance.js";
import { tick } from "../../numbers/deadline.js";
import * as exact from "../../numbers/exact.js";
import type { FiniteAlgebra } from "./values.js";

function domainError(message: string): never {
  throw new EvaluationError("domain", message);
}

const ELEMENTARY: Readonly<Record<ElementaryName, (x: number) => number>> = {
  log: (x) => (x > 0 ? Math.log(x) : domainError("the logarithm of a number that is not positive")),
  exp: Math.exp,
  sqrt: (x) => (x >= 0 ? Math.sqrt(x) : domainError("the square root of a negative number")),
  abs: Math.abs,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  tanh: Math.tanh,
  sigmoid: (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))),
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  erf: () => {
    throw new EvaluationError("unsupported", "erf in a finite model");
  },
};

/** Doubles: screens many worlds; a difference found here is decided exactly before anyone hears of it. */
export const DOUBLES: FiniteAlgebra<number> = {
  zero: 0,
  one: 1,
  fromRational: rationalToNumber,
  constant: (name) => (name === "pi" ? Math.PI : Math.E),
  add: (a, b) => a + b,
  negate: (a) => -a,
  multiply: (a, b) => a * b,
  divide: (a, b) => (b === 0 ? domainError("division by zero") : a / b),
  power: (base, exponent) => {
    const result = base ** exponent;
    return Number.isNaN(result) || (base === 0 && exponent < 0) ? domainError("a power outside the real numbers") : result;
  },
  elementary: (name, x) => ELEMENTARY[name](x),
  compare: (a, b) => a - b,
  toNumber: (a) => a,
};

/** Why doubles cannot tell: a number that is not 0 came out as 0. */
export const TOO_SMALL = "a value too small for doubles";

function kept(value: number, mayVanish: boolean): number {
  if (value === 0 && !mayVanish) throw new EvaluationError("unsupported", TOO_SMALL);
  return value;
}

const NEVER_ZERO: ReadonlySet<ElementaryName> = new Set<ElementaryName>(["exp", "sigmoid", "softplus"]);

/** Doubles that give up where one would be 0 only because it is too small: below that all numbers are equal. */
export const CAREFUL_DOUBLES: FiniteAlgebra<number> = {
  ...DOUBLES,
  multiply: (a, b) => kept(a * b, a === 0 || b === 0),
  divide: (a, b) => kept(DOUBLES.divide(a, b), a === 0),
  power: (base, exponent) => kept(DOUBLES.power(base, exponent), base === 0),
  elementary: (name, x) => kept(ELEMENTARY[name](x), !NEVER_ZERO.has(name)),
  fromRational: (value) => kept(rationalToNumber(value), value.numerator === 0n),
};

const HALF: Rational = rational(1, 2);

function outcome(result: exact.Outcome): exact.Exact {
  if (result.kind === "exact") return result;
  throw new EvaluationError(result.kind === "undefined" ? "domain" : "unsupported", result.reason);
}

function exactElementary(name: ElementaryName, x: exact.Exact): exact.Exact {
  switch (name) {
    case "log":
      return outcome(exact.log(x));
    case "exp":
      return outcome(exact.exp(x));
    case "sqrt":
      return outcome(exact.power(x, HALF));
    case "abs":
      return outcome(exact.abs(x));
    case "sigmoid":
      return outcome(exact.divide(exact.EXACT_ONE, exact.add(exact.EXACT_ONE, outcome(exact.exp(exact.negate(x))))));
    case "softplus":
      return outcome(exact.log(exact.add(exact.EXACT_ONE, outcome(exact.exp(x)))));
    case "sin":
    case "cos":
    case "tan":
    case "tanh":
    case "erf":
      throw new EvaluationError("unsupported", `${name} has no exact value here`);
  }
}

/** Exact numbers: what is reported as exact is decided here, without tolerance. */
export const EXACT: FiniteAlgebra<exact.Exact> = {
  zero: exact.EXACT_ZERO,
  one: exact.EXACT_ONE,
  fromRational: exact.fromRational,
  constant: (name) => (name === "pi" ? exact.PI : exact.E),
  add: exact.add,
  negate: exact.negate,
  multiply: exact.multiply,
  divide: (a, b) => outcome(exact.divide(a, b)),
  power: (base, exponent) => outcome(exact.raise(base, exponent)),
  elementary: exactElementary,
  compare: (a, b) => {
    const order = exact.compare(a, b);
    return order === "unknown" ? null : order === "equal" ? 0 : order === "less" ? -1 : 1;
  },
  toNumber: exact.toNumber,
};

/**
 * Exact numbers whose work counts against an allowance, one unit for about a microsecond: sums and products of many terms, and of fractions with many
 * digits, cost what they cost.
 */
export function exactWithin(allowance: Allowance): FiniteAlgebra<exact.Exact> {
  const spend = (units: number): void => {
    tick();
    allowance.spend(units);
  };
  const both =
    <R>(f: (a: exact.Exact, b: exact.Exact) => R): ((a: exact.Exact, b: exact.Exact) => R) =>
    (a, b) => {
      spend(weightOf(a) + weightOf(b));
      return f(a, b);
    };
  const multiply = (a: exact.Exact, b: exact.Exact): exact.Exact => {
    spend(productWeight(a, b));
    return exact.multiply(a, b);
  };
  return {
    ...EXACT,
    add: both(exact.add),
    multiply,
    divide: (a, b) => {
      spend(productWeight(a, b) + (b.terms.length > 0 ? HARD : 0));
      return EXACT.divide(a, b);
    },
    power: (a, b) => {
      spend(HARD * (weightOf(a) + weightOf(b)));
      // A sum is raised by products, each of which counts.
      return isWholeNumber(b) && a.terms.length > 0 ? wholePower(a, b.rational.numerator, multiply) : EXACT.power(a, b);
    },
    elementary: (name, a) => {
      spend(a.terms.length > 0 ? HARD * weightOf(a) : weightOf(a));
      return EXACT.elementary(name, a);
    },
    compare: both((a, b) => {
      spend(a.terms.length + b.terms.length > 0 ? HARD : 0);
      return EXACT.compare(a, b);
    }),
  };
}

function isWholeNumber(a: exact.Exact): boolean {
  return (
    a.terms.length === 0 && a.rational.denominator === 1n && a.rational.numerator > 0n && a.rational.numerator <= HIGHEST_POWER
  );
}

const HIGHEST_POWER = 1024n;

function wholePower(base: exact.Exact, exponent: bigint, multiply: (a: exact.Exact, b: exact.Exact) => exact.Exact): exact.Exact {
  let result = exact.EXACT_ONE;
  for (const bit of exponent.toString(2)) {
    result = multiply(result, result);
    if (bit === "1") result = multiply(result, base);
  }
  return result;
}

/** Weight of an operation that may refine logarithms or enclose a number. */
const HARD = 20;

function productWeight(a: exact.Exact, b: exact.Exact): number {
  const pairs = PAIR_WEIGHT * a.terms.length * b.terms.length;
  return weightOf(a) + weightOf(b) + pairs + FACTOR_WEIGHT * (a.terms.length * factors(b) + b.terms.length * factors(a));
}

/** Of two terms that are multiplied, and of each logarithm and root in them. */
const PAIR_WEIGHT = 2;
const FACTOR_WEIGHT = 3;

function factors(a: exact.Exact): number {
  return a.terms.reduce((count, { monomial }) => count + monomial.logs.length + monomial.roots.length, 0);
}

function weightOf(a: exact.Exact): number {
  let weight = 1 + fractionWeight(a.rational);
  for (const { coefficient } of a.terms) weight += 0.25 + fractionWeight(coefficient);
  return weight;
}

const WORD = 1n << 64n;

/** What reducing a fraction costs: it grows with the square of its length. */
function fractionWeight({ numerator, denominator }: Rational): number {
  if (denominator < WORD && numerator < WORD && numerator > -WORD) return 0;
  const words = Math.max(bitLength(numerator), bitLength(denominator)) / 64;
  return 1 + (words * words) / 20;
}
