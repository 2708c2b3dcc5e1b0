import { describe, expect, it } from "vitest";
import { makeExplicit } from "../../src/meaning/explicit.js";
import { caseSlip, readingsOf, renameFamilies, STRICT } from "../../src/meaning/readings.js";
import { vocabularyOf } from "../../src/meaning/vocabulary.js";
import { printTerm } from "../../src/notation/print.js";
import type { Term } from "../../src/terms/term.js";
import { sides } from "../claims/written.js";

interface Read {
  readonly notes: readonly string[];
  readonly left: string;
  readonly right: string;
}

/** All readings of a relation in a document with these others: what each says, and what it makes of the sides. */
function readings(latex: string, ...context: readonly string[]): readonly Read[] {
  const all = [...context, latex].flatMap((each): readonly Term[] => sides(each));
  const vocabulary = vocabularyOf(all, []);
  const written = sides(latex).map((side) => makeExplicit(side, { vocabulary, laws: new Map(), step: sides(latex) }));
  const [left, right] = written.map((side) => {
    if (side.kind === "problem") throw new Error(side.reason);
    return side.term;
  });
  if (left === undefined || right === undefined) throw new Error("no sides");
  return readingsOf([left, right], vocabulary, { at: 0, seen: new Set() }).map(({ notes, rewrite }) => ({
    notes,
    left: printTerm(rewrite(left)),
    right: printTerm(rewrite(right)),
  }));
}

const notesOf = (latex: string, ...context: readonly string[]): readonly string[] =>
  readings(latex, ...context).flatMap(({ notes }) => notes);

const JOINT = "p(x, z) = p(x|z) p(z)";

describe("the readings of a step", () => {
  it("begin with what is written", () => {
    const [first] = readings("p_\\theta(x, z) = p(x|z) p_\\theta(z)", JOINT);
    expect(first?.notes).toEqual([]);
    expect(first?.left).toContain("\\theta");
    expect(STRICT.notes).toEqual([]);
  });

  it("are no others where every letter is clear", () => {
    expect(readings("\\log p(x, z) = \\log p(x|z) + \\log p(z)").length).toBe(1);
    expect(readings("a + b = b + a").length).toBe(1);
  });

  it("say every liberty they take, and combine", () => {
    const all = readings("p_\\theta(x, z) e^{e} = p(x|z) e", JOINT);
    for (const { notes } of all.slice(1)) expect(notes.length).toBeGreaterThan(0);
    const both = all.find(({ notes }) => notes.length > 1);
    expect(both?.notes.join("; ")).toContain("p_{\\theta} is p");
    expect(both?.notes.join("; ")).toContain("Euler");
  });

  it("never change a sign, a factor, an index or the direction of a divergence", () => {
    const bare = (text: string): string =>
      text.replace(/_\{?\\theta\}?/gu, "").replace(/[XZ]/gu, (letter) => letter.toLowerCase());
    for (const latex of [
      "-2 KL(q_\\theta(Z|X) \\| q(z)) = E_{q(z|x)}[\\log q(z|x)]",
      "3 \\log p_\\theta(x) = -\\log p(x) + a_3",
      "KL(p(z) \\| p_\\theta(z)) = KL(p_\\theta(z) \\| p(z))",
    ]) {
      const [strict, ...lenient] = readings(latex, JOINT);
      for (const reading of lenient) {
        expect(bare(reading.left)).toBe(bare(strict?.left ?? ""));
        expect(bare(reading.right)).toBe(bare(strict?.right ?? ""));
      }
    }
  });
});

describe("p_θ is p", () => {
  it("where only a parameter tells them apart", () => {
    expect(notesOf("p_\\theta(x, z) = p(x|z) p_\\theta(z)")).toContain("p_{\\theta} is p");
    expect(notesOf("q_\\phi(x, z) = q(z|x) q(x)").join()).toContain("is q");
  });

  it.each(["p_{data}(x) = p(x)", "q(x) = p(x)", "\\tilde p(x) = p(x)", "p_1(x) = p_2(x)"])(
    "and not where more does: %s",
    (latex) => {
      expect(notesOf(latex)).toEqual([]);
    },
  );

  it.each([
    "p_\\theta(x) = p(x)",
    "KL(p_\\theta(x) \\| p(x)) = 0",
    "KL(p_\\theta(x) \\| p_\\phi(x)) = 0",
    "-E_{p(x)}[\\log p_\\theta(x)] = H(p(x))",
  ])("nor where a step sets one beside the other: %s", (latex) => {
    expect(notesOf(latex)).toEqual([]);
  });

  it("nor where an optimum runs over the parameter", () => {
    expect(notesOf("\\max_\\theta E_{p(x)}[\\log p_\\theta(x)] = a")).toEqual([]);
  });
});

describe("a slip of case", () => {
  const slip = (latex: string, ...context: readonly string[]): readonly string[] => {
    const all = [...context, latex].flatMap((each): readonly Term[] => sides(each));
    return caseSlip([...sides(latex)], vocabularyOf(all, []))?.notes ?? [];
  };

  it("is one where the document otherwise writes small letters", () => {
    expect(slip("q(Z|X) = q(z|x)", JOINT)).toEqual(["q(Z|X) is q(z|x)"]);
  });

  it("is none where it writes no small ones, or uses the capital for something else", () => {
    expect(slip("q(Z|X) = q(Z, X)")).toEqual([]);
    expect(slip("q(Z|x) = Z + 1", JOINT)).toEqual([]);
  });
});

describe("renaming a family", () => {
  it("reaches densities, averages and divergences", () => {
    const [left] = sides("E_{q(z)}[\\log q(z)] + KL(q(z) \\| p(z)) = 0");
    const [p] = sides("p(z) = 0");
    const name = p.kind === "density" ? p.distribution.family : null;
    if (name === null) throw new Error("no density");
    expect(printTerm(renameFamilies(left, new Map([["q", name]])))).not.toContain("q(");
    expect(renameFamilies(left, new Map())).toBe(left);
  });
});
