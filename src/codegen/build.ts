import {
  addRational,
  divideRational,
  equalRational,
  isZero,
  multiplyRational,
  negateRational,
  ONE,
  type Rational,
  rational,
  ZERO,
} from "../numbers/rational.js";
import {
  type Expression,
  type ExpressionOf,
  type FunctionName,
  HALF,
  MINUS_ONE,
  mapParts,
  type PairName,
  sameExpression,
} from "./expression.js";

export const number = (value: Rational | number): Expression => ({
  kind: "number",
  value: typeof value === "number" ? rational(value) : value,
});

export const call = (name: FunctionName, argument: Expression): Expression => {
  if (name === "log" && isNumber(argument, 1)) return number(0);
  if (name === "exp" && isNumber(argument, 0)) return number(1);
  return { kind: "call", name, argument };
};
export const log = (argument: Expression): Expression => call("log", argument);
export const exp = (argument: Expression): Expression => call("exp", argument);
export const pair = (name: PairName, left: Expression, right: Expression): Expression => ({ kind: "pair", name, left, right });

export const isNumber = (e: Expression, value: Rational | number): boolean =>
  e.kind === "number" && equalRational(e.value, typeof value === "number" ? rational(value) : value);

/** A flat sum; numbers are added up where the first of them stands. */
export function add(...terms: readonly Expression[]): Expression {
  const flat = terms.flatMap(summands);
  const numbers = flat.flatMap((term) => (term.kind === "number" ? [term.value] : []));
  const total = numbers.reduce(addRational, ZERO);
  const first = flat.findIndex((term) => term.kind === "number");
  const kept = flat.flatMap((term, i) => {
    if (term.kind !== "number") return [term];
    return i === first && !isZero(total) ? [number(total)] : [];
  });
  const [only, ...others] = kept;
  if (only === undefined) return number(0);
  return others.length === 0 ? only : { kind: "add", terms: kept };
}

/** The terms of a sum, or of the negative of one. */
function summands(e: Expression): readonly Expression[] {
  if (e.kind === "add") return e.terms;
  const [scale, sum] = e.kind === "multiply" && e.factors.length === 2 ? e.factors : [];
  return scale !== undefined && sum?.kind === "add" && isNumber(scale, -1) ? sum.terms.map(negate) : [e];
}

/** A flat product with its numerical factor in front, and one quotient where there are some. */
export function multiply(...factors: readonly Expression[]): Expression {
  const flat = factors.flatMap((factor) => (factor.kind === "multiply" ? factor.factors : [factor]));
  const scale = flat.reduce(
    (product, factor) => (factor.kind === "number" ? multiplyRational(product, factor.value) : product),
    ONE,
  );
  if (isZero(scale)) return number(0);
  const kept = flat.filter((factor) => factor.kind !== "number");
  if (kept.length > 1 && kept.some((factor) => factor.kind === "divide")) {
    const numerators = kept.map((factor) => (factor.kind === "divide" ? factor.numerator : factor));
    const denominators = kept.flatMap((factor) => (factor.kind === "divide" ? [factor.denominator] : []));
    return multiply(number(scale), divide(multiply(...numerators), multiply(...denominators)));
  }
  const all = equalRational(scale, ONE) ? kept : [number(scale), ...kept];
  const [only, ...others] = all;
  if (only === undefined) return number(1);
  return others.length === 0 ? only : { kind: "multiply", factors: all };
}

export const negate = (e: Expression): Expression => multiply(number(MINUS_ONE), e);
export const subtract = (a: Expression, b: Expression): Expression => add(a, negate(b));

/** The numerical factor of an expression and what it multiplies. */
export function scaled(e: Expression): { readonly scale: Rational; readonly rest: Expression } {
  if (e.kind === "number") return { scale: e.value, rest: number(1) };
  const [first, ...others] = e.kind === "multiply" ? e.factors : [];
  return first?.kind === "number" ? { scale: first.value, rest: multiply(...others) } : { scale: ONE, rest: e };
}

/** A quotient whose numerical factors stand in front of it. */
export function divide(numerator: Expression, denominator: Expression): Expression {
  const [over, under] = [scaled(numerator), scaled(denominator)];
  if (isZero(under.scale)) return { kind: "divide", numerator, denominator };
  const scale = number(divideRational(over.scale, under.scale));
  if (isNumber(under.rest, 1)) return multiply(scale, over.rest);
  if (sameExpression(over.rest, under.rest)) return scale;
  // What stands over 1 stays there: `1 / x` and not `1 * (1 / x)`.
  if (isNumber(over.rest, 1)) return quotient(scale, under.rest);
  return multiply(scale, quotient(over.rest, under.rest));
}

/** Quotients in quotients become one. */
function quotient(numerator: Expression, denominator: Expression): Expression {
  if (denominator.kind === "divide") return divide(multiply(numerator, denominator.denominator), denominator.numerator);
  if (numerator.kind === "divide") return divide(numerator.numerator, multiply(numerator.denominator, denominator));
  return { kind: "divide", numerator, denominator };
}

export function power(base: Expression, exponent: Expression): Expression {
  if (isNumber(exponent, 1)) return base;
  if (isNumber(exponent, 0)) return number(1);
  if (isNumber(exponent, HALF)) return call("sqrt", base);
  if (base.kind === "constant" && base.name === "e") return exp(exponent);
  const { scale } = scaled(exponent);
  if (scale.numerator < 0n) return divide(number(1), power(base, negate(exponent)));
  if (base.kind === "number" && exponent.kind === "number" && exponent.value.denominator === 1n && exponent.value.numerator < 64n)
    return number(wholePower(base.value, Number(exponent.value.numerator)));
  return { kind: "power", base, exponent };
}

export const square = (e: Expression): Expression => power(e, number(2));

function wholePower(base: Rational, exponent: number): Rational {
  return Array.from({ length: exponent }, () => base).reduce(multiplyRational, ONE);
}

/** Whether a term of a sum is written with a minus. */
export const isNegative = (e: Expression): boolean => scaled(e).scale.numerator < 0n;

export const negated = (value: Rational): Rational => negateRational(value);

/** An expression with each of its direct parts replaced, in the one form again. */
export function rebuild(e: Expression, f: (part: Expression) => Expression): Expression {
  const parts = mapParts(e, f);
  const [first, second] = parts;
  switch (e.kind) {
    case "number":
    case "constant":
    case "place":
    case "read":
      return e;
    case "add":
      return add(...parts);
    case "multiply":
      return multiply(...parts);
    case "divide":
      return first === undefined || second === undefined ? e : divide(first, second);
    case "power":
      return first === undefined || second === undefined ? e : power(first, second);
    case "call":
      return first === undefined ? e : call(e.name, first);
    case "pair":
      return first === undefined || second === undefined ? e : pair(e.name, first, second);
    case "fold":
      return first === undefined ? e : { ...e, body: first };
  }
}

/** The fold over the same range with another name or body. */
export const refold = (
  fold: ExpressionOf<"fold">,
  name: ExpressionOf<"fold">["name"],
  body: Expression,
): ExpressionOf<"fold"> => ({ ...fold, name, body });
