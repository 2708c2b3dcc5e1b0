import { plainName } from "../../src/terms/name.js";
import { rational, type Rational } from "../../src/numbers/rational.js";
import type { Binder, ElementaryName, Term } from "../../src/terms/term.js";

/** Closed terms, written shortly. Numbers stand for themselves: decimals are read as exact fractions of a power of two. */
export type Short = Term | number;

export function term(short: Short): Term {
  return typeof short === "number" ? { kind: "number", value: dyadic(short) } : short;
}

function dyadic(value: number): Rational {
  let shift = 0n;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    shift += 1n;
  }
  return rational(BigInt(scaled), 1n << shift);
}

export const symbol = (name: string): Term => ({ kind: "symbol", name: plainName(name) });
export const PI: Term = { kind: "constant", constant: "pi" };
export const add = (...terms: Short[]): Term => ({ kind: "add", terms: terms.map(term) });
export const negate = (argument: Short): Term => ({ kind: "negate", argument: term(argument) });
export const subtract = (a: Short, b: Short): Term => add(a, negate(b));
export const multiply = (...factors: Short[]): Term => ({ kind: "multiply", factors: factors.map(term) });
export const divide = (a: Short, b: Short): Term => ({ kind: "divide", numerator: term(a), denominator: term(b) });
export const power = (base: Short, exponent: Short): Term => ({ kind: "power", base: term(base), exponent: term(exponent) });
export const elementary = (name: ElementaryName, argument: Short): Term => ({
  kind: "elementary",
  name,
  argument: term(argument),
});
export const log = (argument: Short): Term => elementary("log", argument);
export const exp = (argument: Short): Term => elementary("exp", argument);
export const sqrt = (argument: Short): Term => elementary("sqrt", argument);
export const normal = (point: Short, mean: Short, variance: Short): Term => ({
  kind: "lawDensity",
  law: "normal",
  point: term(point),
  parameters: [term(mean), term(variance)],
});
export const integral = (variables: string[], body: Short): Term => ({
  kind: "integral",
  variables: variables.map(symbol),
  lower: null,
  upper: null,
  domain: null,
  body: term(body),
});
export const between = (lower: Short | null, upper: Short | null, variable: string, body: Short): Term => ({
  kind: "integral",
  variables: [symbol(variable)],
  lower: lower === null ? null : term(lower),
  upper: upper === null ? null : term(upper),
  domain: null,
  body: term(body),
});
export const under = (variable: string, mean: Short, variance: Short): Binder => ({
  variables: [symbol(variable)],
  distribution: { kind: "law", law: "normal", parameters: [term(mean), term(variance)] },
});
export const expectation = (binders: Binder[], body: Short): Term => ({
  kind: "expectation",
  binders,
  given: [],
  body: term(body),
});

/** The normal density by its formula, `1/√(2πv) · exp(−(x−m)²/(2v))`. */
export const bell = (point: Short, mean: Short, variance: Short): Term =>
  multiply(
    divide(1, sqrt(multiply(2, PI, variance))),
    exp(negate(divide(power(subtract(point, mean), 2), multiply(2, variance)))),
  );
