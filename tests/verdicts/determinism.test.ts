import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CheckMemory, checkDocument, newMemory } from "../../src/verdicts/check.js";
import type { DocumentResult, StepResult } from "../../src/verdicts/result.js";

const DOCUMENTS = readdirSync("derivations")
  .filter((name) => name.endsWith(".md"))
  .sort()
  .map((name) => ({ name, text: readFileSync(`derivations/${name}`, "utf8") }));

const check = (text: string, seed = 0, memory: CheckMemory = newMemory()): DocumentResult =>
  checkDocument(text, "notes.md", { seed, budget: "quick" }, memory);

/** What of a step does not hang on where it stands. */
const ESSENTIAL = [
  "id",
  "left",
  "relation",
  "right",
  "understoodAs",
  "verdict",
  "repeats",
  "reading",
  "upTo",
  "evidence",
  "counterexample",
  "message",
] as const;

function essence(step: StepResult): string {
  return JSON.stringify(ESSENTIAL.map((key) => step[key]));
}

describe("the same document", () => {
  it.each(DOCUMENTS.slice(0, 6))("$name gives the same bytes twice", ({ text }) => {
    expect(JSON.stringify(check(text))).toBe(JSON.stringify(check(text)));
  });

  it("gives the same bytes with a memory that has seen all others, in whatever order", () => {
    const fresh = DOCUMENTS.map(({ text }) => JSON.stringify(check(text)));
    fc.assert(
      fc.property(fc.shuffledSubarray([...DOCUMENTS.keys()], { minLength: DOCUMENTS.length }), (order) => {
        const memory = newMemory();
        for (const i of order) expect(JSON.stringify(check(DOCUMENTS[i]?.text ?? "", 0, memory))).toBe(fresh[i]);
      }),
      { numRuns: 1 },
    );
  });

  it("keeps its verdicts under other seeds", () => {
    const verdicts = (text: string, seed: number): string[] =>
      check(text, seed).steps.map(
        (step) => `${step.left} ${step.relation} ${step.right}: ${step.verdict} ${step.reading.join()} ${step.upTo ?? ""}`,
      );
    for (const { text } of DOCUMENTS) {
      const first = verdicts(text, 0);
      for (const seed of [77]) expect(verdicts(text, seed)).toEqual(first);
    }
  });

  it("may be refuted by another model under another seed, and stays refuted", () => {
    const wrong = "$$\nKL(q(z|x) \\| p(z)) = KL(p(z) \\| q(z|x))\n$$\n";
    const results = [0, 1, 2, 3, 4].map((seed) => check(wrong, seed).steps[0]);
    expect(results.map((step) => step?.verdict)).toEqual(["refuted", "refuted", "refuted", "refuted", "refuted"]);
    expect(new Set(results.map((step) => JSON.stringify(step?.counterexample))).size).toBeGreaterThan(1);
  });
});

describe("a memory", () => {
  const declared = (dimension: string): string =>
    `---\nsymbols:\n  x: { sort: variable, dimension: "${dimension}" }\n---\n\n$$\nE_{x \\sim \\mathcal{N}(0, I)}[\\|x\\|^2] = 2\n$$\n`;
  const domain = (name: string): string =>
    `---\nsymbols:\n  x: { sort: variable, domain: ${name} }\n---\n\n$$\nH(p(x)) \\ge 0\n$$\n`;

  it("keeps apart what other declarations make of the same step", () => {
    const memory = newMemory();
    const verdict = (text: string): string | undefined => check(text, 0, memory).steps[0]?.verdict;
    expect(verdict(declared("2"))).toBe("exact");
    expect(verdict(declared("3"))).toBe("refuted");
    expect(verdict(domain("discrete"))).toBe("supported");
    expect(verdict(domain("real"))).toBe("refuted");
  });

  it("is used: a document seen before asks no oracle anew", () => {
    const memory = newMemory();
    const text = DOCUMENTS[0]?.text ?? "";
    check(text, 0, memory);
    const size = memory.decisions.size;
    expect(size).toBeGreaterThan(0);
    check(text, 0, memory);
    expect(memory.decisions.size).toBe(size);
  });
});

describe("an edit elsewhere", () => {
  const PARAGRAPHS: readonly string[] = [
    "$$\n\\log p(x, z) = \\log p(x|z) + \\log p(z)\n$$",
    "$$\nKL(q(z|x) \\| p(z)) = E_{q(z|x)}[\\log q(z|x) - \\log p(z)]\n$$",
    "$$\n\\sum_{i=1}^n a_i b_i = \\sum_{j=1}^n b_j a_j\n$$",
    "$$\nH(p(x, z)) = H(p(x)) + H(p(z))\n$$",
    "$$\n\\int p(x|z) dx = 1\n$$",
    "Prose without any formula.",
    "## A heading",
  ];
  /** What each display becomes by itself. */
  const alone = new Map(PARAGRAPHS.map((text) => [text, check(`${text}\n`).steps.map(essence)]));

  it("changes no step: not what stands before or after, not the order, not a heading", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...PARAGRAPHS], { minLength: 2 }), (chosen) => {
        const { steps } = check(`${chosen.join("\n\n")}\n`);
        expect(steps.map(essence)).toEqual(chosen.flatMap((text) => alone.get(text) ?? []));
      }),
      { numRuns: 12, seed: 6 },
    );
  });

  it("changes no id but those of the same step written again", () => {
    const [one = "", other = ""] = PARAGRAPHS;
    const ids = (...texts: readonly string[]): string[] => check(`${texts.join("\n\n")}\n`).steps.map((step) => step.id);
    const [first] = ids(one);
    const [, again] = ids(one, one);
    expect(ids(other, one)).toContain(first);
    expect(ids(one, other, one)).toEqual([first, ...ids(other), again]);
    expect(again).not.toBe(first);
    expect(ids("   \n\n# Title\n\nWords.", one)).toEqual([first]);
  });

  it("of white space, line ends and quoting keeps a step what it is", () => {
    const written = "$$\n\\log p(x, z) = \\log p(x|z) + \\log p(z)\n$$\n";
    const [step] = check(written).steps.map(essence);
    for (const variant of [
      written.replace(/\n/gu, "\r\n"),
      `> ${written.trimEnd().replace(/\n/gu, "\n> ")}\n`,
      written.replace(" = ", "   =   "),
      `\uFEFF${written}`,
    ]) {
      expect(check(variant).steps.map(essence)).toEqual([step]);
    }
  });
});
