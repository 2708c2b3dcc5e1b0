import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Term, TermKind } from "../../src/terms/term.js";
import { termKey, walk } from "../../src/terms/traverse.js";
import { parseEquation } from "../../src/notation/parse.js";
import { printTerm } from "../../src/notation/print.js";
import { arbitraryTerm, CONTEXT } from "./arbitrary-term.js";

/** Reads one expression as the right side of an equation. */
function read(latex: string): Term {
  const parsed = parseEquation(`A = ${latex}`, null, CONTEXT);
  const [chain] = parsed.statements;
  const side = chain?.kind === "chain" ? chain.sides[1] : undefined;
  if (parsed.statements.length !== 1 || side === undefined || side.term === null)
    throw new Error(`not read: ${latex} (${side?.problem?.reason ?? parsed.unread[0]?.reason ?? "?"})`);
  return side.term;
}

describe("printTerm", () => {
  it("prints what reads back as the same term", () => {
    fc.assert(
      fc.property(arbitraryTerm, (term) => {
        expect(termKey(read(printTerm(term)))).toBe(termKey(term));
      }),
      { numRuns: 1000 },
    );
  });

  it("meets every kind of term in that property", () => {
    const met = new Set<TermKind>();
    for (const term of fc.sample(arbitraryTerm, { numRuns: 2000, seed: 1 })) walk(term, (node) => void met.add(node.kind));
    expect(met.size).toBe(37);
  });
});
