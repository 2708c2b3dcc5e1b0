import { describe, expect, it } from "vitest";
import { check, lastOf } from "./checking.js";

const COIN = "p(x) = \\theta^x (1-\\theta)^{1-x}";
const OTHER = "q(x) = b^x (1-b)^{1-x}";

describe("a variable with a Bernoulli form takes the values 0 and 1", () => {
  it.each([
    [[COIN], "E_{p(x)}[x] = \\theta", "E_{p(x)}[x] = 1 - \\theta"],
    [[COIN], "E_{p(x)}[x^3] = \\theta", "E_{p(x)}[x^3] = \\theta^3"],
    [
      [COIN],
      "H(p(x)) = -\\theta \\log\\theta - (1-\\theta) \\log(1-\\theta)",
      "H(p(x)) = -\\theta \\log\\theta + (1-\\theta) \\log(1-\\theta)",
    ],
    [
      [COIN, OTHER],
      "KL(p(x) \\| q(x)) = \\theta \\log\\frac{\\theta}{b} + (1-\\theta) \\log\\frac{1-\\theta}{1-b}",
      "KL(q(x) \\| p(x)) = \\theta \\log\\frac{\\theta}{b} + (1-\\theta) \\log\\frac{1-\\theta}{1-b}",
    ],
    [["p(x|z) = f(z)^x (1-f(z))^{1-x}"], "E_{p(x|z)}[x] = f(z)", "E_{p(x|z)}[x] = f(z)^2"],
    [["p(x) = \\mathrm{Bernoulli}(x; \\theta)"], "E_{p(x)}[x] = \\theta", "E_{p(x)}[x] = \\theta^2"],
    [[], "E_{x \\sim \\mathrm{Bernoulli}(\\theta)}[x^2] = \\theta", "E_{x \\sim \\mathrm{Bernoulli}(\\theta)}[x^2] = \\theta^2"],
    [["p(z) = \\theta^z (1-\\theta)^{1-z}", "p(x|z) = \\mathcal{N}(x; m z, 1)"], "E_{p(x)}[x] = \\theta m", "E_{p(x)}[x] = m"],
    [
      ["p(z) = \\theta^z (1-\\theta)^{1-z}", "p(x|z) = \\mathcal{N}(x; m z, 1)"],
      "p(x) = \\theta \\mathcal{N}(x; m, 1) + (1-\\theta) \\mathcal{N}(x; 0, 1)",
      "p(x) = \\theta \\mathcal{N}(x; 0, 1) + (1-\\theta) \\mathcal{N}(x; m, 1)",
    ],
  ])("after %s: %s, and not %s", (forms, holds, fails) => {
    const step = lastOf(...forms, holds);
    expect(step.verdict, step.message).toBe("exact");
    expect(lastOf(...forms, fails).verdict).toBe("refuted");
  });

  it("with its parameter between 0 and 1, in a counterexample too", () => {
    const model = lastOf(COIN, "\\log p(x) = x \\log\\theta + (1-x) \\log\\theta").counterexample?.model.join("; ") ?? "";
    expect(model).toContain("x ∈ {0, 1}");
    expect(model).toMatch(/\\theta = (1\/[23]|2\/3)/u);
  });
});

describe("what a condition restricts", () => {
  it.each([
    ["p(z = k) = \\pi_k", "p(x) = \\sum_{k=1}^K \\pi_k p(x|z = k)"],
    ["p(z = k) = \\pi_k", "p(z = k|x) = \\frac{\\pi_k p(x|z = k)}{\\sum_{j=1}^K \\pi_j p(x|z = j)}"],
    ["\\sum_{k=1}^K \\pi_k = 1", "1 - \\pi_1 = \\sum_{k=2}^K \\pi_k"],
    ["\\sigma^2 = 1", "\\log \\sigma^2 = 0"],
    ["\\alpha \\ge 0", "\\alpha KL(q(z) \\| p(z)) \\ge 0"],
  ])("after %s nothing is refuted over a model that ignores it: %s", (condition, latex) => {
    expect(lastOf("p(x, z) = p(x|z) p(z)", condition, latex).verdict).toMatch(/undecided|assumed/u);
  });

  it("is no excuse for what says nothing of it", () => {
    const after = (latex: string): string => lastOf("p(z = k) = \\pi_k", latex).verdict;
    expect(after("p(x, z) = p(x) p(z)")).toBe("refuted");
    expect(after("KL(q(z) \\| p(z)) = KL(p(z) \\| q(z))")).toBe("refuted");
  });

  it("ends with its section", () => {
    const wrong = "$$\nE_{x \\sim \\mathcal{N}(0, \\sigma^2)}[x^2] = \\sigma\n$$\n";
    const text = `# Notes\n\n## A\n\n$$\n\\sigma^2 = 1\n$$\n\n${wrong}\n## B\n\n${wrong}`;
    expect(check(text).steps.map((step) => step.verdict)).toEqual(["assumed", "undecided", "refuted"]);
  });
});

describe("what is fixed already", () => {
  it.each([
    [["p(z = k) = \\pi_k"], "p(z = k) = \\pi_{k+1}"],
    [["p(z = k) = \\pi_k"], "p(z = k|x) = \\pi_k"],
    [["\\sum_{k=1}^K \\pi_k = 1"], "\\sum_{k=1}^K \\pi_k = 2"],
    [["\\theta_{t+1} = \\theta_t + 1"], "\\theta_{t+2} = \\theta_t + 1"],
    [
      ["p(z = k) = \\pi_k", "p(x|z = k) = \\mathcal{N}(x; \\mu_k, \\sigma_k^2)"],
      "p(z = k|x) = \\frac{\\pi_k}{\\sum_{j=1}^K \\pi_j}",
    ],
    [["p(x) = \\mathcal{N}(x; 0, 1)", "q(x) = \\mathcal{N}(x; 0, 2)"], "p(x) = q(x)"],
    [["p(x) = \\mathcal{N}(x; 0, 1)", "q(x) = \\mathcal{N}(x; 0, 2)"], "p(x) \\ge q(x)"],
    [["p(z) = \\mathcal{N}(z; 0, 1)", "p(x|z) = \\mathcal{N}(x; z, 2)"], "p(z|x) = 1"],
    [["p(x, z) = p(x|z) p(z)"], "p(x|z) \\ge p(x)"],
  ])("after %s is no condition any more: %s", (before, latex) => {
    expect(lastOf(...before, latex).verdict).not.toMatch(/assumed|exact|supported/u);
  });

  it("and what is not may still be said", () => {
    expect(lastOf("p(x) = \\mathcal{N}(x; 0, 1)", "p(x) = q(x)").verdict).toBe("assumed");
    expect(lastOf("p(z = k) = \\pi_k", "p(x = 1|z = k) = \\rho_k").verdict).toBe("assumed");
    expect(lastOf("0 \\le \\pi_k", "\\sum_{k=1}^K \\pi_k = 1").verdict).toBe("assumed");
  });
});
