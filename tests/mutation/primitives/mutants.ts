import ts from "typescript";
import { callOperators } from "./call-operators.js";
import { flowOperators, isDroppable } from "./flow-operators.js";
import { BUILDERS, isOutOfReach, isReplaceable, ownerOf } from "./place.js";
import type { Edit, Look, Operator } from "./place.js";
import { valueOperators } from "./value-operators.js";

export const OPERATORS: readonly Operator[] = [...callOperators, ...valueOperators, ...flowOperators];
export const DROP_STATEMENT = "drop statement";

export interface Mutant extends Edit {
  readonly id: number;
  /** Of the node in the file: what is edited there is switched together. */
  readonly place: number;
  readonly path: string;
  readonly line: number;
  /** What it is, wherever in the file it stands: the function, the operator, what stood there and what stands there now. */
  readonly key: string;
}

/** Every edit of every node of a file, no two with one outcome. */
export function editsOf(file: ts.SourceFile, look: Look): readonly Edit[] {
  const found: Edit[] = [];
  const seen = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (isOutOfReach(node)) return;
    if (isDroppable(node)) found.push({ operator: DROP_STATEMENT, node, replacement: null });
    if (isReplaceable(node)) {
      for (const { name, edits } of OPERATORS) {
        for (const replacement of edits(node, look)) {
          const outcome = `${node.getStart()} ${node.getEnd()} ${replacement.replaceAll(`${BUILDERS}.`, "")}`;
          if (seen.has(outcome) || replacement === node.getText()) continue;
          seen.add(outcome);
          found.push({ operator: name, node, replacement });
        }
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The file with the edit made. Where it exchanges builders, these are imported at the end, so that no place moves. */
export function edited(file: ts.SourceFile, { node, replacement }: Edit, builders: string): string {
  const text = file.text.slice(0, node.getStart()) + (replacement ?? ";") + file.text.slice(node.getEnd());
  return replacement?.includes(BUILDERS) === true ? `${text}\nimport * as ${BUILDERS} from "${builders}";\n` : text;
}

/** Numbers the edits of several files, and gives each a key that does not depend on what stands elsewhere. */
export function numbered(files: readonly { readonly path: string; readonly edits: readonly Edit[] }[]): readonly Mutant[] {
  const places = new Map<ts.Node, number>();
  const counts = new Map<string, number>();
  let id = 0;
  return files.flatMap(({ path, edits }) =>
    edits.map((edit) => {
      const place = places.get(edit.node) ?? places.size;
      places.set(edit.node, place);
      const text = `${path} ${ownerOf(edit.node)}: ${shown(edit)}`;
      const count = (counts.get(text) ?? 0) + 1;
      counts.set(text, count);
      const { line } = edit.node.getSourceFile().getLineAndCharacterOfPosition(edit.node.getStart());
      return { ...edit, id: id++, place, path, line: line + 1, key: count === 1 ? text : `${text} (${count})` };
    }),
  );
}

/** A number alone says little: this much of what stands around an edit is shown. */
const ENOUGH = 16;
const TOO_MUCH = 160;

function shown({ node, replacement }: Edit): string {
  let around = node;
  while (around.getWidth() < ENOUGH && ts.isExpression(around.parent)) around = around.parent;
  const start = around.getStart();
  const whole = around.getText();
  const [from, to] = [node.getStart() - start, node.getEnd() - start];
  const after = replacement === null ? "(dropped)" : whole.slice(0, from) + replacement + whole.slice(to);
  return `${squeezed(whole)} → ${squeezed(after)}`;
}

function squeezed(text: string): string {
  const line = text.replaceAll(`${BUILDERS}.`, "").replace(/\s+/gu, " ").trim();
  return line.length <= TOO_MUCH ? line : `${line.slice(0, TOO_MUCH)} …`;
}
