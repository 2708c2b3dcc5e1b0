import { describe, expect, it } from "vitest";
import { Atoms, valueText } from "../../src/claims/atoms.js";
import { closedNumber } from "../../src/claims/closed-algebra.js";
import { Tensor } from "../../src/claims/tensor.js";
import { addRational, equalRational, multiplyRational, ONE, type Rational, rational, ZERO } from "../../src/numbers/rational.js";
import { plainName } from "../../src/terms/name.js";

const atoms = (seed: string): Atoms => new Atoms(seed, new Set(["x", "z"]), (_, point) => closedNumber(rational(2 * point - 1)));
const nothing = new Map<string, number>();

/** Σ over the points of `variable` of weight times `f`. */
function integrate(of: Atoms, variable: string, f: (point: number) => Rational): Rational {
  return of
    .placesOf(variable)
    .reduce((sum, _, point) => addRational(sum, multiplyRational(of.weight(variable, point), f(point))), ZERO);
}

describe("densities of variables with finitely many places", () => {
  it("come from one joint table: they integrate to 1, and the marginal is the joint integrated", () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const model = atoms(`${seed}`);
      const p = (target: readonly [string, number], given = nothing): Rational =>
        model.conditional("p", ["x", "z"], target, given, "");
      expect(
        equalRational(
          integrate(model, "x", (x) => p(["x", x])),
          ONE,
        ),
      ).toBe(true);
      for (const z of [0, 1]) {
        expect(
          equalRational(
            integrate(model, "x", (x) => p(["x", x], new Map([["z", z]]))),
            ONE,
          ),
        ).toBe(true);
        const total = integrate(model, "x", (x) => multiplyRational(p(["z", z], new Map([["x", x]])), p(["x", x])));
        expect(equalRational(total, p(["z", z]))).toBe(true);
      }
    }
  });

  it("depend on the seed, the family and the context, and on nothing else", () => {
    const table = (seed: string, family: string, context: string): string =>
      [0, 1]
        .map((x) =>
          [0, 1].map((z) =>
            Object.values(atoms(seed).conditional(family, ["x", "z"], ["x", x], new Map([["z", z]]), context)).join("/"),
          ),
        )
        .join(";");
    expect(table("a", "p", "")).toBe(table("a", "p", ""));
    expect(new Set([table("a", "p", ""), table("b", "p", ""), table("a", "q", ""), table("a", "p", "u=1")]).size).toBe(4);
  });

  it("find the place of a value, and none for any other", () => {
    const model = atoms("places");
    expect(model.placesOf("x").map((place) => model.pointOf("x", place))).toEqual([0, 1]);
    expect(model.pointOf("x", closedNumber(rational(5)))).toBeNull();
  });
});

describe("the text of a value", () => {
  it("tells numbers and vectors apart, and is null for what holds a real variable", () => {
    expect(valueText(closedNumber(rational(1, 2)))).toBe("1/2");
    expect(valueText(Tensor.column([closedNumber(ONE), closedNumber(ZERO)]))).toBe("1/1,0/1");
    expect(valueText({ kind: "symbol", name: plainName("u") })).toBeNull();
  });
});
