import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { termKey } from "../../src/terms/traverse.js";
import { type Definition, expand, headOf, replaceLetters } from "../../src/meaning/definitions.js";
import { WorkLimitError } from "../../src/numbers/limits.js";
import { printTerm } from "../../src/notation/print.js";
import { sides, term } from "../claims/written.js";

/** Definitions as a document would give them, by key. */
function defining(...latexes: readonly string[]): ReadonlyMap<string, Definition> {
  return new Map(
    latexes.map((latex) => {
      const [left, body] = sides(latex);
      const head = headOf(left);
      if (head === null) throw new Error(`no head: ${latex}`);
      return [head.key, { key: head.key, parameters: head.parameters, body }];
    }),
  );
}

const expanded = (latex: string, ...definitions: readonly string[]): string =>
  printTerm(expand(term(latex), defining(...definitions)));

const same = (latex: string, other: string, ...definitions: readonly string[]): void => {
  expect(expanded(latex, ...definitions)).toBe(printTerm(term(other)));
};

describe("a head", () => {
  it.each([
    ["a", "a", 0],
    ["\\mathcal{L}", "L", 0],
    ["f(x)", "f", 1],
    ["f(x, y)", "f", 2],
    ["a_t", "a", 1],
    ["\\bar\\alpha_t", "alpha", 1],
  ])("is %s", (latex, letter, parameters) => {
    const head = headOf(term(latex));
    expect(head?.name).toContain(letter);
    expect(head?.parameters.length).toBe(parameters);
  });

  it.each(["a + b", "2", "f(2)", "f(x + 1)", "a_{t+1}", "\\log x", "a b", "-a"])("is not %s", (latex) => {
    expect(headOf(term(latex))).toBeNull();
  });

  it("of a function tells how many arguments it has", () => {
    expect(headOf(term("f(x)"))?.key).not.toBe(headOf(term("f(x, y)"))?.key);
    expect(headOf(term("a_t"))?.key).not.toBe(headOf(term("a(t)"))?.key);
    expect(headOf(term("a_t"))?.key).not.toBe(headOf(term("a"))?.key);
  });
});

describe("definitions are written out", () => {
  it("with their arguments in place, one inside another", () => {
    same("a + 1", "b c + 1", "a = b c");
    same("f(y + 1)", "(y + 1)^2", "f(x) = x^2");
    same("f(f(y))", "(y^2)^2", "f(x) = x^2");
    same("a_3", "3^2", "a_t = t^2");
    same("u", "2 (3 v)", "u = 2 w", "w = 3 v");
    same("f(y, z)", "z - y", "f(x, y) = y - x");
  });

  it("and nothing else is", () => {
    same("f(x, y) + b", "f(x, y) + b", "f(x) = x^2", "a = 2");
    same("\\sum_{i=1}^n b_i", "\\sum_{i=1}^n b_i", "a = 2", "b_{i,j} = i + j");
  });

  it("but not a letter that a binder around binds", () => {
    same("\\sum_{k=1}^n k^2 + k", "\\sum_{k=1}^n k^2 + c", "k = c");
    same("\\int p(x) x dx", "\\int p(x) x dx", "x = 2 y");
  });

  it("without capture: a bound letter makes room for the same one brought in", () => {
    const free = expanded("f(i)", "f(t) = \\sum_{i=1}^n t a_i");
    const captured = printTerm(term("\\sum_{i=1}^n i a_i"));
    expect(free).not.toBe(captured);
    // Whatever the bound letter is called now, the free one stands beside it.
    expect(free).toMatch(/\bi\b/u);
    expect(free).toContain("\\prime");
  });

  it("ends at a circle, and at what is too large", () => {
    expect(() => expanded("a", "a = b + 1", "b = a + 1")).toThrow(WorkLimitError);
    expect(() => expanded("f(2)", "f(t) = f(t - 1) + 1")).toThrow(WorkLimitError);
    const letters = "abcdefghijklmnorstuvwx".split("");
    const chain = letters.slice(0, -1).map((letter, i) => `${letter} = ${letters[i + 1] ?? ""} + ${letters[i + 1] ?? ""}`);
    expect(() => expanded("a", ...chain)).toThrow(WorkLimitError);
    expect(() => expanded("r", ...chain)).not.toThrow();
  });
});

describe("replacing letters", () => {
  it("leaves terms without them as they are, and is done at once", () => {
    const swap = new Map([
      ["a", term("b")],
      ["b", term("a")],
    ]);
    expect(printTerm(replaceLetters(term("a - b + c"), swap))).toBe(printTerm(term("b - a + c")));
    fc.assert(
      fc.property(fc.constantFrom("c + 1", "\\log c", "\\sum_{i=1}^n c_i", "f(c)"), (latex) => {
        expect(termKey(replaceLetters(term(latex), swap))).toBe(termKey(term(latex)));
      }),
      { numRuns: 4 },
    );
  });

  it("leaves bound letters alone", () => {
    const replaced = replaceLetters(term("i + \\sum_{i=1}^n i"), new Map([["i", term("c")]]));
    expect(printTerm(replaced)).toBe(printTerm(term("c + \\sum_{i=1}^n i")));
  });
});
