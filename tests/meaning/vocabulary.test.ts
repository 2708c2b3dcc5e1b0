import { describe, expect, it } from "vitest";
import type { Term } from "../../src/terms/term.js";
import { familiesIn, freeVariables, mainFamily, mentionsLetter, vocabularyOf } from "../../src/meaning/vocabulary.js";
import { printTerm } from "../../src/notation/print.js";
import { nameLatex } from "../../src/terms/name.js";
import { sides } from "../claims/written.js";

const termsOf = (...latexes: readonly string[]): readonly Term[] => latexes.flatMap((latex) => [...sides(latex)]);
const vocabulary = (...latexes: readonly string[]): ReturnType<typeof vocabularyOf> => vocabularyOf(termsOf(...latexes), []);

describe("a vocabulary", () => {
  it("knows the calls of each family, in order", () => {
    const { calls } = vocabulary("p(x, z) = p(x|z) p(z)", "q(z) = 1");
    expect([...calls.keys()]).toEqual(["p", "q"]);
    expect(calls.get("p")?.length).toBe(3);
    const main = mainFamily(vocabulary("q(z) = 1", "p(z) = 1"));
    expect(main === null ? null : nameLatex(main)).toBe("q");
    expect(mainFamily(vocabulary("a = b"))).toBeNull();
  });

  it("knows variables from letters", () => {
    const { variables, integrated } = vocabulary("p(x|z) = a", "E_{q(y)}[f(y)] = \\int g(u) du");
    expect([...variables].sort()).toEqual(["u", "x", "y", "z"]);
    expect([...integrated]).toEqual(["u"]);
  });

  it("knows which letters are parameters", () => {
    expect([...vocabulary("p_\\theta(x) = p(x; \\phi)").parameters].sort()).toEqual(["\\phi", "\\theta"]);
  });

  it("knows which families are more than functions", () => {
    expect([...vocabulary("Q(a|b) = \\log p(a)", "E_{p(a)}[a] = 1").averaged]).toEqual(["p"]);
    expect([...vocabulary("p(x, z) = p(x|z) r(z)").averaged]).toEqual(["p"]);
  });
});

describe("free variables", () => {
  const free = (latex: string): string[] => {
    const [left] = sides(`${latex} = 0`);
    return freeVariables(left, new Set(["x", "z"])).map(printTerm);
  };

  it("are those that nothing binds, each once", () => {
    expect(free("\\log p(x|z) + x")).toEqual(["x", "z"]);
    expect(free("\\int p(x, z) dz")).toEqual(["x"]);
    expect(free("z \\int p(x, z) dz dx")).toEqual(["z"]);
    expect(free("a + b")).toEqual([]);
  });
});

describe("families and letters of terms", () => {
  it("are found wherever they stand", () => {
    const [left] = sides("KL(q(z) \\| p(z)) + E_{r(y)}[s(y)] = 0");
    expect([...familiesIn([left]).keys()].sort()).toEqual(expect.arrayContaining(["p", "q", "r"]));
    expect(mentionsLetter(left, "y")).toBe(true);
    expect(mentionsLetter(left, "x")).toBe(false);
  });
});
