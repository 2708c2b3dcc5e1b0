import ts from "typescript";
import { BUILDERS, operand, textOf, withPart } from "./place.js";
import type { Look, Operator } from "./place.js";

/** What may be written by mistake for a builder: another one with the same operands. */
const EXCHANGES: Readonly<Record<string, readonly string[]>> = {
  add: ["subtract", "multiply"],
  subtract: ["add", "divide"],
  multiply: ["divide", "add"],
  divide: ["multiply", "subtract"],
  exp: ["expm1", "log"],
  expm1: ["exp"],
  log: ["log1p", "exp"],
  log1p: ["log"],
  sqrt: ["square"],
  square: ["abs", "sqrt"],
  abs: ["square", "sign"],
  sign: ["abs", "tanh"],
  reciprocal: ["negate"],
  sigmoid: ["tanh", "softplus"],
  tanh: ["sigmoid"],
  softplus: ["relu", "sigmoid"],
  relu: ["softplus", "abs"],
  logSigmoid: ["sigmoid", "softplus"],
  erf: ["tanh"],
  maximum: ["minimum"],
  minimum: ["maximum"],
  less: ["lessEqual", "greater"],
  lessEqual: ["less", "greaterEqual"],
  greater: ["greaterEqual", "less"],
  greaterEqual: ["greater", "lessEqual"],
  equal: ["lessEqual"],
  sum: ["mean", "max"],
  mean: ["sum"],
  max: ["sum", "logSumExp"],
  logSumExp: ["sum", "max"],
  softmax: ["logSoftmax"],
  logSoftmax: ["softmax"],
};

/** Their operands exchanged are the same function, but for the order of the axes in memory. */
const COMMUTATIVE: ReadonlySet<string> = new Set(["add", "multiply", "maximum", "minimum", "equal", "contract", "equalAxes"]);

const isLiteral = (node: ts.Node): boolean => ts.isStringLiteral(node) || ts.isTemplateLiteral(node) || ts.isArrowFunction(node);

function calleeName({ expression }: ts.CallExpression, look: Look): string {
  return look.builderOf(expression) ?? textOf(expression);
}

/** Methods that are written for one another. */
const METHODS: Readonly<Record<string, readonly string[]>> = {
  some: ["every"],
  every: ["some"],
  floor: ["ceil"],
  log: ["log1p"],
  sqrt: ["abs"],
};

/** Methods whose receiver can stand in their place. */
const PASSING: ReadonlySet<string> = new Set([
  "filter",
  "slice",
  "subarray",
  "reverse",
  "toReversed",
  "sort",
  "toSorted",
  "map",
  "flatMap",
  "flat",
]);

export const callOperators: readonly Operator[] = [
  {
    name: "exchange builder",
    example: { before: "exp(x)", after: "expm1(x)" },
    edits: (node, look) => {
      if (!ts.isCallExpression(node)) return [];
      const name = look.builderOf(node.expression);
      const others = name === null ? [] : (EXCHANGES[name] ?? []);
      return others.map((other) => withPart(node, node.expression, `${BUILDERS}.${other}`));
    },
  },
  {
    name: "exchange kind",
    example: { before: `unary("exp", x)`, after: `unary("expm1", x)` },
    edits: (node) => {
      if (!ts.isStringLiteral(node) || !ts.isCallExpression(node.parent)) return [];
      return (EXCHANGES[node.text] ?? []).map((other) => JSON.stringify(other));
    },
  },
  {
    name: "swap arguments",
    example: { before: "subtract(a, b)", after: "subtract(b, a)" },
    edits: (node, look) => {
      if (!ts.isCallExpression(node) || COMMUTATIVE.has(calleeName(node, look))) return [];
      return node.arguments.slice(1).flatMap((right, i) => {
        const left = node.arguments[i];
        if (left === undefined || isLiteral(left) || isLiteral(right)) return [];
        return [swapped(node, left, right)];
      });
    },
  },
  {
    name: "call to argument",
    example: { before: "exp(x)", after: "x" },
    edits: (node) => {
      if (!ts.isCallExpression(node)) return [];
      return node.arguments.filter((own) => !isLiteral(own) && !ts.isSpreadElement(own)).map(operand);
    },
  },
  {
    name: "call to receiver",
    example: { before: "axes.toReversed()", after: "axes" },
    edits: (node) => {
      if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
      return PASSING.has(node.expression.name.text) ? [operand(node.expression.expression)] : [];
    },
  },
  {
    name: "exchange method",
    example: { before: "axes.some(isEmpty)", after: "axes.every(isEmpty)" },
    edits: (node) => {
      if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
      const { name } = node.expression;
      return (METHODS[name.text] ?? []).map((other) => withPart(node, name, other));
    },
  },
];

function swapped(node: ts.CallExpression, left: ts.Expression, right: ts.Expression): string {
  const start = node.getStart();
  const whole = textOf(node);
  const between = whole.slice(left.getEnd() - start, right.getStart() - start);
  return whole.slice(0, left.getStart() - start) + textOf(right) + between + textOf(left) + whole.slice(right.getEnd() - start);
}
