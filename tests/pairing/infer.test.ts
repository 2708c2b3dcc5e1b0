import { describe, expect, it } from "vitest";
import { printTerm } from "../../src/notation/print.js";
import { inferArguments, lettersOfFormula } from "../../src/pairing/infer.js";
import { Formulas } from "../../src/verdicts/formulas.js";

const text = `The encoder is $q(z|x) = \\prod_{k=1}^d \\mathcal{N}(z_k; \\mu_k(x), \\sigma_k^2(x))$ and the prior
$p(z) = \\prod_{k=1}^d \\mathcal{N}(z_k; 0, 1)$.

$$
KL(q(z|x) \\| p(z)) = \\frac12 \\sum_{k=1}^d \\left(\\mu_k^2(x) + \\sigma_k^2(x) - \\log \\sigma_k^2(x) - 1\\right)
$$
`;
const formulas = Formulas.of(text, "a.md", { seed: 0, budget: "quick" });
const head = formulas.links.at(-1)?.left;
if (head === undefined) throw new Error("no formula");
const letters = lettersOfFormula(formulas, head.term, head.section);

function inferred(...parameters: string[]): string {
  const found = inferArguments(parameters, letters);
  return typeof found === "string" ? found : found.map(printTerm).join("; ");
}

describe("the parameters' names", () => {
  it("stand for the formula's letters", () => {
    expect(letters.map(({ term }) => printTerm(term))).toEqual(["\\mu(x)", "\\sigma(x)"]);
  });

  it.each([
    [["mu", "sigma"], "\\mu(x); \\sigma(x)"],
    [["sigma", "mu"], "\\sigma(x); \\mu(x)"],
    [["mean", "std"], "\\mu(x); \\sigma(x)"],
    [["mu", "log_var"], "\\mu(x); \\log(\\sigma(x)^{2})"],
    [["mu", "logVar"], "\\mu(x); \\log(\\sigma(x)^{2})"],
    [["mu", "variance"], "\\mu(x); \\sigma(x)^{2}"],
    [["mu", "sigma_sq"], "\\mu(x); \\sigma(x)^{2}"],
    [["mu", "log_sigma"], "\\mu(x); \\log(\\sigma(x))"],
    [["z_mean", "z_log_var"], "\\mu(x); \\log(\\sigma(x)^{2})"],
    [["m", "s"], "\\mu(x); \\sigma(x)"],
    [["mu", "log_rate"], "\\mu(x); \\log(\\sigma(x))"],
    [["a", "b"], "\\mu(x); \\sigma(x)"],
    [["a", "mu"], "\\sigma(x); \\mu(x)"],
  ])("%j are %s", (parameters, expected) => {
    expect(inferred(...parameters)).toBe(expected);
  });

  const named = (text: string, ...parameters: string[]): string => {
    const document = Formulas.of(text, "a.md", { seed: 0, budget: "quick" });
    const left = document.links.at(-1)?.left;
    if (left === undefined) throw new Error("no formula");
    const found = inferArguments(parameters, lettersOfFormula(document, left.term, left.section));
    return typeof found === "string" ? found : found.map(printTerm).join("; ");
  };

  it("tell numbered letters apart", () => {
    const two = "$$K = \\log \\frac{\\sigma_2}{\\sigma_1} + \\frac{\\sigma_1^2 + (\\mu_1 - \\mu_2)^2}{2\\sigma_2^2} - \\frac12$$";
    expect(named(two, "mu1", "s1", "mu2", "logvar2")).toBe("\\mu_{1}; \\sigma_{1}; \\mu_{2}; \\log(\\sigma_{2}^{2})");
  });

  it("may be tables of probabilities", () => {
    const table = "$$KL(p(x) \\| q(x)) = \\sum_x p(x) \\log \\frac{p(x)}{q(x)}$$";
    expect(named(table, "p", "q")).toBe("p(x); q(x)");
  });

  it("leave out what the formula defines", () => {
    expect(named("$$W^2 = (a - b)^2 + c^2$$", "c", "a", "b")).toBe("c; a; b");
    expect(named("$$-\\log f = \\frac12 (a - b)^2$$", "b", "a")).toBe("b; a");
  });

  it("leave nothing to chance", () => {
    expect(inferred("a", "b", "c")).toMatch(
      /^what is its parameter a, b, c\? the formula has \\mu\(x\), \\sigma\(x\); say it with --arguments/u,
    );
    expect(inferred("mu")).toMatch(/^nothing is given for \\sigma\(x\)/u);
    expect(inferred("mu", "sigma", "beta")).toMatch(/^what is its parameter beta\?/u);
  });
});
