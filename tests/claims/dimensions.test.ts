import { describe, expect, it } from "vitest";
import { inferShapes, isWord, sameDimension, type Shape } from "../../src/claims/dimensions.js";
import { printTerm } from "../../src/notation/print.js";
import { sides, term } from "./written.js";

/** `d`, `?x` for a vector whose dimension has no name, with `!` for a matrix. */
function shapes(latex: string): Record<string, string> {
  const text = ({ dimension, matrix }: Shape): string =>
    `${dimension.kind === "named" ? printTerm(dimension.size) : "?"}${matrix ? "!" : ""}`;
  return Object.fromEntries([...inferShapes(sides(latex))].map(([key, shape]) => [key, text(shape)]));
}

describe("the shape of a letter", () => {
  it("is a vector of as many components as the sum that indexes it", () => {
    expect(shapes("\\sum_{k=1}^d \\mu_k^2 = a")).toEqual({ "\\mu": "d" });
    expect(shapes("\\prod_{i=1}^n a_i = b")).toEqual({ a: "n" });
    expect(shapes("a_3 = b")).toEqual({});
  });

  it("is a vector in a norm, and so is what is added to it", () => {
    expect(shapes("\\|x - \\mu\\|^2 = a")).toEqual({ x: "?", "\\mu": "?" });
    expect(shapes("\\|x - \\mu\\|^2 = \\sum_{k=1}^d (x_k - \\mu_k)^2")).toEqual({ x: "d", "\\mu": "d" });
  });

  it("is found through quotients and products of vectors", () => {
    expect(shapes("\\left\\|\\frac{x - \\mu(z)}{\\sigma(z)}\\right\\|^2 = \\sum_{k=1}^d \\sigma_k(z)^2")).toMatchObject({
      "\\sigma(z)": "d",
    });
    expect(shapes("\\|a x\\|^2 = b")).toEqual({ x: "?" });
    expect(shapes("\\|x a\\|^2 = \\|x\\|^2")).toEqual({ x: "?" });
  });

  it("is a function's own for each set of plain variables, unless it is applied to more", () => {
    expect(shapes("\\sum_{k=1}^d \\mu_k(x) + \\mu(z) = a")).toEqual({ "\\mu(x)": "d" });
    expect(shapes("\\|f(x)\\|^2 = \\|f(x + 1)\\|^2")).toEqual({ f: "?" });
  });

  it("is a matrix under an inverse, a determinant, or as a capital covariance", () => {
    expect(shapes("(x - \\mu)^T \\Sigma^{-1} (x - \\mu) = \\log |\\Sigma|")).toMatchObject({ "\\Sigma": "?!" });
    expect(shapes("\\mathcal N(x; \\mu, \\Sigma) = a")).toMatchObject({ x: "?", "\\mu": "?", "\\Sigma": "?!" });
    expect(shapes("\\mathcal N(x; \\mu, \\sigma^2) = a")).toEqual({});
    expect(shapes("\\mathcal N(x; \\mu, \\sigma^2 I) = a")).toMatchObject({ x: "?", "\\mu": "?" });
  });

  it("is a vector of vectors where an element is the mean of one", () => {
    expect(shapes("\\sum_{i=1}^k w_i \\mathcal N(x; \\mu_i, \\Sigma_i) = a")).toMatchObject({
      w: "k",
      "\\mu": "k",
      "\\mu[]": "?",
      "\\Sigma[]": "?!",
    });
  });

  it("is a vector where it is transposed", () => {
    expect(shapes("x^T y = a")).toMatchObject({ x: "?", y: "?" });
    expect(shapes("A^T = B")).toEqual({});
  });

  it("has d or D components where that letter stands as a number and nothing else names the dimension", () => {
    expect(shapes("\\frac{d}{2} \\log 2 \\pi = \\|x\\|^2")).toEqual({ x: "d" });
    expect(shapes("\\frac{1}{(2\\pi)^{D/2}} = \\|x - \\mu(z)\\|^2")).toEqual({ x: "D", "\\mu(z)": "D" });
    expect(shapes("\\frac{d}{2} = \\|x\\|^2 + \\sum_{k=1}^n y_k")).toEqual({ x: "d", y: "n" });
    expect(shapes("d + D = \\|x\\|^2")).toEqual({ x: "?" });
    expect(shapes("\\sum_{d=1}^n d = \\|x\\|^2")).toEqual({ x: "?" });
    expect(shapes("\\|d\\|^2 = \\|x\\|^2")).toEqual({ d: "?", x: "?" });
  });

  it("follows a declaration", () => {
    const declared = new Map([["x", { kind: "named" as const, size: term("d") }]]);
    expect([...inferShapes(sides("x + y = a"), declared).keys()].sort()).toEqual(["a", "x", "y"].filter((name) => name !== "a"));
  });

  it("agrees with one of the same name, and with no other", () => {
    const named = (latex: string): Shape["dimension"] => ({ kind: "named", size: term(latex) });
    expect(sameDimension(named("d"), named("d"))).toBe(true);
    expect(sameDimension(named("d"), named("n"))).toBe(false);
    expect(sameDimension(named("d"), { kind: "unnamed", key: "d" })).toBe(false);
    expect(sameDimension({ kind: "unnamed", key: "d" }, { kind: "unnamed", key: "d" })).toBe(true);
  });
});

describe("a word", () => {
  it("is spelled out in upright letters", () => {
    expect(["\\text{diag}", "\\operatorname{vec}", "\\mathrm{ELBO}"].map(isWord)).toEqual([true, true, true]);
    expect(["f", "\\mu", "\\text{f}", "\\mathcal{L}"].map(isWord)).toEqual([false, false, false, false]);
  });
});
