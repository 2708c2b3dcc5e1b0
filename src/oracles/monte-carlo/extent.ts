import type { Term } from "../../terms/term.js";
import { children } from "../../terms/traverse.js";
import { Undecidable } from "./undecidable.js";

const DEEPEST = 400;
const MOST_NODES = 100_000;

/**
 * Holds a term to a depth and a size, parts that stand in several places counted at each, before anything recurses into it.
 *
 * @throws Undecidable beyond them
 */
export function demandModest(term: Term): void {
  const open: { readonly part: Term; readonly depth: number }[] = [{ part: term, depth: 0 }];
  let nodes = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { part, depth } = next;
    nodes += 1;
    if (depth > DEEPEST) throw new Undecidable("the term is nested too deeply to be sampled");
    if (nodes > MOST_NODES) throw new Undecidable("the term is too large to be sampled");
    for (const child of children(part)) open.push({ part: child, depth: depth + 1 });
  }
}
