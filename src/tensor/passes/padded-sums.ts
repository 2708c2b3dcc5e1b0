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
    if (terms.length > MOST) return node;
    const joined = joinedTerms(terms);
    const [first, ...others] = joined;
    return first === undefined || joined.length === terms.length ? node : others.reduce(add, first);
  });
}

/** Terms of a sum that are looked at: those of sums in it are joined before, and a sum that is its own term again and again has more than can be listed. */
const MOST = 32;

/** The terms of a sum and of the sums that it is made of, or more than are looked at. */
function termsOf(node: Node): readonly Node[] {
  const terms: Node[] = [];
  const waiting = [node];
  for (let next = waiting.pop(); next !== undefined && terms.length <= MOST; next = waiting.pop()) {
    if (next.kind === "add") waiting.push(...next.operands.toReversed());
    else terms.push(next);
  }
  return terms;
}

function joinedTerms(terms: readonly Node[]): readonly Node[] {
  for (const [i, left] of terms.entries()) {
    for (const [j, right] of terms.entries()) {
      if (left.kind !== "pad" || right.kind !== "pad" || !areNeighbours(left, right)) continue;
      // A term may be there twice: each is taken once.
      return joinedTerms([...terms.filter((_, own) => own !== i && own !== j), sideBySide(left, right)]);
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
