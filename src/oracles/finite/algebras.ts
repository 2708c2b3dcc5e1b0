import { type Rational, rational, toNumber as rationalToNumber } from "../../kernel/rational.js";
import type { ElementaryName } from "../../kernel/term.js";
import { EvaluationError } from "../../claims/algebra.js";
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
