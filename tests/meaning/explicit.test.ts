import { describe, expect, it } from "vitest";
import type { Term } from "../../src/terms/term.js";
import { makeExplicit } from "../../src/meaning/explicit.js";
import { vocabularyOf } from "../../src/meaning/vocabulary.js";
import { printTerm } from "../../src/notation/print.js";
import { sides } from "../claims/written.js";

/** What the left side of a relation means in a document with these other relations: its canonical LaTeX, or why it has none. */
function explicitly(latex: string, ...context: readonly string[]): string {
  const terms = [latex, ...context].flatMap((each): readonly Term[] => sides(each));
  const step = sides(latex);
  const written = makeExplicit(step[0], { vocabulary: vocabularyOf(terms, []), laws: new Map(), step });
  return written.kind === "term" ? printTerm(written.term) : `problem: ${written.reason}`;
}

const JOINT = "p(x, z) = p(x|z) p(z)";

describe("an expectation binds", () => {
  it.each([
    ["E_{q(z|x)}[\\log p(x, z)] = 0", "E_{z \\sim q(z|x)}[\\log p(x, z)] = 0"],
    ["E_{p(x)}[f(x)] = 0", "E_{x \\sim p(x)}[f(x)] = 0"],
    ["E_{p(x, z)}[x z] = 0", "E_{x, z \\sim p(x, z)}[x z] = 0"],
    ["E_q[\\log q(z)] = 0", "E_{z \\sim q(z)}[\\log q(z)] = 0"],
    ["E_q[\\log q(z|x)] = 0", "E_{z \\sim q(z|x)}[\\log q(z|x)] = 0"],
  ])("what stands before the bar: %s is %s", (short, long) => {
    expect(explicitly(short, JOINT)).toBe(explicitly(long, JOINT));
  });

  it.each([
    ["E_{q(z|x)}[\\log p(x, z)] = 0", "E_{x \\sim q(x|z)}[\\log p(x, z)] = 0"],
    ["E_{q(z|x)}[\\log p(x, z)] = 0", "E_{z \\sim q(z)}[\\log p(x, z)] = 0"],
    ["E_{q(z|x)}[\\log p(x, z)] = 0", "E_{z \\sim p(z|x)}[\\log p(x, z)] = 0"],
    ["E_{q(z|x)}[\\log p(x, z)] = 0", "E_{x, z \\sim q(x, z)}[\\log p(x, z)] = 0"],
  ])("and nothing else: %s is not %s", (short, other) => {
    expect(explicitly(short, JOINT)).not.toBe(explicitly(other, JOINT));
  });

  it("what its own variable is, not that of the density it is drawn from", () => {
    expect(explicitly("E_{z' \\sim p(z)}[f(z')] = 0", JOINT)).toBe(explicitly("E_{z' \\sim p(z')}[f(z')] = 0", JOINT));
    expect(explicitly("E_{y \\sim p(z)}[f(y)] = 0", JOINT)).toContain("problem");
  });

  it("nothing where nothing varies", () => {
    expect(explicitly("E[2] = 0", JOINT)).toContain("problem");
    expect(explicitly("E_q[2] = 0", JOINT)).toContain("problem");
  });
});

describe("a divergence or entropy is over", () => {
  it.each([
    ["KL(q \\| p) = E_{q(z)}[\\log q(z)]", "KL(q(z) \\| p(z)) = E_{q(z)}[\\log q(z)]"],
    ["KL(q(z|x) \\| p) = 0", "KL(q(z|x) \\| p(z)) = 0"],
    ["H(q) = -E_{q(z)}[\\log q(z)]", "H(q(z)) = -E_{q(z)}[\\log q(z)]"],
  ])("what its partner or the step is over: %s", (short, long) => {
    expect(explicitly(short, JOINT)).toBe(explicitly(long, JOINT));
  });

  it("in its own direction", () => {
    expect(explicitly("KL(q \\| p) = E_{q(z)}[\\log q(z)]", JOINT)).not.toBe(
      explicitly("KL(p(z) \\| q(z)) = E_{q(z)}[\\log q(z)]", JOINT),
    );
  });
});

describe("entropies and informations of variables", () => {
  it.each([
    ["H(X) = 0", "-E_{p(x)}[\\log p(x)] = 0"],
    ["H(X, Z) = 0", "-E_{p(x, z)}[\\log p(x, z)] = 0"],
    ["H(Z|X) = 0", "-E_{p(z, x)}[\\log p(z|x)] = 0"],
    ["I(X; Z) = 0", "E_{p(x, z)}[\\log \\frac{p(x, z)}{p(x) p(z)}] = 0"],
  ])("%s is %s", (short, long) => {
    expect(explicitly(short, JOINT)).toBe(explicitly(long, JOINT));
  });

  it("keep what is given apart from what is asked", () => {
    expect(explicitly("H(Z|X) = 0", JOINT)).not.toBe(explicitly("H(X|Z) = 0", JOINT));
    expect(explicitly("I(X; Z) = 0", JOINT)).not.toBe(explicitly("H(X, Z) = 0", JOINT));
  });

  it("are of the one family over the variables, and of none where several could be meant", () => {
    const two = ["q(a, b) = q(a) q(b|a)", "p(a, b) = p(a) p(b|a)", "r(x) = 0"];
    expect(explicitly("H(A) = 0", ...two)).toContain("q");
    expect(explicitly("H(A) = 0", "r(x) = 0", ...two)).toContain("problem");
  });
});
