import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkDocument } from "../../src/verdicts/check.js";
import { newProver } from "../../src/verdicts/prover.js";
import type { StepResult } from "../../src/verdicts/result.js";

function checked(path: string, text = readFileSync(path, "utf8")): readonly StepResult[] {
  return checkDocument(text, path, { seed: 0, budget: "quick", prover: newProver() }).steps;
}

const lines = (steps: readonly StepResult[]): readonly string[] =>
  steps.map(({ line, left, right }) => `${line}: ${left} … ${right}`);

describe("the proofs of derivations", () => {
  const names = readdirSync("derivations").filter((name) => name.endsWith(".md"));

  test.each(names)("prove every step of %s that claims something", (name) => {
    const steps = checked(`derivations/${name}`).filter(({ verdict }) => verdict !== "assumed");
    expect(lines(steps.filter(({ verdict }) => verdict !== "proved"))).toEqual([]);
    expect(steps.length).toBeGreaterThan(2);
    for (const { proof, evidence } of steps) {
      expect(proof?.lines).toBeGreaterThanOrEqual(0);
      expect(evidence.length).toBeGreaterThan(1);
    }
  });
});

describe("a proof", () => {
  const document = (formula: string): string => `$$\n${formula}\n$$\n`;

  test.each([
    ["a sign", "KL(p(x) \\| q(x)) = -\\int p(x) \\log\\frac{p(x)}{q(x)}\\,dx"],
    ["the direction of a divergence", "KL(p(x) \\| q(x)) = \\int q(x) \\log\\frac{q(x)}{p(x)}\\,dx"],
    ["the direction of a bound", "\\log p(x) \\le \\mathbb{E}_{z \\sim q(z|x)}\\left[\\log\\frac{p(x,z)}{q(z|x)}\\right]"],
    ["a condition left out", "p(x,z) = p(x)\\, p(z)"],
    ["independence", "p(x_1, x_2, x_3) = p(x_1)\\, p(x_2|x_1)\\, p(x_3|x_2)"],
    ["the mean of a logarithm", "\\mathbb{E}_{x \\sim p(x)}[\\log q(x)] = \\log \\mathbb{E}_{x \\sim p(x)}[q(x)]"],
  ])("is not found for a step that is wrong by %s", (_, formula) => {
    const [step] = checked("wrong.md", document(formula));
    expect(step?.verdict).not.toBe("proved");
    expect(step?.proof).toBeUndefined();
  });

  test("does not rest on a form that may be no density", () => {
    const [form, claim] = checked(
      "form.md",
      `---\nsymbols:\n  x: { sort: variable, domain: positive }\n---\n\n${document("p(x) = \\lambda \\exp(-\\lambda x)")}\n${document("\\log p(x) = \\log\\lambda - \\lambda x")}`,
    );
    expect(form?.verdict).toBe("undecided");
    expect(claim?.verdict).not.toBe("proved");
    const [, sound] = checked(
      "form.md",
      `${document("p(x) = \\frac{1}{\\sqrt{2\\pi}} \\exp(-x^2/2)")}\n${document("\\log p(x) = -\\frac12 \\log 2\\pi - \\frac{x^2}{2}")}`,
    );
    expect(sound?.verdict).toBe("proved");
  });

  test("says which rules it uses and what it presupposes", () => {
    const [step] = checked("split.md", document("\\int p(z|x) \\log q(x)\\,dz = \\log q(x)"));
    expect(step).toMatchObject({
      verdict: "proved",
      proof: { lines: 3, rules: ["linearity", "marginalization", "algebra"], conditions: [] },
    });
    const [bound] = checked("bound.md", document("KL(p(x) \\| q(x)) \\ge 0"));
    expect(bound?.proof?.rules).toContain("the logarithm lies below its tangent");
    expect(bound?.proof?.conditions).toContain("\\int \\left|p(x) \\log q(x)\\right| \\,dx < \\infty");
  });

  test("of the same step is the same", () => {
    const [path, text] = ["a.md", document("KL(p(x) \\| q(x)) \\ge 0")];
    expect(JSON.stringify(checked(path, text))).toBe(JSON.stringify(checked(path, text)));
  });
});
