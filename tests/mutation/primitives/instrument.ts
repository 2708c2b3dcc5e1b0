import ts from "typescript";
import type { Mutant } from "./mutants.js";

/** What the edited code calls: whether this mutant is on, at its place; and what counts work. */
export const IS_ON = "$isOn";
export const WORK = "$work";

/** What is counted: the rounds of loops, or also the calls of functions, for libraries that call them until they get what they want. */
export type Counted = "rounds" | "rounds and calls";

/**
 * The file with all its mutants in it, of which one at most is on: every edited expression e becomes `$isOn(place, id) ? edit : e`. Its work is counted, so
 * that what an edit makes endless ends, here or in another file.
 */
export function instrumented(file: ts.SourceFile, mutants: readonly Mutant[], counted: Counted): string {
  const byNode = new Map<ts.Node, Mutant[]>();
  for (const mutant of mutants) byNode.set(mutant.node, [...(byNode.get(mutant.node) ?? []), mutant]);
  const render = (node: ts.Node): string => {
    let text = "";
    let at = node.getStart();
    ts.forEachChild(node, (child) => {
      if (child.getStart() < at) throw new Error(`out of order: ${child.getText()}`);
      text += file.text.slice(at, child.getStart()) + render(child);
      at = child.getEnd();
    });
    text += file.text.slice(at, node.getEnd());
    const isCounted = isBodyOfLoop(node) || (counted === "rounds and calls" && isBodyOfFunction(node));
    const inside = (byNode.get(node) ?? []).reduceRight(switched, text);
    if (!isCounted) return inside;
    return ts.isExpression(node) ? `(${WORK}(), ${inside})` : `{ ${WORK}(); ${inside} }`;
  };
  return render(file);
}

function switched(text: string, { place, id, replacement }: Mutant): string {
  const isOn = `${IS_ON}(${place}, ${id})`;
  return replacement === null
    ? `if (!${isOn}) { ${text} }`
    : `(${isOn} ? (${replacement}) : ${text.startsWith("(") ? text : `(${text})`})`;
}

function isBodyOfLoop(node: ts.Node): boolean {
  return !ts.isSourceFile(node) && ts.isIterationStatement(node.parent, false) && node.parent.statement === node;
}

function isBodyOfFunction(node: ts.Node): boolean {
  return !ts.isSourceFile(node) && ts.isFunctionLike(node.parent) && "body" in node.parent && node.parent.body === node;
}
