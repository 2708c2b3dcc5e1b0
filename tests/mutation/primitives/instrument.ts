import ts from "typescript";
import type { Mutant } from "./mutants.js";

/** What the edited code calls: whether this mutant is on, at its place; and what counts the work of loops. */
export const IS_ON = "$isOn";
export const WORK = "$work";

/**
 * The file with all its mutants in it, of which one at most is on: every edited expression e becomes `$isOn(place, id) ? edit : e`. Loops count their work,
 * so that those that an edit makes endless end.
 */
export function instrumented(file: ts.SourceFile, mutants: readonly Mutant[]): string {
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
    const inside = isBodyOfLoop(node) ? `{ ${WORK}(); ${text} }` : text;
    return (byNode.get(node) ?? []).reduceRight(switched, inside);
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
