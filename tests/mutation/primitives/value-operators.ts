import ts from "typescript";
import { isAssignment, operand, textOf, withPart } from "./place.js";
import type { Operator } from "./place.js";

/** Numbers from here on are changed by a factor, not by 1. */
const LARGE = 16;

function otherNumbers(value: number): readonly number[] {
  if (value === 0) return [1, -1];
  if (value === 1) return [2, 0, -1];
  return Number.isInteger(value) && value < LARGE ? [value + 1, value - 1, -value] : [2 * value, value / 2, -value];
}

const EXCHANGES = new Map<ts.SyntaxKind, readonly string[]>([
  [ts.SyntaxKind.PlusToken, ["-"]],
  [ts.SyntaxKind.MinusToken, ["+"]],
  [ts.SyntaxKind.AsteriskToken, ["/", "+"]],
  [ts.SyntaxKind.SlashToken, ["*"]],
  [ts.SyntaxKind.PercentToken, ["*", "/"]],
  [ts.SyntaxKind.LessThanToken, ["<=", ">="]],
  [ts.SyntaxKind.LessThanEqualsToken, ["<", ">"]],
  [ts.SyntaxKind.GreaterThanToken, [">=", "<="]],
  [ts.SyntaxKind.GreaterThanEqualsToken, [">", "<"]],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, ["!=="]],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, ["==="]],
  [ts.SyntaxKind.AmpersandAmpersandToken, ["||"]],
  [ts.SyntaxKind.BarBarToken, ["&&"]],
  [ts.SyntaxKind.PlusEqualsToken, ["-=", "="]],
  [ts.SyntaxKind.MinusEqualsToken, ["+=", "="]],
  [ts.SyntaxKind.AsteriskEqualsToken, ["/=", "="]],
]);

/** Either operand can stand for the whole. */
const KEEPS_ONE: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);

/** Two of a kind: names that are written for one another. */
const TWINS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ["height", "width"],
    ["row", "column"],
    ["in", "out"],
    ["top", "bottom"],
    ["left", "right"],
    ["low", "high"],
    ["start", "end"],
    ["before", "after"],
    ["mean", "logVar"],
    ["batchAxes", "eventAxes"],
    ["states", "slices"],
    ["next", "outputs"],
    ["state", "output"],
  ].flatMap(([a = "", b = ""]) => [
    [a, b],
    [b, a],
  ]),
);

const lists = /^(?:readonly )?(?:string|Axis|Node)\[\]$|^Axes$/u;

export const valueOperators: readonly Operator[] = [
  {
    name: "change number",
    example: { before: "-1 / 2", after: "-1 / 3" },
    edits: (node) => (ts.isNumericLiteral(node) ? otherNumbers(Number(node.text)).map(String) : []),
  },
  {
    name: "zero for infinity",
    example: { before: "Infinity", after: "0" },
    edits: (node) => (ts.isIdentifier(node) && node.text === "Infinity" ? ["0"] : []),
  },
  {
    name: "off by one",
    example: { before: "slice(x, axis, start, end)", after: "slice(x, axis, start + 1, end)" },
    edits: (node, look) => {
      const { parent } = node;
      const isValue = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
      const isGiven =
        (ts.isCallExpression(parent) && parent.expression !== node && !isTestOfNumbers(parent)) ||
        (ts.isPropertyAssignment(parent) && parent.initializer === node);
      return isValue && isGiven && look.typeOf(node) === "number" ? [`${textOf(node)} + 1`, `${textOf(node)} - 1`] : [];
    },
  },
  {
    name: "shorten list",
    example: { before: "sum(x, over)", after: "sum(x, over.slice(1))" },
    edits: (node, look) => {
      const { parent } = node;
      if (ts.isArrayLiteralExpression(node))
        return node.elements.map((own) => `[${textsOf(node.elements.filter((other) => other !== own))}]`);
      const isValue = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
      if (!isValue || !ts.isCallExpression(parent) || parent.expression === node || !lists.test(look.typeOf(node))) return [];
      return ["[]", `${textOf(node)}.slice(1)`];
    },
  },
  {
    name: "exchange operator",
    example: { before: "a + b", after: "a - b" },
    edits: (node) => {
      if (!ts.isBinaryExpression(node)) return [];
      return (EXCHANGES.get(node.operatorToken.kind) ?? []).map((other) => withPart(node, node.operatorToken, other));
    },
  },
  {
    name: "keep one operand",
    example: { before: "a / b", after: "a" },
    edits: (node) => {
      if (!ts.isBinaryExpression(node) || isAssignment(node.operatorToken.kind)) return [];
      return KEEPS_ONE.has(node.operatorToken.kind) ? [operand(node.left), operand(node.right)] : [];
    },
  },
  {
    name: "drop sign",
    example: { before: "-x", after: "x" },
    edits: (node) => {
      if (!ts.isPrefixUnaryExpression(node)) return [];
      return node.operator === ts.SyntaxKind.MinusToken ? [operand(node.operand)] : [];
    },
  },
  {
    name: "count the other way",
    example: { before: "i++", after: "i--" },
    edits: (node) => {
      if (!ts.isPrefixUnaryExpression(node) && !ts.isPostfixUnaryExpression(node)) return [];
      if (node.operator === ts.SyntaxKind.PlusPlusToken) return [textOf(node).replace("++", "--")];
      return node.operator === ts.SyntaxKind.MinusMinusToken ? [textOf(node).replace("--", "++")] : [];
    },
  },
  {
    name: "exchange twins",
    example: { before: "strides.height", after: "strides.width" },
    edits: (node) => {
      if (ts.isPropertyAccessExpression(node)) {
        const twin = TWINS[node.name.text];
        return twin === undefined ? [] : [withPart(node, node.name, twin)];
      }
      const twin = ts.isStringLiteral(node) ? TWINS[node.text] : undefined;
      return twin === undefined ? [] : [JSON.stringify(twin)];
    },
  },
  {
    name: "other truth value",
    example: { before: "true", after: "false" },
    edits: ({ kind }) => {
      if (kind === ts.SyntaxKind.TrueKeyword) return ["false"];
      return kind === ts.SyntaxKind.FalseKeyword ? ["true"] : [];
    },
  },
];

/** What a number is asked does not change by 1: `Number.isSafeInteger(size)`. */
function isTestOfNumbers({ expression }: ts.CallExpression): boolean {
  return textOf(expression).startsWith("Number.is");
}

function textsOf(nodes: readonly ts.Node[]): string {
  return nodes.map(textOf).join(", ");
}
