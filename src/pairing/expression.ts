import { type Algebra, EvaluationError } from "../claims/algebra.js";
import { type Rational, rational } from "../numbers/rational.js";
import type { ElementaryName } from "../terms/term.js";

/**
 * A formula at fixed sizes, with every sum written out: one number, made of unknown ones. Nodes are shared: what occurs twice is one object.
 */
export type Expression =
  | { readonly kind: "number"; readonly value: Rational }
  | { readonly kind: "constant"; readonly constant: "pi" | "e" }
  | { readonly kind: "unknown"; readonly key: string; readonly positive: boolean }
  | { readonly kind: "add" | "multiply" | "divide" | "power"; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "negate"; readonly argument: Expression }
  | { readonly kind: "elementary"; readonly name: ElementaryName; readonly argument: Expression };

export function numberOf(value: Rational): Expression {
  return { kind: "number", value };
}

const ZERO = numberOf(rational(0));
const ONE = numberOf(rational(1));

/** The whole number that an expression is, if it is one. */
export function wholeNumber(expression: Expression): bigint | null {
  if (expression.kind !== "number" || expression.value.denominator !== 1n) return null;
  return expression.value.numerator;
}

/** Whether an expression is positive whatever its unknowns are, as far as its form shows. */
export function isPositive(expression: Expression): boolean {
  switch (expression.kind) {
    case "number":
      return expression.value.numerator > 0n;
    case "constant":
      return true;
    case "unknown":
      return expression.positive;
    case "add":
    case "multiply":
    case "divide":
      return isPositive(expression.left) && isPositive(expression.right);
    case "power":
      return isPositive(expression.left);
    case "negate":
      return false;
    case "elementary":
      if (expression.name === "sqrt") return isPositive(expression.argument);
      return expression.name === "exp" || expression.name === "sigmoid" || expression.name === "softplus";
  }
}

/**
 * Logarithms of products are taken factor by factor where every factor is positive: the density of a normal variable thirty standard deviations from its mean
 * is too small for any number, its logarithm is not.
 */
function logOf(argument: Expression): Expression {
  if (isPositive(argument)) {
    switch (argument.kind) {
      case "multiply":
        return EXPRESSIONS.add(logOf(argument.left), logOf(argument.right));
      case "divide":
        return EXPRESSIONS.add(logOf(argument.left), EXPRESSIONS.negate(logOf(argument.right)));
      case "power":
        return EXPRESSIONS.multiply(argument.right, logOf(argument.left));
      case "elementary":
        if (argument.name === "exp") return argument.argument;
        if (argument.name === "sqrt") return EXPRESSIONS.multiply(numberOf(rational(1, 2)), logOf(argument.argument));
        break;
      case "number":
        if (wholeNumber(argument) === 1n) return ZERO;
        break;
      case "constant":
      case "unknown":
      case "add":
      case "negate":
        break;
    }
  }
  return { kind: "elementary", name: "log", argument };
}

/** Expressions as the numbers of an interpreter. Only what is certain whatever the unknowns are is simplified. */
export const EXPRESSIONS = {
  zero: ZERO,
  one: ONE,
  fromRational: numberOf,
  constant: (constant: "pi" | "e"): Expression => ({ kind: "constant", constant }),
  add: (left: Expression, right: Expression): Expression => {
    if (wholeNumber(left) === 0n) return right;
    return wholeNumber(right) === 0n ? left : { kind: "add", left, right };
  },
  negate: (argument: Expression): Expression => {
    if (wholeNumber(argument) === 0n) return argument;
    return argument.kind === "negate" ? argument.argument : { kind: "negate", argument };
  },
  multiply: (left: Expression, right: Expression): Expression => {
    if (wholeNumber(left) === 1n) return right;
    return wholeNumber(right) === 1n ? left : { kind: "multiply", left, right };
  },
  divide: (left: Expression, right: Expression): Expression => {
    if (wholeNumber(right) === 0n) throw new EvaluationError("domain", "division by zero");
    return wholeNumber(right) === 1n ? left : { kind: "divide", left, right };
  },
  power: (left: Expression, right: Expression): Expression => (wholeNumber(right) === 1n ? left : { kind: "power", left, right }),
  elementary: (name: ElementaryName, argument: Expression): Expression =>
    name === "log" ? logOf(argument) : { kind: "elementary", name, argument },
  compare: (a: Expression, b: Expression): number | null => {
    if (a.kind !== "number" || b.kind !== "number") return null;
    const difference = a.value.numerator * b.value.denominator - b.value.numerator * a.value.denominator;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  },
} satisfies Algebra<Expression>;

/** All nodes of expressions, each once and behind its operands. */
export function inOrder(expressions: readonly Expression[]): readonly Expression[] {
  const order = new Set<Expression>();
  const visit = (node: Expression): void => {
    if (order.has(node)) return;
    operandsOf(node).forEach(visit);
    order.add(node);
  };
  expressions.forEach(visit);
  return [...order];
}

/** The unknown numbers of expressions, in order of first occurrence. */
export function unknownsOf(expressions: readonly Expression[]): readonly string[] {
  return [...new Set(inOrder(expressions).flatMap((node) => (node.kind === "unknown" ? [node.key] : [])))];
}

export function operandsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case "number":
    case "constant":
    case "unknown":
      return [];
    case "negate":
    case "elementary":
      return [node.argument];
    case "add":
    case "multiply":
    case "divide":
    case "power":
      return [node.left, node.right];
  }
}
