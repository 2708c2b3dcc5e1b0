import { describe, expect, it } from "vitest";
import { lastOf } from "./checking.js";

describe("a letter that must be positive for a form to be a density", () => {
  it.each([
    "p(x) = \\mathcal{N}(x; m, v)",
    "p(x) = \\frac{1}{\\sqrt{2\\pi v}} \\exp\\left(-\\frac{(x - m)^2}{2 v}\\right)",
    "p(x|z) = \\mathcal{N}(x; a z, 1 - a^2)",
    "p(x|z) = \\mathcal{N}(x; \\sqrt{1 - \\beta} z, \\beta)",
    "q(x_t|x_{t-1}) = \\mathcal{N}(x_t; \\sqrt{1 - \\beta_t} x_{t-1}, \\beta_t I)",
  ])("may be any letter: %s", (latex) => {
    const step = lastOf(latex);
    expect(step.verdict, step.message).toBe("assumed");
    expect(step.evidence.map(({ result }) => result)).toEqual(["equal"]);
  });

  it.each([
    "p(x) = \\mathcal{N}(x; m, -v^2)",
    "p(x) = \\mathcal{N}(x; m, -1)",
    "p(x|z) = \\frac{1}{\\sqrt{2\\pi}} \\exp\\left(\\frac12 (x - \\mu(z))^2\\right)",
    "p(x) = \\frac{1}{\\sqrt{2\\pi} v} \\exp\\left(-\\frac{(x - m)^2}{2 v}\\right)",
    "p(x) = \\frac{1}{\\sqrt{2\\pi v}} \\exp\\left(\\frac{(x - m)^2}{2 v}\\right)",
  ])("mends nothing: %s", (latex) => {
    const step = lastOf(latex);
    expect(step.verdict).toBe("refuted");
    expect(step.message).toContain("no density");
  });
});

describe("a claim with such letters is about those for which it says something", () => {
  it.each([
    ["E_{x \\sim \\mathcal{N}(m, v)}[x^2] = m^2 + v", "E_{x \\sim \\mathcal{N}(m, v)}[x^2] = m^2 - v"],
    ["E_{x \\sim \\mathcal{N}(0, v)}[x^4] = 3 v^2", "E_{x \\sim \\mathcal{N}(0, v)}[x^4] = 3 v"],
    [
      "KL(\\mathcal{N}(0, a) \\| \\mathcal{N}(0, b)) = \\frac12 (\\frac{a}{b} - 1 + \\log\\frac{b}{a})",
      "KL(\\mathcal{N}(0, a) \\| \\mathcal{N}(0, b)) = \\frac12 (\\frac{a}{b} - 1 + \\log\\frac{a}{b})",
    ],
    ["\\int e^{-a x^2} dx = \\sqrt{\\frac{\\pi}{a}}", "\\int e^{a x^2} dx = \\sqrt{\\frac{\\pi}{a}}"],
  ])("%s holds, %s does not", (holds, fails) => {
    const step = lastOf(holds);
    expect(step.verdict, step.message).toBe("exact");
    expect(lastOf(fails).verdict).toBe("refuted");
  });

  it("and an inequality may fail among the small ones", () => {
    expect(lastOf("KL(\\mathcal{N}(0, a) \\| \\mathcal{N}(0, b)) \\ge 0").verdict).toBe("supported");
    expect(lastOf("H(\\mathcal{N}(0, v)) \\ge 0").verdict).toBe("refuted");
    expect(lastOf("E_{x \\sim \\mathcal{N}(0, v)}[x^2] \\le 1").verdict).toBe("refuted");
  });
});

describe("a form with an index", () => {
  const STEP = "q(x_t|x_{t-1}) = \\mathcal{N}(x_t; \\sqrt{1 - \\beta_t} x_{t-1}, \\beta_t)";

  it("is known at every index, its other indices at the same distance", () => {
    for (const latex of [
      "q(x_{t+1}|x_t) = \\mathcal{N}(x_{t+1}; \\sqrt{1 - \\beta_{t+1}} x_t, \\beta_{t+1})",
      "E_{q(x_t|x_{t-1})}[x_t] = \\sqrt{1 - \\beta_t} x_{t-1}",
      "E_{q(x_3|x_2)}[x_3] = \\sqrt{1 - \\beta_3} x_2",
    ]) {
      const step = lastOf(STEP, latex);
      expect(step.verdict, `${latex}: ${step.message ?? ""}`).toMatch(/exact|supported/u);
    }
  });

  it.each([
    "q(x_{t+1}|x_t) = \\mathcal{N}(x_{t+1}; \\sqrt{1 - \\beta_t} x_t, \\beta_{t+1})",
    "E_{q(x_t|x_{t-1})}[x_t] = x_{t-1}",
    "E_{q(x_3|x_1)}[x_3] = \\sqrt{1 - \\beta_3} x_1",
    "E_{q(x_t|x_0)}[x_t] = \\sqrt{1 - \\beta_t} x_0",
  ])("and says nothing else: %s", (latex) => {
    expect(lastOf(STEP, latex).verdict).not.toMatch(/exact|supported|assumed/u);
  });

  it("of one element is not that of another", () => {
    const first = "p(x_1) = \\mathcal{N}(x_1; 0, 1)";
    expect(lastOf(first, "E_{p(x_1)}[x_1^2] = 1").verdict).toBe("exact");
    expect(lastOf(first, "E_{p(x_2)}[x_2^2] = 1").verdict).not.toMatch(/exact|supported|assumed/u);
  });
});
