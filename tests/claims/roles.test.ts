import { describe, expect, it } from "vitest";
import { type Roles, rolesOf } from "../../src/claims/roles.js";
import { sides, term } from "./written.js";

const roles = (latex: string): Roles => rolesOf(sides(latex));
const set = (names: ReadonlySet<string>): string[] => [...names].sort();

describe("roles", () => {
  it("a variable is an argument of a density, or bound by an integral or expectation", () => {
    expect(set(roles("p(x|z) = \\int f(u) du + E_{q(w)}[w]").variables)).toEqual(["u", "w", "x", "z"]);
    expect(set(roles("KL(q(z|x) \\| p(z)) = a").variables)).toEqual(["x", "z"]);
    expect(set(roles("p(x') = p(x_i)").variables)).toEqual(["x"]);
  });

  it("a variable that a sum runs over has counting measure; an index has none", () => {
    const found = roles("\\sum_z p(z) = \\sum_{i=1}^n a_i");
    expect(set(found.counted)).toEqual(["z"]);
    expect(set(found.naturals)).toEqual(["n"]);
    expect(set(found.arrays)).toEqual(["a"]);
    expect(set(found.scalars)).toEqual([]);
  });

  it("a free index is a natural that stands as an index; a bound index is none", () => {
    const found = roles("a_t = \\sum_{i=1}^{n} b_i b_{t-1}");
    expect(set(found.freeIndices)).toEqual(["t"]);
    expect(set(found.naturals)).toEqual(["n", "t"]);
  });

  it("a bound under a power is kept small", () => {
    expect(set(roles("p(x_1, \\dots, x_{n^2}) = \\prod_{i=1}^{n^2} p(x_i | x_1, \\dots, x_{i-1})").raised)).toEqual(["n"]);
    expect(set(roles("\\sum_{i=1}^n a_i = b").raised)).toEqual([]);
  });

  it("a function is general where it is applied to more than plain variables", () => {
    const found = roles("E_{p(x)}[f(x) + g(x + 1)] = \\mu_i(x)");
    expect(set(found.functions)).toEqual(["\\mu", "f", "g"]);
    expect(set(found.generalFunctions)).toEqual(["g"]);
    expect(set(found.freeIndices)).toEqual(["i"]);
  });

  it("parameters of a family are labels, not variables", () => {
    const found = roles("p(x; \\theta) = p(x|z; \\theta)");
    expect(set(found.variables)).toEqual(["x", "z"]);
    expect(set(found.scalars)).toEqual([]);
    expect(set(found.families)).toEqual(["p"]);
  });

  it("an unknown number is what is left over; a declared variable is not", () => {
    expect(set(rolesOf([term("a x + b")]).scalars)).toEqual(["a", "b", "x"]);
    expect(set(rolesOf([term("a x + b")], ["x"]).scalars)).toEqual(["a", "b"]);
  });
});
