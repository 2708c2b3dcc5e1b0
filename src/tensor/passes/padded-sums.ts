import { findAxis, hasAxis } from "../graph/axes.js";
import { add } from "../graph/elementwise.js";
import { concat, pad } from "../graph/moves.js";
import type { Node, NodeOf } from "../graph/node.js";
import type { Program } from "../graph/program.js";
import { rewrite } from "./rewrite.js";

/**
 * The program in which terms of a sum that zeros keep apart, so that they lie side by side along an axis, are put together in the place of being added: as the
 * gradients of all parts of a tensor are.
 */
export function joinPaddedSums(program: Program): Program {
  return rewrite(program, (node) => {
    if (node.kind !== "add") return node;
    const terms = termsOf(node);
    const joined = joinedTerms(terms);
    const [first, ...others] = joined;
    return first === undefined || joined.length === terms.length ? node : others.reduce(add, first);
  });
}

function termsOf(node: Node): readonly Node[] {
  return node.kind === "add" ? node.operands.flatMap(termsOf) : [node];
}

function joinedTerms(terms: readonly Node[]): readonly Node[] {
  for (const left of terms) {
    for (const right of terms) {
      if (left.kind !== "pad" || right.kind !== "pad" || !areNeighbours(left, right)) continue;
      return joinedTerms([...terms.filter((term) => term !== left && term !== right), sideBySide(left, right)]);
    }
  }
  return terms;
}

/** Whether the second begins where the first ends, over the same axes. */
function areNeighbours(left: NodeOf<"pad">, right: NodeOf<"pad">): boolean {
  const { axis, before, axes, operands } = left;
  const end = before + findAxis("pad", operands[0].axes, axis).size;
  if (axis !== right.axis || end !== right.before || axes.length !== right.axes.length) return false;
  return axes.every(({ name, size }) => hasAxis(right.axes, name) && findAxis("pad", right.axes, name).size === size);
}

function sideBySide({ axis, before, operands: [x] }: NodeOf<"pad">, { after, operands: [y] }: NodeOf<"pad">): Node {
  return pad(concat([...partsOf(x, axis), ...partsOf(y, axis)], axis), axis, before, after);
}

function partsOf(node: Node, axis: string): readonly Node[] {
  return node.kind === "concat" && node.axis === axis ? node.operands : [node];
}
