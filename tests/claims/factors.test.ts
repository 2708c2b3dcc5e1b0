import { describe, expect, it } from "vitest";
import { EvaluationError } from "../../src/claims/algebra.js";
import { type Factor, factorize, factorsFor } from "../../src/claims/factors.js";
import { type Hypothesis, matchHypothesis } from "../../src/claims/hypothesis.js";
import type { FamilyCall } from "../../src/terms/term.js";
import { sides, term } from "./written.js";

function call(latex: string): FamilyCall {
  const density = term(latex);
  if (density.kind !== "density") throw new Error(`no density: ${latex}`);
  return density.distribution;
}

/** `p(x|z) = …` as a form that the document has given. */
function form(latex: string): Hypothesis {
  const [left, body] = sides(latex);
  if (left.kind !== "density") throw new Error(`no density: ${latex}`);
  return { call: left.distribution, body, law: null, space: "real" };
}

const text = ({ targets, given, hypothesis }: Factor): string =>
  `${targets.join(",")}|${given.join(",")}${hypothesis === null ? "" : "!"}`;

describe("the factors of a joint density", () => {
  it("stand-ins alone depend on everything before them", () => {
    expect(factorize("p", ["z", "x", "y"], []).map(text)).toEqual(["x|", "y|x", "z|x,y"]);
  });

  it("a form stands where its conditions are covered", () => {
    expect(factorize("p", ["x", "z"], [form("p(x|z) = \\exp(-x z)")]).map(text)).toEqual(["z|", "x|z!"]);
    expect(factorize("p", ["x", "z"], [form("p(x|z) = \\exp(-x z)"), form("p(z) = \\exp(-z)")]).map(text)).toEqual([
      "z|!",
      "x|z!",
    ]);
    expect(factorize("p", ["x"], [form("q(x) = \\exp(-x)")]).map(text)).toEqual(["x|"]);
  });

  it("each stands after those that it depends on, and every variable is covered once", () => {
    const forms = [form("p(y|x) = \\exp(-x y)"), form("p(x|z) = \\exp(-x z)")];
    const factors = factorize("p", ["x", "y", "z", "w"], forms);
    const covered: string[] = [];
    for (const { targets, given } of factors) {
      for (const root of given) expect(covered).toContain(root);
      for (const root of targets) expect(covered).not.toContain(root);
      covered.push(...targets);
    }
    expect(covered.sort()).toEqual(["w", "x", "y", "z"]);
  });

  it("do not exist where two forms describe one variable, or forms go in a circle", () => {
    expect(() => factorize("p", ["x"], [form("p(x) = \\exp(-x)"), form("p(x|z) = \\exp(-x z)")])).toThrow(EvaluationError);
    expect(() => factorize("p", ["x", "z"], [form("p(z|x) = \\exp(-x z)"), form("p(x|z) = \\exp(-x z)")])).toThrow(
      EvaluationError,
    );
  });

  it("of a marginal leave out what integrates to one", () => {
    const factors = factorize("p", ["x", "y", "z"], []);
    expect(factorsFor(factors, ["x"]).map(text)).toEqual(["x|"]);
    expect(factorsFor(factors, ["y"]).map(text)).toEqual(["x|", "y|x"]);
    expect(factorsFor(factors, ["z"]).map(text)).toEqual(["x|", "y|x", "z|x,y"]);
    expect(factorsFor(factors, [])).toEqual([]);
  });
});

describe("a form describes a call", () => {
  const matches = (formal: string, actual: string): readonly string[] | null => {
    const found = matchHypothesis(form(`${formal} = \\exp(-1)`), call(actual));
    return found?.map(({ formal: a, actual: b }) => `${a.kind}:${b.kind}`) ?? null;
  };

  it("of the same family over the same variables, marked or not, in any order", () => {
    expect(matches("p(x|z)", "p(x|z)")).not.toBeNull();
    expect(matches("p(x|z)", "p(x'|z)")).not.toBeNull();
    expect(matches("p(x, z)", "p(z, x)")).not.toBeNull();
    expect(matches("p(x_k)", "p(x_3)")).toEqual(["component:component"]);
  });

  it("at the same distances between indices", () => {
    expect(matches("p(x_t|x_{t-1})", "p(x_3|x_2)")).not.toBeNull();
    expect(matches("p(x_t|x_{t-1})", "p(x_{s+1}|x_s)")).not.toBeNull();
    expect(matches("p(x_{t+1}|x_t)", "p(x_t|x_{t-1})")).not.toBeNull();
    expect(matches("p(x_{t-1}|x_t, x_0)", "p(x_1|x_0, x_2)")).not.toBeNull();
    expect(matches("p(x_t|x_{t-1})", "p(x_t|x_0)")).toBeNull();
    expect(matches("p(x_t|x_{t-1})", "p(x_t|x_{t+1})")).toBeNull();
    expect(matches("p(x_t|x_{t-1})", "p(x_3|x_1)")).toBeNull();
    expect(matches("p(x_1|x_0)", "p(x_2|x_1)")).toBeNull();
    expect(matches("p(x_1)", "p(x_2)")).toBeNull();
    expect(matches("p(x_1)", "p(x_i)")).toBeNull();
  });

  it("and of no other", () => {
    expect(matches("p(x|z)", "q(x|z)")).toBeNull();
    expect(matches("p(x|z)", "p(z|x)")).toBeNull();
    expect(matches("p(x|z)", "p(x)")).toBeNull();
    expect(matches("p(x|z)", "p(x, z)")).toBeNull();
    expect(matches("p(x)", "p(x_3)")).toBeNull();
  });
});
