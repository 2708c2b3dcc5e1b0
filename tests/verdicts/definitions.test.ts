import { describe, expect, it } from "vitest";
import { check, checkDisplays, lastOf, stepsOf, verdictsOf } from "./checking.js";

describe("an alias", () => {
  const ALIAS = "p(x, z) = \\tilde p(x) p(z|x)";

  it("names the density that makes the step hold, once", () => {
    const [first, again] = stepsOf(ALIAS, "\\log \\tilde p(x) = \\log p(x)");
    expect(first?.verdict).toBe("assumed");
    expect(first?.message).toContain("\\tilde{p} is another name");
    expect(again?.verdict).toBe("exact");
  });

  it.each([
    "p(x, z) = \\tilde p(x) p(z)",
    "p(x, z) = \\tilde p(z) p(z|x)",
    "p(x, z) = 2 \\tilde p(x) p(z|x)",
    "p(x, z) = \\tilde p(x) p(x|z)",
  ])("does not make a wrong product hold: %s", (latex) => {
    expect(lastOf(latex).verdict).toBe("refuted");
  });

  it("is none under a logarithm, in a divergence, or for a family that was met before", () => {
    expect(lastOf("\\log p(x) = \\log \\tilde p(x)").verdict).not.toMatch(/exact|assumed/u);
    expect(lastOf("KL(q(x) \\| \\tilde p(x)) = KL(q(x) \\| p(x))").verdict).not.toMatch(/exact|assumed/u);
    expect(lastOf("KL(\\tilde p(x) \\| p(x)) \\ge 0", ALIAS).verdict).toBe("refuted");
  });
});

describe("a definition", () => {
  it("gives a fresh head its value, and is a claim the second time", () => {
    expect(verdictsOf("f(t) = t^2 + 1", "f(a) - 1 = a^2", "f(t) = t^3", "f(a + 1) = a^2 + 2 a + 2")).toEqual([
      "assumed",
      "exact",
      "refuted",
      "exact",
    ]);
  });

  it("defines its head and nothing else: the rest of the chain is claimed", () => {
    const [first, second, third] = stepsOf(
      "\\mathcal{L} = E_{q(z)}[\\log p(x|z)] - KL(q(z) \\| p(z)) = E_{q(z)}[\\log p(x, z) - \\log q(z)] = E_{q(z)}[\\log p(x, z) + \\log q(z)]",
    );
    expect([first, second, third].map((step) => step?.verdict)).toEqual(["assumed", "exact", "refuted"]);
  });

  it("holds for a head with an index, and for one applied to variables", () => {
    expect(lastOf("a_t = t^2", "a_{n} - a_{n-1} = 2 n - 1").verdict).toBe("exact");
    expect(lastOf("a_t = t^2", "a_{n} - a_{n-1} = 2 n").verdict).toBe("refuted");
    expect(lastOf("\\ell(x) = \\log p(x)", "E_{q(x)}[\\ell(x)] = -H(q(x)) - KL(q(x) \\| p(x))").verdict).toBe("exact");
    expect(lastOf("\\ell(x) = \\log p(x)", "E_{q(x)}[\\ell(x)] = H(q(x)) - KL(q(x) \\| p(x))").verdict).toBe("refuted");
  });

  it("by := stands beside an earlier use of the letter", () => {
    expect(verdictsOf("J := KL(q(z) \\| p(z))", "J + H(q(z)) = -E_{q(z)}[\\log p(z)]")).toEqual(["assumed", "exact"]);
  });

  it("by recursion is assumed, and never written out without end", () => {
    expect(verdictsOf("S_n = S_{n-1} + a_n")).toEqual(["assumed"]);
    expect(verdictsOf("f(t) = f(t - 1) + 1", "f(3) = f(2) + 1")[0]).toBe("assumed");
  });

  it("in a circle is no crash", () => {
    const verdicts = verdictsOf("a = b + 1", "b = a - 1", "a = a + 1");
    expect(verdicts[2]).not.toMatch(/exact|supported|assumed/u);
  });

  it("may stand after its first use, and is then taken from there", () => {
    const steps = stepsOf(
      "\\log p(x) = \\mathcal{L} + KL(q(z|x) \\| p(z|x))",
      "\\mathcal{L} = E_{q(z|x)}[\\log p(x, z) - \\log q(z|x)]",
    );
    expect(steps.map((step) => step.verdict)).toEqual(["exact", "assumed"]);
    const wrong = stepsOf(
      "\\log p(x) = \\mathcal{L} - KL(q(z|x) \\| p(z|x))",
      "\\mathcal{L} = E_{q(z|x)}[\\log p(x, z) - \\log q(z|x)]",
    );
    expect(wrong.map((step) => step.verdict)).toEqual(["refuted", "assumed"]);
  });

  it("of a variable says how it comes about and is never put into densities", () => {
    const steps = stepsOf("p(x, z) = p(x|z) p(z)", "x = g(z)", "\\log p(x, z) = \\log p(x|z) + \\log p(z)");
    expect(steps.map((step) => step.verdict)).toEqual(["exact", "assumed", "exact"]);
  });
});

describe("a term that the document sets aside", () => {
  /** A divergence of joint densities is one of conditionals and a constant; the constant gets no name. */
  const ASIDE = [
    "p(u, v) = \\tilde p(u) p(v|u)",
    "KL(p(u, v) \\| q(u, v)) = E_{p(u)}[E_{p(v|u)}[\\log \\frac{p(v|u)}{q(u, v)}]] + E_{p(u)}[\\log \\tilde p(u)]",
  ];

  it("is what an undefined summand can be", () => {
    const step = lastOf(...ASIDE, "J = KL(p(u, v) \\| q(u, v)) - B = E_{p(u)}[E_{p(v|u)}[\\log \\frac{p(v|u)}{q(u, v)}]]");
    expect(step.verdict, step.message).toBe("exact");
    expect(step.reading.join()).toMatch(/^B is /u);
  });

  it.each([
    ["with the other sign", "J = KL(p(u, v) \\| q(u, v)) + B = E_{p(u)}[E_{p(v|u)}[\\log \\frac{p(v|u)}{q(u, v)}]]"],
    ["with a square", "J = KL(p(u, v) \\| q(u, v)) - B = E_{p(u)}[E_{p(v|u)}[\\log \\frac{p(v|u)^2}{q(u, v)}]]"],
    ["with a marginal", "J = KL(p(u, v) \\| q(u, v)) - B = E_{p(u)}[E_{p(v|u)}[\\log \\frac{p(v|u)}{q(v)}]]"],
    ["twice", "J = KL(p(u, v) \\| q(u, v)) - 2 B = E_{p(u)}[E_{p(v|u)}[\\log \\frac{p(v|u)}{q(u, v)}]]"],
  ])("%s it is not", (_name, latex) => {
    expect(lastOf(...ASIDE, latex).verdict).not.toMatch(/exact|supported|assumed/u);
  });

  it("is needed: nothing is solved for", () => {
    for (const latex of [
      "KL(p(u, v) \\| q(u, v)) = B",
      "KL(p(u, v) \\| q(u, v)) - B = KL(p(u) \\| q(u))",
      "\\log p(u) = \\log q(u) + B",
    ]) {
      expect(lastOf("p(u, v) = p(v|u) p(u)", latex).verdict).not.toMatch(/exact|supported/u);
    }
  });
});

describe("what a document assumes", () => {
  it("is listed, each assumption once and at its line", () => {
    const { assumptions, steps } = checkDisplays(["p(x, z) = \\tilde p(x) p(z|x)", "J = KL(q(z) \\| p(z))", "z \\sim p(z)"]);
    expect(steps.map((step) => step.verdict)).toEqual(["assumed", "assumed"]);
    expect(assumptions.map(({ line }) => line)).toEqual([2, 6, 10]);
    for (const { text } of assumptions) expect(text).not.toBe("");
  });

  it("is nothing where nothing is written", () => {
    expect(check("# A title\n\nProse and `code`.\n")).toMatchObject({ steps: [], assumptions: [], unread: [] });
    expect(check("")).toMatchObject({ steps: [], assumptions: [], unread: [] });
  });
});
