import { describe, expect, it } from "vitest";
import { check, lastOf } from "./checking.js";

describe("what a document says twice", () => {
  it("leaves open a variable's second equation: it may hold in distribution only", () => {
    const again = lastOf("z \\sim p(z)", "z = f(x)", "z = \\mu(x) + \\sigma(x) \\epsilon");
    expect(again.verdict).toBe("undecided");
    expect(again.message).toContain("z is given by another equation before");
  });

  it("takes a variable's equation for a claim where it speaks of the variable itself", () => {
    expect(lastOf("z \\sim p(z)", "z = 2 z").verdict).not.toMatch(/exact|supported|assumed/u);
  });

  it("leaves open a letter's second number", () => {
    const again = lastOf("\\rho = \\frac{1}{20}", "\\rho = \\frac{1}{4}");
    expect(again.verdict).toBe("undecided");
    expect(again.message).toContain("set to another value before");
  });

  it("lets unknown factors at the places of a clique say what a density is", () => {
    const text =
      "$$p(a, b) = \\frac{1}{Z} \\tilde p(a, b)$$\n\n$$p(x_1, \\dotsc, x_n) = \\frac{1}{Z} \\prod_{c \\in C} \\phi_c(x_c)$$\n";
    expect(check(text).steps.at(-1)?.verdict).not.toBe("refuted");
  });

  it("does not let described functions off", () => {
    const form = "q(x|z) = \\prod_{k=1}^{D} \\rho_k(z)^{x_k} (1 - \\rho_k(z))^{1 - x_k}";
    expect(lastOf(form, "\\log q(x|z) = \\sum_{k=1}^{D} x_k \\log \\rho_k(z)").verdict).toBe("refuted");
  });
});

describe("a logarithm before two fractions", () => {
  const averaged = (ratio: string): string => `E_{q(z|x)}[\\log \\frac{p(x,z)}{q(z|x)} \\cdot ${ratio}]`;

  it("is read as the logarithm of their product where that makes the step hold", () => {
    const step = lastOf(`${averaged("\\frac{q(z|x)}{p(z|x)}")} = \\log p(x)`);
    expect(step.verdict).toBe("exact");
    expect(step.reading).toEqual(["a logarithm takes all fractions after it"]);
  });

  it.each([
    `${averaged("\\frac{q(z|x)}{p(z)}")} = \\log p(x)`,
    `${averaged("\\frac{q(z|x)}{p(z|x)}")} = 2 \\log p(x)`,
    `${averaged("f(z)")} = \\log p(x)`,
  ])("is not read where it does not: %s", (latex) => {
    const step = lastOf(latex);
    expect(step.verdict).toBe("not-understood");
    expect(step.reading).toEqual([]);
  });
});

describe("a word that nothing defines", () => {
  it("is no free number", () => {
    expect(lastOf("\\text{ELBO}(q) = E_{q(z)}[\\log p(x,z) - \\log q(z)]", "\\log p(x) \\ge \\text{ELBO}").verdict).toBe(
      "undecided",
    );
    expect(lastOf("\\log p(x) \\ge a").verdict).not.toMatch(/exact|supported/u);
  });
});

describe("a bare family under E", () => {
  it("averages over its own variables, whatever the body is about", () => {
    const gap = "E_{q}[\\log q(z) - \\log p(x, z)]";
    expect(lastOf(`${gap} + E_q[\\log p(x)] = ${gap} + \\log p(x)`).verdict).toBe("exact");
    expect(lastOf(`${gap} + E_q[\\log p(x)] = ${gap} + 2 \\log p(x)`).verdict).toBe("refuted");
  });
});

describe("a form that is a density of some of its variables already", () => {
  it("is none of all of them", () => {
    const joint = lastOf("p(z, x) = \\mathcal{N}(z; \\mu(x), \\sigma^2)");
    expect(joint.verdict).toBe("refuted");
    expect(joint.message).toContain("integrates to 1 over z alone, so over x as well its integral is infinite");
    expect(lastOf("p(z|x) = \\mathcal{N}(z; \\mu(x), \\sigma^2)").verdict).toBe("assumed");
    expect(lastOf("p(z, x) = \\mathcal{N}(z; \\mu(x), 1) \\mathcal{N}(x; 0, 1)").verdict).not.toBe("refuted");
  });

  it("may be one where a variable lives in a bounded space", () => {
    const text = "---\nsymbols:\n  x: { sort: variable, domain: unit }\n---\n\n$$p(z, x) = \\mathcal{N}(z; x, 1)$$\n";
    expect(check(text).steps.at(-1)?.verdict).not.toBe("refuted");
  });
});

describe("steps of a process", () => {
  it("keeps the step before apart from the first", () => {
    const posterior = (variance: string): string =>
      `q(x_{t-1}|x_t, x_0) = \\frac{1}{\\sqrt{2\\pi ${variance}}} \\exp(-\\frac{(x_{t-1} - \\mu_t(x_t, x_0))^2}{2\\beta_t})`;
    expect(lastOf(posterior("\\beta_t")).verdict).toBe("assumed");
    expect(lastOf(posterior("\\beta_t^2")).verdict).toBe("refuted");
  });

  it("lets the index of an argument stand on the other side, and no other variable", () => {
    const averaged = "E_{p(t)}[t] = 1";
    expect(lastOf(averaged, "q(x_t|x_{t-1}) = \\mathcal{N}(x_t; t x_{t-1}, 1)").message ?? "").not.toContain(
      "is free on the right side",
    );
    expect(lastOf(averaged, "q(x|z) = \\mathcal{N}(x; t z, 1)").message).toContain("t is free on the right side");
  });

  it("may factorize with a prior of the same letter", () => {
    expect(lastOf("p_\\theta(x_{0:T}) = p(x_T) \\prod_{t=1}^T p_\\theta(x_{t-1}|x_t)").verdict).toBe("assumed");
    expect(lastOf("p_\\theta(x_{0:T}) = q(x_T) \\prod_{t=1}^T p_\\theta(x_{t-1}|x_t)").verdict).not.toMatch(
      /exact|supported|assumed/u,
    );
  });
});
