import ts from "typescript";

/** What an operator may ask of the place it stands at. */
export interface Look {
  /** The name under which the tensor graph exports what is called, where the callee is one of its builders. */
  readonly builderOf: (callee: ts.Expression) => string | null;
  /** The type of an expression as TypeScript prints it. */
  readonly typeOf: (node: ts.Expression) => string;
}

/** One edit of one node. A statement without a replacement is dropped. */
export interface Edit {
  readonly operator: string;
  readonly node: ts.Node;
  /** What stands there instead; null where a statement is dropped. */
  readonly replacement: string | null;
}

export interface Operator {
  readonly name: string;
  /** Says what it does, for docs/mutants.md. */
  readonly example: { readonly before: string; readonly after: string };
  /** What may stand in the place of the node. */
  readonly edits: (node: ts.Node, look: Look) => readonly string[];
}

/** In the text of a mutant: where builders are found that the file need not import. */
export const BUILDERS = "$builders";

export const textOf = (node: ts.Node): string => node.getText();

/** The text as an operand of whatever stands around it. */
export function operand(node: ts.Node): string {
  const simple =
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isNumericLiteral(node);
  return simple ? textOf(node) : `(${textOf(node)})`;
}

/** The text with the text of one of the node's descendants exchanged. */
export function withPart(node: ts.Node, part: ts.Node, text: string): string {
  const start = node.getStart();
  const whole = textOf(node);
  return whole.slice(0, part.getStart() - start) + text + whole.slice(part.getEnd() - start);
}

/**
 * Nodes that edits must leave alone with all that is in them: types, names, imports, templates, what a `throw` says (messages are no mathematics), and the
 * `family` that a distribution's file hands to the contract tests: these are built from it.
 */
export function isOutOfReach(node: ts.Node): boolean {
  return (
    ts.isTypeNode(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isTemplateExpression(node) ||
    ts.isThrowStatement(node) ||
    (ts.isVariableDeclaration(node) && node.type?.getText().startsWith("Family<") === true)
  );
}

/** Whether another expression can be written in the place of this one without changing what the code around it is. */
export function isReplaceable(node: ts.Node): node is ts.Expression {
  if (!ts.isExpression(node)) return false;
  const { parent } = node;
  if (ts.isIdentifier(node) && isName(node, parent)) return false;
  if (ts.isCallExpression(parent) && parent.expression === node) return false;
  if (ts.isNewExpression(parent) && parent.expression === node) return false;
  if (ts.isExpressionWithTypeArguments(parent)) return false;
  if (ts.isPropertyAccessExpression(parent) && ts.isOptionalChain(parent)) return false;
  if (ts.isBinaryExpression(parent) && parent.left === node && isAssignment(parent.operatorToken.kind)) return false;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent))
    return parent.operator !== ts.SyntaxKind.PlusPlusToken && parent.operator !== ts.SyntaxKind.MinusMinusToken;
  return !ts.isCaseClause(parent) && !ts.isComputedPropertyName(parent);
}

export function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** An identifier that is no expression: a declared name, a property, a label. */
function isName(node: ts.Identifier, parent: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isPropertyAssignment(parent)) return parent.name === node;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent)) return parent.name === node;
  if (ts.isBindingElement(parent)) return parent.initializer !== node;
  return (
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isFunctionExpression(parent) ||
    ts.isClassDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isPropertyDeclaration(parent)
  );
}

/** The names of the functions and variables that the node stands in, outermost first. */
export function ownerOf(node: ts.Node): string {
  const names: string[] = [];
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    if ((ts.isFunctionDeclaration(at) || ts.isMethodDeclaration(at) || ts.isClassDeclaration(at)) && at.name !== undefined)
      names.push(textOf(at.name));
    else if (ts.isVariableDeclaration(at) && ts.isIdentifier(at.name)) names.push(at.name.text);
    else if (ts.isPropertyAssignment(at) && ts.isArrowFunction(at.initializer)) names.push(textOf(at.name));
  }
  return names.reverse().join(".");
}
