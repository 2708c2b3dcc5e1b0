import { describe, expect, test } from "vitest";
import fc from "fast-check";
import type { Term } from "../../../src/terms/term.js";
import { integrate } from "../../../src/oracles/quadrature/integrate.js";
import * as T from "../closed-terms.js";

const x = T.symbol("x");
const y = T.symbol("y");
const z = T.symbol("z");
const infinity: Term = { kind: "constant", constant: "infinity" };

/** The stated error must cover the true one, and be small itself. */
function expectNumber(term: Term, truth: number, precision = 1e-9): void {
  const result = integrate(term);
  if (result.kind !== "value") throw new Error(result.reason);
  const rounding = 8 * Number.EPSILON * Math.abs(truth);
  expect(Math.abs(result.value - truth)).toBeLessThanOrEqual(result.error + rounding);
  expect(result.error).toBeLessThanOrEqual(precision * Math.max(1, Math.abs(truth)));
}

function expectUnknown(term: Term, reason: RegExp): void {
  const result = integrate(term);
  expect(result.kind === "unknown" ? result.reason : `value ${result.value}`).toMatch(reason);
}

const klToStandard = (m: number, v: number): number => (m * m + v - 1 - Math.log(v)) / 2;

/** |z − mean| exp(−|z − mean| / scale) / (2 scale). */
function distanceTimesLaplace(mean: number, scale: number): Term {
  const distance = T.elementary("abs", T.subtract(z, mean));
  return T.multiply(T.multiply(1 / (2 * scale), T.exp(T.negate(T.divide(distance, scale)))), distance);
}

describe("normal laws at every scale", () => {
  const scales: [number, number][] = [
    [0.5, 2],
    [0.25, 2 ** -20],
    [3, 2 ** 20],
    [-100, 2 ** -30],
    [1000, 1],
  ];
  test.each(scales)("mean %d, variance %d", (m, v) => {
    const kl = klToStandard(m, v);
    const logRatio = T.subtract(T.log(T.normal(z, m, v)), T.log(T.normal(z, 0, 1)));
    expectNumber(T.expectation([T.under("z", m, v)], logRatio), kl);
    expectNumber(T.integral(["z"], T.multiply(T.bell(z, m, v), T.log(T.divide(T.bell(z, m, v), T.bell(z, 0, 1))))), kl, 1e-7);
    expectNumber(
      T.integral(["z"], T.multiply(T.normal(z, m, v), T.log(T.divide(T.normal(z, m, v), T.normal(z, 0, 1))))),
      kl,
      1e-8,
    );
    expectNumber(T.integral(["z"], T.bell(z, m, v)), 1, 1e-7);
    expectNumber(T.integral(["z"], T.multiply(T.normal(z, m, v), z)), m, 1e-7);
  });

  test("random means and variances", () => {
    const mean = fc.integer({ min: -4000, max: 4000 }).map((n) => n / 256);
    const variance = fc.integer({ min: -24, max: 24 }).map((n) => 2 ** n);
    fc.assert(
      fc.property(mean, variance, mean, variance, (m, v, k, w) => {
        const kl = (((m - k) ** 2 + v) / w - 1 - Math.log(v / w)) / 2;
        expectNumber(
          T.integral(["z"], T.multiply(T.bell(z, m, v), T.log(T.divide(T.normal(z, m, v), T.bell(z, k, w))))),
          kl,
          1e-6,
        );
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  test("a wrong normalizing constant shows", () => {
    const wrong = T.divide(T.exp(T.negate(T.divide(T.power(z, 2), 8))), T.sqrt(T.multiply(2, T.PI, 2)));
    expectNumber(T.integral(["z"], wrong), Math.SQRT2);
  });
});

const bellAt = (x: number, v: number): number => Math.exp((-x * x) / (2 * v)) / Math.sqrt(2 * Math.PI * v);

describe("one dimension", () => {
  const standard = [T.under("z", 0, 1)];
  const rows: [string, Term, number][] = [
    [
      "narrow and far mixture",
      T.integral(["z"], T.add(T.multiply(0.5, T.bell(z, -3, 2 ** -30)), T.multiply(0.5, T.bell(z, 40, 4)))),
      1,
    ],
    ["mass far from the law's mean", T.expectation(standard, T.exp(T.multiply(10, z))), Math.exp(50)],
    ["growing exponential", T.expectation(standard, T.exp(T.divide(T.power(z, 2), 4))), Math.SQRT2],
    ["logarithmic singularity", T.expectation(standard, T.log(T.power(z, 2))), -1.2703628454614782],
    ["kink", T.expectation(standard, T.elementary("abs", T.subtract(z, 0.25))), 0.8226893964471604],
    ["steep step", T.expectation(standard, T.elementary("sigmoid", T.multiply(1000, z))), 0.5],
    ["fast wave", T.expectation(standard, T.elementary("cos", T.multiply(30, z))), Math.exp(-450)],
    ["slow wave", T.expectation(standard, T.elementary("cos", T.multiply(3, z))), Math.exp(-4.5)],
    ["Cauchy", T.integral(["z"], T.divide(1, T.multiply(T.PI, T.add(1, T.power(z, 2))))), 1],
    ["narrow density under a broad law", T.expectation(standard, T.normal(z, 0.25, 2 ** -24)), bellAt(0.25, 1 + 2 ** -24)],
    [
      "density beyond the range of doubles",
      T.expectation([T.under("z", 38.5, 2 ** -6)], T.log(T.bell(z, 0, 1))),
      -(Math.log(2 * Math.PI) + 38.5 ** 2 + 2 ** -6) / 2,
    ],
    [
      "ratio beyond the range of doubles",
      T.expectation([T.under("z", 60, 1)], T.divide(T.normal(z, 1, 1), T.normal(z, 0, 1))),
      Math.exp(60),
    ],
    ["Laplace", T.integral(["z"], T.multiply(0.5, T.exp(T.negate(T.elementary("abs", z))))), 1],
    // Whether their exponents are straight is seen from differences that rounding leaves, of either sign.
    ...[-4, -1.7, 0.3, 2, 1e3].flatMap((mean): [string, Term, number][] => {
      const t = T.divide(T.subtract(z, mean), 3);
      const fall = T.exp(T.negate(t));
      return [
        [`logistic around ${mean}`, T.integral(["z"], T.divide(fall, T.multiply(3, T.power(T.add(1, fall), 2)))), 1],
        [`distance under Laplace around ${mean}`, T.integral(["z"], distanceTimesLaplace(mean, 1.5)), 1.5],
      ];
    }),
    ["bounds", T.between(0, 1, "z", T.sqrt(z)), 2 / 3],
    ["bounds in reverse", T.between(1, 0, "z", T.sqrt(z)), -2 / 3],
    ["half line", T.between(0, infinity, "z", T.exp(T.negate(z))), 1],
    ["other half line", T.between(null, 0, "z", T.exp(z)), 1],
    ["narrow density between bounds", T.between(0, 1, "z", T.bell(z, 0.75, 2 ** -30)), 1],
    ["no integral", T.subtract(T.add(T.log(2), T.log(3)), T.log(6)), 0],
  ];
  test.each(rows)("%s", (_, term, truth) => {
    expectNumber(term, truth);
  });

  test("a narrow Cauchy density is found, at the precision that rounding leaves", () => {
    const width = 2 ** -24;
    const squares = T.add(width ** 2, T.power(T.subtract(z, 3), 2));
    expectNumber(T.integral(["z"], T.divide(width, T.multiply(T.PI, squares))), 1, 1e-6);
  });

  test("erf is the normal distribution function", () => {
    for (const at of [-4, -1.5, -0.25, 0, 0.5, 2.75, 3.5, 7]) {
      const half = T.divide(T.add(1, T.elementary("erf", T.divide(at, T.sqrt(2)))), 2);
      expectNumber(T.subtract(half, T.between(null, at, "z", T.normal(z, 0, 1))), 0);
    }
  });
});

describe("several variables", () => {
  const chain = (body: Term): Term => T.multiply(T.bell(x, 0, 1), T.bell(y, x, 1), T.bell(z, y, 1), body);
  test.each([
    [
      "expectation over three binders",
      T.expectation([T.under("x", 0, 1), T.under("y", x, 1), T.under("z", y, 1)], T.power(z, 4)),
      27,
    ],
    ["iterated integral", T.integral(["x", "z"], T.multiply(T.normal(z, 0, 1), T.normal(x, z, 2 ** -16))), 1],
    [
      "the other order",
      T.integral(["z", "x"], T.multiply(T.normal(z, 0, 1), T.normal(x, z, 2 ** -16), T.power(x, 2))),
      1 + 2 ** -16,
    ],
    ["three variables", T.integral(["z", "y", "x"], chain(T.power(z, 2))), 3],
    [
      "logarithm of a marginal",
      T.expectation([T.under("x", 0, 2)], T.log(T.integral(["z"], T.multiply(T.normal(z, 0, 1), T.normal(x, z, 1))))),
      -Math.log(4 * Math.PI) / 2 - 0.5,
    ],
    ["shadowing", T.expectation([T.under("z", 1, 1)], T.multiply(z, T.expectation([T.under("z", z, 1)], z))), 2],
  ])("%s", (_, term, truth) => {
    expectNumber(term, truth);
  });
});

test("an integral that does not depend on a variable is computed outside of it, and once", () => {
  const inner = T.expectation([T.under("y", 0, 1)], T.elementary("abs", T.subtract(y, 0.3125)));
  const term = T.expectation([T.under("x", 0, 1), T.under("z", x, 1)], T.multiply(inner, T.power(z, 2), inner));
  const alone = integrate(inner);
  const result = integrate(term, 200_000);
  if (result.kind !== "value" || alone.kind !== "value") throw new Error("both have values");
  expect(result.value / (2 * alone.value ** 2)).toBeCloseTo(1, 9);
});

describe("no value", () => {
  const standard = [T.under("z", 0, 1)];
  test.each([
    ["infinite mass", T.integral(["z"], T.term(1)), /diverge/],
    ["two infinite halves", T.integral(["z"], z), /diverge/],
    ["slow divergence", T.integral(["z"], T.divide(1, T.add(1, T.elementary("abs", z)))), /diverge/],
    ["limit of convergence", T.expectation(standard, T.exp(T.divide(T.power(z, 2), 2))), /diverge/],
    ["beyond it", T.expectation(standard, T.exp(T.power(z, 2))), /finite|diverge/],
    ["odd pole under a law", T.expectation(standard, T.divide(1, z)), /finite|diverge/],
    [
      "odd poles of no simple place",
      T.expectation(standard, T.divide(z, T.subtract(T.power(z, 4), T.exp(z)))),
      /finite|diverge|spent/,
    ],
    ["odd pole of a function", T.expectation(standard, T.divide(1, T.elementary("sin", z))), /finite|diverge|spent/],
    ["pole at an end", T.between(0, 1, "z", T.divide(1, z)), /finite|diverge/],
    ["principal value", T.between(-1, 1, "z", T.divide(1, z)), /finite|diverge/],
    ["logarithm of a negative number", T.expectation(standard, T.log(z)), /finite/],
    ["negative variance", T.expectation([T.under("z", 0, -1)], z), /variance/],
    ["free symbol", T.expectation(standard, x), /nothing binds x/],
    ["foreign node", { kind: "determinant", argument: x }, /determinant/],
    ["law without a rule", { kind: "lawDensity", law: "beta", point: T.term(0.5), parameters: [T.term(1), T.term(1)] }, /beta/],
  ] satisfies [string, Term, RegExp][])("%s", (_, term, reason) => {
    expectUnknown(term, reason);
  });

  test("deep nesting and spent budgets are refused", () => {
    let deep: Term = T.term(1);
    for (let level = 0; level < 5000; level++) deep = T.negate(deep);
    expectUnknown(deep, /nested too deeply/);
    let wide: Term = z;
    for (let level = 0; level < 60; level++) wide = T.add(wide, wide);
    expectUnknown(T.expectation([T.under("z", 0, 1)], wide), /too large/);
    const result = integrate(T.expectation([T.under("z", 0, 1), T.under("x", z, 1)], T.elementary("abs", x)), 1000);
    expect(result).toEqual({ kind: "unknown", reason: "the work allowed was spent before the integral settled" });
  });
});
