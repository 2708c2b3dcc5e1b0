import ts from "typescript";
import { operand } from "./place.js";
import type { Operator } from "./place.js";

/** Whether the node decides which way the code goes, or a filter what it keeps. */
function isCondition(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return parent.expression === node;
  if (ts.isConditionalExpression(parent) || ts.isForStatement(parent)) return parent.condition === node;
  if (!ts.isArrowFunction(parent) || parent.body !== node || !ts.isCallExpression(parent.parent)) return false;
  const { expression } = parent.parent;
  return (
    ts.isPropertyAccessExpression(expression) && ["filter", "find", "some", "every", "findIndex"].includes(expression.name.text)
  );
}

function negated(node: ts.Node): string {
  return ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken
    ? operand(node.operand)
    : `!(${node.getText()})`;
}

/** A comparison by === has its negation from the operators already. */
function isEquality(node: ts.Node): boolean {
  return (
    ts.isBinaryExpression(node) &&
    [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken].includes(node.operatorToken.kind)
  );
}

export const flowOperators: readonly Operator[] = [
  {
    name: "negate condition",
    example: { before: "if (a && b) return;", after: "if (!(a && b)) return;" },
    edits: (node) => (isCondition(node) && !isEquality(node) ? [negated(node)] : []),
  },
  {
    name: "fix condition",
    example: { before: "if (size < 1) throw new RangeError();", after: "if (false) throw new RangeError();" },
    edits: (node) => (isCondition(node) ? ["true", "false"] : []),
  },
];

/** Whether the operator "drop statement" takes the statement away. */
export function isDroppable(node: ts.Node): node is ts.Statement {
  return (
    ts.isExpressionStatement(node) ||
    ts.isContinueStatement(node) ||
    ts.isBreakStatement(node) ||
    (ts.isReturnStatement(node) && node.expression === undefined) ||
    ts.isForStatement(node) ||
    ts.isForOfStatement(node)
  );
}
