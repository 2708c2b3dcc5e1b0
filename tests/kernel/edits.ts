import ts from "typescript";
import { type Edit, inSource } from "./load.js";

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
const DEMANDS = ["demand", "demandPositive", "demandOrder"];

const callsOf = (names: readonly string[]): readonly Weakening[] =>
  inSource((node, file) =>
    ts.isCallExpression(node) && ts.isIdentifier(node.expression) && names.includes(node.expression.text)
      ? [weakening(file, node, "undefined", `without ${written(node)}`)]
      : [],
  );

/** Every call of what refuses, left out, and every refusal that is no such call made an error of another kind. */
export const WITHOUT_GUARD: readonly Weakening[] = [
  ...callsOf(GUARDS),
  ...inSource((node, file) =>
    ts.isNewExpression(node) && written(node.expression) === "Refusal" && file !== "refusal.ts"
      ? [weakening(file, node, 'new Error("left out")', `without ${written(node)}`)]
      : [],
  ),
];

/** Every call of what asks for a condition, left out. */
export const WITHOUT_DEMAND: readonly Weakening[] = callsOf(DEMANDS);

/** Every operand of a conjunction taken for true, and of a disjunction for false. */
export const WITHOUT_CLAUSE: readonly Weakening[] = inSource((node, file) => {
  if (!ts.isBinaryExpression(node)) return [];
  const isAnd = node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  if (!isAnd && node.operatorToken.kind !== ts.SyntaxKind.BarBarToken) return [];
  return [node.left, node.right].map((side) =>
    weakening(file, side, isAnd ? "true" : "false", `${written(side)} in ${written(node)}`),
  );
});
