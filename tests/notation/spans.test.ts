import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Term, TermKind } from "../../src/terms/term.js";
import { children, termKey } from "../../src/terms/traverse.js";
import { parseEquation } from "../../src/notation/parse.js";
import { printTerm } from "../../src/notation/print.js";
import { arbitraryTerm, CONTEXT } from "./arbitrary-term.js";

const PREFIX = "A = ";

function side(latex: string): Term | null {
  const [chain, ...more] = parseEquation(PREFIX + latex, null, CONTEXT).statements;
  return chain?.kind === "chain" && more.length === 0 ? (chain.sides[1]?.term ?? null) : null;
}

/** Kinds whose text says by itself what it is: not an index or an argument, where constants read as letters, and not the name of a function. */
const INDEPENDENT: ReadonlySet<TermKind> = new Set<TermKind>([
  "add",
  "multiply",
  "negate",
  "divide",
  "elementary",
  "norm",
  "density",
  "lawDensity",
  "sum",
  "product",
  "integral",
  "expectation",
  "variance",
  "divergence",
  "entropy",
  "variableEntropy",
  "mutualInformation",
  "extremum",
  "derivative",
  "determinant",
  "trace",
  "indicator",
  "delta",
  "apply",
]);

/** Each node outside indices, arguments and binders. */
function* independent(term: Term): Generator<Term> {
  if (INDEPENDENT.has(term.kind)) yield term;
  switch (term.kind) {
    case "add":
    case "multiply":
    case "negate":
    case "divide":
    case "elementary":
    case "determinant":
    case "trace":
    case "indicator":
    case "tuple":
    case "set":
    case "labelled":
      for (const child of children(term)) yield* independent(child);
      return;
    case "sum":
    case "product":
    case "integral":
    case "expectation":
    case "variance":
    case "extremum":
    case "derivative":
      yield* independent(term.body);
      return;
    default:
      return;
  }
}

describe("spans", () => {
  it("cut out the text of their node", () => {
    fc.assert(
      fc.property(arbitraryTerm, (term) => {
        const latex = printTerm(term);
        const read = side(latex);
        expect(read).not.toBeNull();
        if (read === null) return;
        for (const node of independent(read)) {
          const { start, end } = node.span ?? { start: 0, end: 0 };
          const text = (PREFIX + latex).slice(start, end);
          const again = side(text);
          expect(again === null ? `not read: ${text}` : termKey(again), text).toBe(termKey(node));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("lie inside the span of the node above", () => {
    fc.assert(
      fc.property(arbitraryTerm, (term) => {
        const read = side(printTerm(term));
        const inside = (node: Term): void => {
          for (const child of children(node)) {
            // Numbers that the notation implies (`\sum_i^n` starts at 1) stand nowhere.
            if (child.span !== undefined && node.span !== undefined) {
              expect(child.span.start).toBeGreaterThanOrEqual(node.span.start);
              expect(child.span.end).toBeLessThanOrEqual(node.span.end);
              expect(child.span.start).toBeLessThan(child.span.end);
            }
            inside(child);
          }
        };
        if (read !== null) inside(read);
      }),
      { numRuns: 300 },
    );
  });
});
