import { describe, expect, it } from "vitest";
import { check, lastOf, stepsOf, verdictsOf } from "./checking.js";

const PRIOR = "p(z) = \\mathcal{N}(z; 0, 1)";
const LIKELIHOOD = "p(x|z) = \\mathcal{N}(x; z, 2)";
const NOISE = "p(x|z) = \\mathcal{N}(x; z, \\sigma^2)";

describe("a prior and a likelihood with a form", () => {
  it.each([
    "p(x) = \\mathcal{N}(x; 0, 3)",
    "p(z|x) = \\mathcal{N}(z; \\frac{x}{3}, \\frac23)",
    "p(x, z) = \\mathcal{N}(x; z, 2) \\mathcal{N}(z; 0, 1)",
    "\\log p(z|x) = -\\frac12 \\log(2\\pi \\frac23) - \\frac34 (z - \\frac{x}{3})^2",
    "p(z|x) p(x) = p(x|z) p(z)",
    "E_{p(z|x)}[z] = \\frac{x}{3}",
  ])("determine the densities that they imply: %s", (latex) => {
    const step = lastOf(PRIOR, LIKELIHOOD, latex);
    expect(step.verdict, step.message).toBe("exact");
  });

  it.each([
    "p(x) = \\mathcal{N}(x; 0, 2)",
    "p(z|x) = \\mathcal{N}(z; \\frac{x}{3}, \\frac13)",
    "p(z|x) = \\mathcal{N}(z; x, \\frac23)",
    "p(z|x) = \\mathcal{N}(z; 0, 1)",
    "p(x, z) = \\mathcal{N}(x; 0, 1) \\mathcal{N}(z; x, 2)",
    "\\log p(z|x) = 0",
    "p(z|x) p(x) = p(x)",
    "p(z|x) = p(x|z) p(z)",
    "E_{p(z|x)}[z] = 0",
  ])("are not overruled by another form: %s", (latex) => {
    expect(lastOf(PRIOR, LIKELIHOOD, latex).verdict).toBe("refuted");
  });

  it("hold with letters too", () => {
    const posterior = (variance: string): string => `p(z|x) = \\mathcal{N}(z; \\frac{x}{1 + \\sigma^2}, ${variance})`;
    expect(lastOf(PRIOR, NOISE, posterior("\\frac{\\sigma^2}{1 + \\sigma^2}")).verdict).toBe("exact");
    expect(lastOf(PRIOR, NOISE, posterior("\\frac{1}{1 + \\sigma^2}")).verdict).toBe("refuted");
  });

  it("leave open what a form with letters of its own is: those can be chosen", () => {
    expect(lastOf(PRIOR, NOISE, "p(z|x) = \\mathcal{N}(z; m(x), s^2(x))").verdict).toBe("assumed");
  });

  it("must fit what was given before them", () => {
    const marginal = (variance: string): string => `p(x) = \\mathcal{N}(x; 0, ${variance})`;
    expect(verdictsOf(PRIOR, marginal("3"), LIKELIHOOD)).toEqual(["assumed", "assumed", "assumed"]);
    expect(verdictsOf(PRIOR, marginal("2"), LIKELIHOOD)).toEqual(["assumed", "assumed", "refuted"]);
    expect(lastOf(PRIOR, marginal("2"), LIKELIHOOD).message).toContain("p(x)");
  });

  it("determine nothing in another section", () => {
    const section = (title: string, ...displays: readonly string[]): string =>
      [`## ${title}`, ...displays.map((latex) => `$$\n${latex}\n$$`)].join("\n\n");
    const text = `# Notes\n\n${section("A", PRIOR, LIKELIHOOD)}\n\n${section("B", "p(z|x) = \\mathcal{N}(z; 0, 1)")}\n`;
    expect(check(text).steps.map((step) => step.verdict)).toEqual(["assumed", "assumed", "assumed"]);
  });
});

describe("independence that no form gives", () => {
  const CHAIN = [PRIOR, "p(y|z) = \\mathcal{N}(y; z, 2)", "p(x|y) = \\mathcal{N}(x; y, 1)"];

  it.each([
    [["p(x) = \\mathcal{N}(x; 0, 1)", "p(y) = \\mathcal{N}(y; 0, 1)"], "p(x, y) = p(x) p(y)"],
    [["p(x) = \\mathcal{N}(x; 0, 1)", "p(y) = \\mathcal{N}(y; 0, 1)"], "p(x|y) = p(x)"],
    [["p(x) = \\mathcal{N}(x; 0, 1)", "p(y) = \\mathcal{N}(y; 0, 1)"], "E_{p(x, y)}[x y] = 0"],
    [CHAIN, "p(x|y, z) = p(x|y)"],
    [CHAIN, "p(x, y, z) = p(x|y) p(y|z) p(z) + 0"],
    [CHAIN, "E_{p(x, z)}[x z] = 1"],
  ])("after %s is not accepted: %s", (forms, latex) => {
    expect(lastOf(...forms, latex).verdict).not.toMatch(/exact|supported/u);
  });

  it("is not needed where the forms say enough", () => {
    expect(lastOf(...CHAIN, "E_{p(x)}[x^2] = 4").verdict).toBe("exact");
    expect(lastOf(...CHAIN, "E_{p(x)}[x^2] = 3").verdict).toBe("refuted");
    expect(
      lastOf(PRIOR, "p(y|z) = \\mathcal{N}(y; z, 2)", "p(x|y, z) = \\mathcal{N}(x; y, 1)", "E_{p(x, z)}[x z] = 1").verdict,
    ).toBe("exact");
  });
});

describe("a new family made of others", () => {
  it.each([
    ["m(x) = \\frac12 (p(x) + q(x))", "KL(p(x) \\| m(x)) \\le \\log 2"],
    ["r(x, z) = p(x) p(z)", "KL(p(x, z) \\| r(x, z)) = E_{p(x, z)}[\\log p(x|z) - \\log p(x)]"],
  ])("%s is assumed, and what holds for no other is undecided", (form, latex) => {
    const before = "KL(p(x, z) \\| q(x, z)) \\ge 0";
    expect(verdictsOf(before, form, latex)).toEqual(["supported", "assumed", "undecided"]);
  });

  it.each(["m(x) = p(x) + q(x)", "m(x) = 3 p(x) - 2 q(x)", "m(x) = p(x) q(x)", "p_\\theta(x, z) = p(x|z) q(z)"])(
    "must be a density, and new: %s",
    (form) => {
      const [, made] = stepsOf("KL(p(x, z) \\| q(x, z)) \\ge 0", form, "KL(p(x) \\| m(x)) \\ge 0");
      expect(made?.verdict).toBe("refuted");
    },
  );
});

describe("a density that is normalized by its own integral", () => {
  const PARTITION = "Z = \\int e^{-E(x)} dx";
  const GIBBS = "p(x) = \\frac{e^{-E(x)}}{Z}";

  it("is one whatever the energy is", () => {
    expect(lastOf(PARTITION, GIBBS).verdict).toBe("assumed");
  });

  it("and no other", () => {
    expect(lastOf(PARTITION, "p(x) = \\frac{e^{-E(x)}}{Z^2}").verdict).not.toBe("assumed");
    expect(lastOf(PARTITION, "p(x) = \\frac{e^{E(x)}}{Z}").verdict).not.toBe("assumed");
    expect(lastOf(PARTITION, GIBBS, "\\log p(x) = -E(x) + \\log Z").verdict).not.toMatch(/exact|supported|assumed/u);
  });
});

describe("a letter that stands for a number", () => {
  it("cannot be another one beside it", () => {
    expect(verdictsOf("a = 2", "a = 3")[1]).not.toMatch(/exact|supported|assumed/u);
    expect(verdictsOf("a = 2", "b = 3", "a b = 6")[2]).toBe("exact");
  });
});
