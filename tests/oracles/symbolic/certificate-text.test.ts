import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { node, number, over, times } from "../../../src/kernel/structure.js";
import { parseProposition, parseTerm, TextError, textReader } from "../../../src/oracles/symbolic/certificate/read-text.js";
import { propositionText, termText } from "../../../src/oracles/symbolic/certificate/text.js";
import { propositions, trees } from "./arbitrary-kernel-terms.js";

const variable = (name: string, space = name, ...sizes: readonly ReturnType<typeof node>[]) =>
  node("variable", sizes, name, space);

describe("the text form of terms", () => {
  it("reads back exactly what it writes, whatever the term", () => {
    fc.assert(
      fc.property(trees, (term) => {
        expect(parseTerm(termText(term))).toEqual(term);
      }),
      { numRuns: 150 },
    );
  });

  it("reads back propositions", () => {
    fc.assert(
      fc.property(propositions, (proposition) => {
        expect(parseProposition(propositionText(proposition))).toEqual(proposition);
      }),
      { numRuns: 150 },
    );
  });

  it("reads the same from many texts as from each alone, and what is the same once", () => {
    fc.assert(
      fc.property(fc.array(trees, { minLength: 2, maxLength: 5 }), (terms) => {
        const reader = textReader();
        expect(terms.map((term) => reader.term(termText(term)))).toEqual(terms);
        expect(terms.map((term) => reader.term(` ${termText(term)} `))).toEqual(terms);
      }),
      { numRuns: 200 },
    );
    const reader = textReader();
    const [left, right] = reader.term("(+ f(x) (log f(x)))").parts;
    expect(right?.parts[0]).toBe(left);
    expect(reader.term("f(x)")).toBe(left);
  });

  it("tells any two terms apart", () => {
    fc.assert(
      fc.property(trees, trees, (a, b) => {
        expect(termText(a) === termText(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 150 },
    );
  });

  it("is short where terms are what the kernel takes", () => {
    const z = variable("z");
    const n = variable("n", "ℤ");
    const i = variable("i", "ℤ");
    const x = variable("x", "x", n);
    const slot = (kind: "target" | "given", of: typeof z, ...range: readonly (typeof z)[]) =>
      node(kind, [of, ...range], of.name, of.space);
    const density = node("density", [slot("target", z), slot("given", x, number(1), i)], "p_{\\theta}");
    expect(termText(density)).toBe("p_{\\theta}[z |x<n:ℤ>@[1 i:ℤ]]");
    expect(termText(node("density", [node("target", [number(1)], "z", "z")], "p"))).toBe("p[z=1]");
    expect(termText(node("integral", [times(density, node("log", [density]))], "", "", [z]))).toBe(
      "(int [z] (* p_{\\theta}[z |x<n:ℤ>@[1 i:ℤ]] (log p_{\\theta}[z |x<n:ℤ>@[1 i:ℤ]])))",
    );
    expect(termText(over(number(-1), node("apply", [], "\\sigma")))).toBe("(* -1 (^ \\sigma() -1))");
    expect(termText(node("defined", [z, number(0), number(1)], "normal"))).toBe("(@normal z 0 1)");
    expect(termText(variable("`"))).toBe("````");
  });

  it.each([
    ["", "character 1: a name is missing"],
    ["(+ 1 2", "character 7: ) is missing"],
    ["x y", "character 3: the end is missing"],
    ["(+ 1 2))", "character 8: the end is missing"],
    ["(frobnicate 1)", "character 12: a kind of term is missing"],
    ["(node frobnicate a b)", "character 17: a kind of term is missing"],
    ["(node __proto__ a b)", "character 16: a kind of term is missing"],
    ["p[z |(log x)]", "character 6: the name of the coordinate is missing"],
    ["p[1]", "character 3: the name of the coordinate is missing"],
    ["p[z", "character 4: ] is missing"],
    ["`abc", "character 5: ` is missing"],
    ["x:", "character 3: a name is missing"],
    ["x<1", "character 4: > is missing"],
    ["x]", "character 2: the end is missing"],
    ["(".repeat(1e5), "character 2: a name is missing"],
    ["(+ ".repeat(1e4), "character 601: nested more than 200 deep"],
    [`p[z=${"p[z=".repeat(1e4)}`, "character 801: nested more than 200 deep"],
    ["x".repeat(200_001), "longer than 200000 characters"],
  ])("says where it stops understanding: %.20s", (text, message) => {
    expect(() => parseTerm(text)).toThrow(new TextError(message));
  });

  it.each([
    ["p[x]", "character 1: ( is missing"],
    ["(likely x)", "character 8: a claim is missing"],
    ["(toString x)", "character 10: a claim is missing"],
    ["(positive x y)", "character 13: ) is missing"],
    ["(all [x@[1]] (positive x))", "character 11: a name is missing"],
    ["(all [x] positive)", "character 10: ( is missing"],
    ["(positive x) x", "character 14: the end is missing"],
  ])("says where it stops understanding a proposition: %s", (text, message) => {
    expect(() => parseProposition(text)).toThrow(new TextError(message));
  });

  it("meets any text with an answer or one line", () => {
    const pieces = fc.constantFrom(
      "(",
      ")",
      "[",
      "]",
      "<",
      ">",
      "`",
      "|",
      "=",
      ":",
      "@",
      "@[",
      " ",
      "x",
      "12",
      "node",
      "int",
      "+",
      "é",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (list) => {
        for (const parse of [parseTerm, parseProposition])
          try {
            parse(list.join(""));
          } catch (error) {
            expect(error).toBeInstanceOf(TextError);
            expect(String(error)).not.toContain("\n");
          }
      }),
      { numRuns: 700 },
    );
  });
});
