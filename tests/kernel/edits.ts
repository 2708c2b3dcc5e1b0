import ts from "typescript";
import { type Edit, inSource } from "./load.js";
import type { Planted } from "./planted.js";

/** An edit of the kernel's source that takes away a part of what it insists on or asks for. */
export interface Weakening extends Edit {
  /** The rule that the edit is in; null outside of rules. */
  readonly rule: string | null;
}

const written = (node: ts.Node): string => node.getText().replaceAll(/\s+/gu, " ");

function weakening(file: string, node: ts.Node, text: string, name: string): Weakening {
  return { file, start: node.getStart(), end: node.getEnd(), text, name: `${file}: ${name}`, rule: ruleAround(node) };
}

/** The rules are the properties of two tables. */
function ruleAround(node: ts.Node): string | null {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    const table = ts.isPropertyAssignment(at) ? at.parent.parent : null;
    if (ts.isPropertyAssignment(at) && table !== null && ts.isVariableDeclaration(table) && !ts.isComputedPropertyName(at.name))
      return /^(?:EQUATIONS|INEQUALITIES)$/u.test(table.name.getText()) ? at.name.text : null;
  }
  return null;
}

const GUARDS = ["insist", "insistFree", "checkTerm"];

/** Every call of what refuses, left out. */
export const WITHOUT_GUARD: readonly Weakening[] = inSource((node, file) =>
  ts.isCallExpression(node) && ts.isIdentifier(node.expression) && GUARDS.includes(node.expression.text)
    ? [weakening(file, node, "undefined", `without ${written(node)}`)]
    : [],
);

const CLAIMS = ["positive", "nonnegative", "nonzero", "atMost", "integrable"];
/** It holds in every model. */
const ANYTHING = '{ kind: "positiveFamily", name: "anything" }';

function isClaim(node: ts.Node): boolean {
  if (ts.isCallExpression(node)) return ts.isIdentifier(node.expression) && CLAIMS.includes(node.expression.text);
  if (!ts.isObjectLiteralExpression(node)) return false;
  const [kind] = node.properties;
  return kind !== undefined && ts.isPropertyAssignment(kind) && CLAIMS.some((claim) => written(kind) === `kind: "${claim}"`);
}

/** Every condition that is asked for, or is left of one, replaced by one that always holds. */
export const WITHOUT_CONDITION: readonly Weakening[] = inSource((node, file) => {
  if (file === "proposition.ts") return [];
  if (isClaim(node)) return [weakening(file, node, `(${ANYTHING})`, `without ${written(node)} in ${written(node.parent)}`)];
  const isGiven =
    ts.isIdentifier(node) && node.text === "positive" && ts.isCallExpression(node.parent) && node.parent.arguments[0] === node;
  return isGiven ? [weakening(file, node, `(() => (${ANYTHING}))`, `without ${written(node.parent)}`)] : [];
});

/** Every operand of a conjunction taken for true, and of a disjunction for false. */
export const WITHOUT_CLAUSE: readonly Weakening[] = inSource((node, file) => {
  if (!ts.isBinaryExpression(node)) return [];
  const isAnd = node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  if (!isAnd && node.operatorToken.kind !== ts.SyntaxKind.BarBarToken) return [];
  return [node.left, node.right].map((side) =>
    weakening(file, side, isAnd ? "true" : "false", `${written(side)} in ${written(node)}`),
  );
});

/** Slips that a person may make in writing a rule. */
const SWAPS: Readonly<Record<string, string>> = {
  lower: "upper",
  upper: "lower",
  smaller: "larger",
  larger: "smaller",
  plus: "minus",
  minus: "plus",
  times: "plus",
  over: "times",
  log: "exp",
  exp: "log",
  first: "second",
  some: "every",
  every: "some",
  nonzero: "nonnegative",
  positive: "nonnegative",
  nonnegative: "nonzero",
  sum: "product",
  product: "sum",
  target: "given",
  integral: "sum",
  "===": "!==",
  "!==": "===",
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
};

const isText = (node: ts.Node): node is ts.StringLiteral =>
  ts.isStringLiteral(node) &&
  !ts.isImportDeclaration(node.parent) &&
  !ts.isExportDeclaration(node.parent) &&
  !ts.isLiteralTypeNode(node.parent) &&
  !ts.isPropertyAssignment(node.parent);

/** Each slip in each place where it can be made. */
export const SLIPS: readonly Weakening[] = inSource((node, file) => {
  const slip = (text: string): readonly Weakening[] => {
    const around = written(node.parent.parent);
    return [
      weakening(file, node, text, `${text} for ${written(node)} in ${around.length < 160 ? around : written(node.parent)}`),
    ];
  };
  if (ts.isNumericLiteral(node) && ts.isCallExpression(node.parent)) return slip(`${Number(node.text) + 1}`);
  if (ts.isBigIntLiteral(node)) return slip(`${BigInt(node.text.slice(0, -1)) + 1n}n`);
  if (isText(node) && SWAPS[node.text] !== undefined && !ts.isCaseClause(node.parent)) return slip(`"${SWAPS[node.text] ?? ""}"`);
  if (
    ts.isIdentifier(node) &&
    SWAPS[node.text] !== undefined &&
    (ts.isCallExpression(node.parent) || ts.isArrayLiteralExpression(node.parent))
  )
    return slip(SWAPS[node.text] ?? "");
  if (ts.isConditionalExpression(node)) return [...slip(written(node.whenTrue)), ...slip(written(node.whenFalse))];
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return slip(`(${written(node.operand)})`);
  if (ts.isBinaryExpression(node)) {
    const swapped = SWAPS[node.operatorToken.getText()];
    return swapped === undefined ? [] : slip(`(${written(node.left)} ${swapped} ${written(node.right)})`);
  }
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { name, expression } = node.expression;
    if (name.text === "filter" || name.text === "slice" || name.text === "toReversed") return slip(written(expression));
  }
  return [];
});

/** A planted error as an edit. @throws Error unless the expression stands there once */
export function editOf({ name, file, expression, by }: Planted): Weakening {
  const found = inSource((node, own) =>
    own === file && written(node) === expression && !ts.isExpressionStatement(node)
      ? [weakening(file, node, `(${by})`, name)]
      : [],
  );
  const [only, ...others] = found.filter(
    (edit, i) => found.findIndex(({ start, end }) => start === edit.start && end === edit.end) === i,
  );
  if (only === undefined || others.length > 0) throw new Error(`${file} has ${found.length} times ${expression}`);
  return only;
}
