import { compareRational, ZERO } from "../numbers/rational.js";
import { isNumber } from "./build.js";
import type { Expression } from "./expression.js";

/** What is known of the sign of an expression wherever it has a value. */
export type Sign = "positive" | "nonnegative" | "unknown";

export const isNonnegative = (e: Expression): boolean => signOf(e) !== "unknown";
export const isPositive = (e: Expression): boolean => signOf(e) === "positive";

export function signOf(e: Expression): Sign {
  switch (e.kind) {
    case "number": {
      const order = compareRational(e.value, ZERO);
      return order > 0 ? "positive" : order === 0 ? "nonnegative" : "unknown";
    }
    case "constant":
      return "positive";
    case "place":
      return e.place.offset >= 0 ? "nonnegative" : "unknown";
    case "read":
      return e.parameter.domain === "positive" ? "positive" : isFraction(e) ? "nonnegative" : "unknown";
    case "add": {
      if (isComplement(e)) return "nonnegative";
      const signs = e.terms.map(signOf);
      if (signs.includes("unknown")) return "unknown";
      return signs.includes("positive") ? "positive" : "nonnegative";
    }
    case "multiply":
      return both(e.factors.map(signOf));
    case "divide":
      return both([signOf(e.numerator), signOf(e.denominator)]);
    case "power": {
      const base = signOf(e.base);
      if (base !== "unknown") return base;
      return isNumber(e.exponent, 2) ? "nonnegative" : "unknown";
    }
    case "call":
      return signOfCall(e.name, e.argument);
    case "pair":
      return "unknown";
    case "fold":
      return e.name === "logSumExp" ? "unknown" : signOf(e.body);
  }
}

function signOfCall(name: Extract<Expression, { kind: "call" }>["name"], argument: Expression): Sign {
  switch (name) {
    case "exp":
    case "softplus":
    case "sigmoid":
      return "positive";
    case "sqrt":
      return isPositive(argument) ? "positive" : "nonnegative";
    case "abs":
      return isPositive(argument) ? "positive" : "nonnegative";
    case "log1p":
    case "expm1":
    case "tanh":
    case "erf":
      return signOf(argument);
    case "log":
    case "sin":
    case "cos":
    case "tan":
      return "unknown";
  }
}

function both(signs: readonly Sign[]): Sign {
  if (signs.includes("unknown")) return "unknown";
  return signs.includes("nonnegative") ? "nonnegative" : "positive";
}

/** Something between 0 and 1. */
function isFraction(e: Expression): boolean {
  if (e.kind === "call") return e.name === "sigmoid";
  return e.kind === "read" && ["unit", "binary", "simplex"].includes(e.parameter.domain);
}

/** 1 minus something between 0 and 1. */
function isComplement(e: Extract<Expression, { kind: "add" }>): boolean {
  const [first, second, third] = e.terms;
  if (first === undefined || second === undefined || third !== undefined) return false;
  const [one, other] = isNumber(first, 1) ? [first, second] : [second, first];
  if (!isNumber(one, 1) || other.kind !== "multiply" || other.factors.length !== 2) return false;
  const [scale, fraction] = other.factors;
  return scale !== undefined && fraction !== undefined && isNumber(scale, -1) && isFraction(fraction);
}
