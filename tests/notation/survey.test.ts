import { describe, expect, it } from "vitest";
import { surveyNotation } from "../../src/notation/survey.js";

const survey = (...latexes: string[]): string => {
  const { families, functions } = surveyNotation(
    latexes.map((latex) => ({ latex, environment: null })),
    {},
  );
  return `${[...families].sort().join(" ")} / ${[...functions].sort().join(" ")}`;
};

describe("surveyNotation", () => {
  it.each([
    ["p(x)", "p / "],
    ["\\tilde{p}(x) + q_\\phi(z)", "\\tilde{p} q / "],
    ["r(y|x)", "r / "],
    ["\\pi(a|s)", "\\pi / "],
    ["w(x;\\theta)", "w / "],
    ["f(x;\\theta) + \\mathcal{L}(\\theta;x)", " / \\mathcal{L} f"],
    ["\\mu_{(k)}^2(x) + \\sigma(z)", " / \\mu \\sigma"],
    ["g_\\theta(z)", " / g"],
    ["x \\sim s(x)", "s / "],
    ["x \\sim q, y \\sim w", "q / "],
    ["KL(a \\| b(x))", "b / "],
    ["p(1-p) + \\lambda(a-b) + 2(x)", " / "],
    ["f(x+1) + c(x+1)", " / f"],
    ["\\mathcal{N}(x;\\mu,1) + H(X) + \\delta(x) + \\text{KL}(p\\|q)", "p q / "],
    ["\\frac{p(x)}{\\sqrt{h(x)}} + x_{\\ell(i)}", "p / \\ell h"],
    ["\\sum_{x \\sim \\mathcal{D}} x", "\\mathcal{D} / "],
    ["\\", " / "],
    ["{".repeat(1000), " / "],
  ])("%s", (latex, expected) => {
    expect(survey(latex)).toBe(expected);
  });

  it("takes one use for the whole document, and densities before functions", () => {
    expect(survey("u(x)", "u(x|z)")).toBe("u / ");
  });

  it("looks through macros", () => {
    const { families } = surveyNotation([{ latex: "\\q(z)", environment: null }], { "\\q": "q_\\phi" });
    expect([...families]).toEqual(["q"]);
  });
});
