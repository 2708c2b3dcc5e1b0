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
