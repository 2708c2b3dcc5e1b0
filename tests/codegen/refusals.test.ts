import { describe, expect, test } from "vitest";
import { compileFormula } from "../../src/codegen/compiled.js";
import { generate } from "../../src/codegen/generate.js";
import { SelectionError } from "../../src/codegen/select.js";
import type { Selector } from "../../src/codegen/selector.js";
import { Formulas } from "../../src/verdicts/formulas.js";
import { results } from "./formulas.js";

/** Why a derivation's result is not compiled. All others are. */
const WHY: Readonly<Record<string, string>> = {
  "chain-rule": "the document gives no form to p(x_{i} | x_{1:i - 1})",
  "elbo-evidence": "the document gives no form to p(x, z)",
  "elbo-joint": "the document gives no form to q(x | z)",
  "gibbs-inequality": "is no equation but an inequality or a proportion: there is nothing to compute",
  "infinite-mixture": "the document gives no form to p(z)",
  "kl-joint": "the document gives no form to p(x)",
  "maximum-likelihood": "the document gives no form to p_{\\theta}(x)",
  reparameterization: "f(\\mu + \\sigma \\epsilon) is a function that the document does not define",
};

describe("the results of the derivations", () => {
  const found = results().map(({ name, refusal }) => [name.replace(/^.*#/, ""), refusal] as const);

  test("are compiled, or refused with the line and the reason", () => {
    const refused = found.flatMap(([name, refusal]) => (refusal === null ? [] : [[name, refusal] as const]));
    expect(found.length).toBeGreaterThan(refused.length);
    expect(Object.fromEntries(refused.map(([name, refusal]) => [name, refusal.replace(/^line \d+: /, "")]))).toEqual(WHY);
    for (const [, refusal] of refused) expect(refusal).toMatch(/^line \d+: /);
  });
});

const formulasOf = (...displays: readonly string[]): Formulas =>
  Formulas.of(displays.map((latex) => `$$\n${latex}\n$$\n`).join("\n"), "notes.md", { seed: 0, budget: "quick" });

function refusal(formulas: Formulas, selector: Selector): SelectionError {
  try {
    compileFormula(formulas, selector);
  } catch (error) {
    if (error instanceof SelectionError) return error;
    throw error;
  }
  throw new Error("it was compiled");
}

describe("a formula that cannot be compiled", () => {
  test("is no formula: the labels that there are stand in the message", () => {
    const formulas = formulasOf("a^2 - b^2 = (a - b)(a + b) \\label{squares}", "a + b = b + a \\label{sum}");
    expect(refusal(formulas, { kind: "label", label: "other" }).message).toBe(
      "no formula has the label other: it has squares, sum",
    );
    expect(refusal(formulas, { kind: "line", line: 4 }).message).toBe(
      "line 4: no equation that was understood stands here: the nearest stand on line 2 and line 6",
    );
    expect(refusal(formulasOf("a = a"), { kind: "label", label: "x" }).message).toBe(
      "no formula has the label x: it has none: name a line, FILE:LINE",
    );
  });

  test("is wrong, and the error says so", () => {
    const error = refusal(formulasOf("a^2 - b^2 = (a - b)^2"), { kind: "line", line: 2 });
    expect([error.wrong, error.message]).toEqual([
      true,
      expect.stringMatching(/^line 2: the step is refuted: qedmark explain notes\.md#\w+$/),
    ]);
  });

  test("is not taken over a link that is refuted", () => {
    const formulas = formulasOf(
      "\\mathbb{E}_{x \\sim p(x)}[x] = \\int x p(x)\\,dx \\label{mean}",
      "\\int x p(x)\\,dx = \\int x p(x)\\,dx + 1",
    );
    expect(refusal(formulas, { kind: "label", label: "mean" }).message).toMatch(/^line 2: /);
  });

  test.each([
    ["h := \\text{erf}(a) + b", "typescript", "line 2: JavaScript has no erf: choose another target"],
    ["\\sin(a) + b = b + \\sin(a)", "graph", "line 2: the tensor graph has no sin: choose another target"],
  ] as const)("has a function that the target lacks: %s", (latex, target, message) => {
    expect(() => generate(formulasOf(latex), { kind: "line", line: 2 }, target, "0")).toThrow(message);
  });
});

describe("of several sides that are equal", () => {
  test("the weakest step that shows it is named", () => {
    const formulas = formulasOf(
      "p(z) = \\mathcal{N}(z; \\mu, \\sigma^2)",
      "\\ell := \\mathbb{E}_{z \\sim p(z)}[z^2]",
      "\\mathbb{E}_{z \\sim p(z)}[z^2] = \\mu^2 + \\sigma^2",
    );
    expect(compileFormula(formulas, { kind: "line", line: 10 }).verdict).toBe("exact");
    expect(compileFormula(formulas, { kind: "line", line: 2 }).verdict).toBe("assumed");
    expect(compileFormula(formulas, { kind: "line", line: 6 })).toMatchObject({ latex: "\\ell = \\mu^2 + \\sigma^2" });
  });

  test("a letter that cancels is no parameter", () => {
    const formulas = formulasOf("b + \\frac{c}{c} = b + \\frac{2 c}{2 c}");
    expect(compileFormula(formulas, { kind: "line", line: 2 }).parameters.map(({ latex }) => latex)).toEqual(["b"]);
  });

  test("the one that can be computed is taken", () => {
    const formulas = formulasOf(
      "p(z) = \\mathcal{N}(z; \\mu, \\sigma^2)",
      "\\mathbb{E}_{z \\sim p(z)}[z^2] = \\int z^2 p(z)\\,dz",
      "\\mathbb{E}_{z \\sim p(z)}[z^2] = \\mu^2 + \\sigma^2",
    );
    const compiled = compileFormula(formulas, { kind: "line", line: 6 });
    expect(compiled.latex).toBe("\\mathbb{E}_{z \\sim p(z)}[z^2] = \\mu^2 + \\sigma^2");
    expect(generate(formulas, { kind: "line", line: 6 }, "numpy", "0")).toContain("return mu**2 + sigma**2");
  });
});

test("a size without a name in the document is called after its array", () => {
  const formulas = formulasOf("q(x) = \\mathcal{N}(x; g, \\sigma^2 I)", "\\log q(x) = \\log \\mathcal{N}(x; g, \\sigma^2 I)");
  expect(generate(formulas, { kind: "line", line: 6 }, "numpy", "0")).toContain('_size("dim_x", x=x.shape[-1:], g=g.shape[-1:])');
});
