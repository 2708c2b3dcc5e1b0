import { describe, expect, test } from "vitest";
import type { Term } from "../../../src/terms/term.js";
import { decide, type SamplingDecision } from "../../../src/oracles/monte-carlo/decide.js";
import { estimate } from "../../../src/oracles/monte-carlo/estimate.js";
import * as T from "../closed-terms.js";

const x = T.symbol("x");
const z = T.symbol("z");
const standard = T.under("z", 0, 1);
const CONTRACT = { alpha: 1e-9, beta: 1e-9, delta: 0.05 };

const kl = (m: number, v: number): number => (m * m + v - 1 - Math.log(v)) / 2;
const formulaKl = (m: number, v: number): Term =>
  T.integral(["z"], T.multiply(T.bell(z, m, v), T.log(T.divide(T.bell(z, m, v), T.bell(z, 0, 1)))));
const lawKl = (m: number, v: number): Term =>
  T.expectation([T.under("z", m, v)], T.subtract(T.log(T.normal(z, m, v)), T.log(T.normal(z, 0, 1))));
const closedKl = (m: number, v: number): Term => T.divide(T.subtract(T.add(m * m, v), T.add(1, T.log(v))), 2);

type Basis = "quadratic" | "bounded" | "clt" | "constant";
/** True claims, and what their certificate rests on. */
const TRUE: [string, Basis, Term, Term][] = [
  ["KL by a law", "quadratic", lawKl(0.5, 2), closedKl(0.5, 2)],
  ["KL by formulas", "quadratic", formulaKl(0.5, 2), closedKl(0.5, 2)],
  ["KL, tiny variance", "quadratic", formulaKl(0.25, 2 ** -20), closedKl(0.25, 2 ** -20)],
  ["KL, large variance", "quadratic", formulaKl(-3, 2 ** 16), closedKl(-3, 2 ** 16)],
  ["a chain of laws", "quadratic", T.expectation([T.under("x", 1, 1), T.under("z", x, 2)], T.power(z, 2)), T.term(4)],
  [
    "a nested expectation",
    "quadratic",
    T.expectation([T.under("x", 0, 1)], T.multiply(x, T.expectation([T.under("z", x, 1)], z))),
    T.term(1),
  ],
  [
    "a joint density that is no product",
    "quadratic",
    T.integral(["x", "z"], T.multiply(T.exp(T.negate(T.add(T.power(x, 2), T.power(z, 2), T.multiply(x, z)))), T.power(x, 2))),
    T.divide(T.multiply(4, T.PI), T.multiply(3, T.sqrt(3))),
  ],
  [
    "a joint density of two factors",
    "quadratic",
    T.integral(["x", "z"], T.multiply(T.normal(z, 0, 1), T.normal(x, z, 0.25), T.power(x, 2))),
    T.term(1.25),
  ],
  ["independent factors", "quadratic", T.multiply(T.expectation([standard], z), T.expectation([standard], z)), T.term(0)],
  [
    "a factor that is a sum",
    "quadratic",
    T.multiply(T.add(T.expectation([standard], z), T.expectation([T.under("x", 0, 1)], x)), T.expectation([standard], z)),
    T.term(0),
  ],
  ["a term against itself", "constant", T.expectation([standard], T.exp(z)), T.expectation([T.under("x", 0, 1)], T.exp(x))],
  ["a density integrates to one", "constant", T.integral(["z"], T.bell(z, 100, 0.25)), T.term(1)],
  [
    "a sum in two orders",
    "constant",
    T.expectation([T.under("z", 1, 2)], T.subtract(T.log(T.normal(z, 1, 2)), T.log(T.normal(z, 0, 1)))),
    T.subtract(
      T.expectation([T.under("x", 1, 2)], T.log(T.normal(x, 1, 2))),
      T.expectation([T.under("x", 1, 2)], T.log(T.normal(x, 0, 1))),
    ),
  ],
  ["a bounded function", "bounded", T.expectation([standard], T.elementary("sigmoid", z)), T.term(0.5)],
  ["a density as a function", "bounded", T.expectation([standard], T.normal(z, 0, 1)), T.divide(1, T.sqrt(T.multiply(4, T.PI)))],
  ["bounds", "bounded", T.between(0, 1, "z", T.sqrt(z)), T.divide(2, 3)],
  ["a wave", "bounded", T.expectation([standard], T.elementary("cos", z)), T.exp(-0.5)],
  ["an exponential", "clt", T.expectation([standard], T.exp(z)), T.exp(0.5)],
  ["a fourth power", "clt", T.expectation([standard], T.power(z, 4)), T.term(3)],
  [
    "a mixture inside of a logarithm",
    "clt",
    T.expectation([T.under("z", 0, 1)], T.log(T.add(T.normal(z, 0, 1), T.normal(z, 0, 1)))),
    T.subtract(T.log(2), T.divide(T.add(1, T.log(T.multiply(2, T.PI))), 2)),
  ],
  [
    "a law whose parameters are not linear",
    "clt",
    T.integral(
      ["z", "x"],
      T.multiply(
        T.bell(x, 0, 1),
        T.bell(z, T.elementary("tanh", x), T.exp(x)),
        T.power(T.subtract(z, T.elementary("tanh", x)), 2),
      ),
    ),
    T.exp(0.5),
  ],
];

function basisOf(decision: SamplingDecision): Basis {
  if (decision.detail.includes("quadratic form")) return "quadratic";
  if (decision.detail.includes("samples bounded")) return "bounded";
  return decision.detail.includes("CLT, not certified") ? "clt" : "constant";
}

describe("true claims, and their twins with a planted error of δ", () => {
  test.each(TRUE)("%s", (name, basis, left, right) => {
    const held = decide({ left, right }, CONTRACT, name);
    expect(held.detail).toContain("Monte Carlo");
    expect(held.result).toBe("equal");
    expect(basisOf(held)).toBe(basis);
    expect(held.certified).toBe(basis !== "clt");
    expect(held.n).toBeLessThanOrEqual(basis === "clt" ? 2 * held.planned : held.planned);
    for (const sign of [1, -1]) {
      const planted = sign * CONTRACT.delta * held.scale;
      const twin = decide({ left, right: T.add(right, planted) }, { ...CONTRACT, scale: held.scale }, name);
      expect(twin.result).toBe("different");
      expect(Math.abs(twin.estimate + planted)).toBeLessThan(twin.halfWidth + 1e-9);
    }
  });

  test("the detail states the contract, the samples and the scale", () => {
    const { detail, n, planned } = decide({ left: lawKl(0.5, 2), right: closedKl(0.5, 2) }, CONTRACT, "detail");
    expect(detail).toContain(`n = ${n} of ${planned} planned for α = 1.00e-9, β = 1.00e-9, δ = 0.05 of 0.6`);
    expect(detail).toContain("the mean size of the larger side");
  });
});

describe("what cannot be sampled", () => {
  const contract = { alpha: 1e-6, beta: 1e-3, delta: 0.01 };
  const integral = T.integral(["z"], T.multiply(T.normal(z, 0, 1), T.normal(x, z, 1)));
  test.each([
    ["logarithm of an integral", T.expectation([T.under("x", 0, 2)], T.log(integral)), /inside of a logarithm/],
    ["integral as a denominator", T.expectation([T.under("x", 0, 2)], T.divide(1, integral)), /inside of a denominator/],
    ["integral as a power's base", T.power(T.expectation([standard], z), 2), /inside of a power/],
    ["integral as a law's parameter", T.expectation([T.under("z", T.expectation([standard], z), 1)], z), /a law's mean/],
    ["no normal density", T.integral(["z"], T.divide(1, T.add(1, T.power(z, 2)))), /no factor .* normal density in z/],
    [
      "density that only looks normal near 0",
      T.integral(["z"], T.exp(T.negate(T.add(T.power(z, 2), T.power(z, 4))))),
      /no factor .* normal density in z/,
    ],
    ["growing exponential", T.integral(["z"], T.exp(T.power(z, 2))), /normal density|value/],
    ["logarithm of a negative sample", T.expectation([standard], T.log(z)), /not finite/],
    ["negative variance", T.expectation([T.under("z", 0, -1)], z), /variance/],
    ["half line", T.between(0, null, "z", T.exp(T.negate(z))), /bounds/],
    ["free symbol", T.expectation([standard], x), /nothing binds x/],
    ["foreign node", { kind: "determinant", argument: z }, /determinant/],
  ] satisfies [string, Term, RegExp][])("%s", (name, left, reason) => {
    const decision = decide({ left, right: T.term(1) }, contract, name, 30_000_000);
    expect(decision.result).toBe("unknown");
    expect(decision.detail).toMatch(reason);
  });

  test("terms without measure", () => {
    let deep: Term = z;
    let product: Term = T.exp(z);
    let shared: Term = z;
    for (let level = 0; level < 20_000; level++) {
      deep = T.negate(deep);
      product = T.multiply(product, 2);
    }
    for (let level = 0; level < 60; level++) shared = T.add(shared, shared);
    const many: Term = { kind: "add", terms: new Array<Term>(150_000).fill(z) };
    const detail = (body: Term): string =>
      decide({ left: T.expectation([standard], body), right: T.term(1) }, contract, "measure").detail;
    expect(detail(deep)).toMatch(/too deeply/);
    expect(detail(T.log(product))).toMatch(/too deeply/);
    expect(detail(shared)).toMatch(/too large/);
    expect(detail(many)).toMatch(/too large/);
  });

  test("tails too heavy for the central limit theorem raise no alarm", () => {
    for (const power of [2, 3, 4, 6]) {
      const claim = { left: T.expectation([standard], T.exp(T.multiply(power, z))), right: T.exp(power ** 2 / 2) };
      for (let run = 0; run < 10; run++) {
        const decision = decide(claim, { ...contract, delta: 1 }, `heavy ${power} ${run}`, 20_000_000);
        expect(decision.result).not.toBe("different");
        if (power < 4) continue;
        expect(decision.result).toBe("unknown");
        expect(decision.detail).toMatch(/vary too much|samples are allowed/);
      }
    }
  });

  test("a plan beyond the work allowed decides nothing, unless an early look does", () => {
    const claim = { left: lawKl(0.5, 2), right: closedKl(0.5, 2) };
    const short = decide(claim, { ...contract, delta: 1e-5 }, "short", 1_000_000);
    expect(short).toMatchObject({ result: "unknown", certified: true });
    expect(short.n * 10).toBeLessThan(1_000_000);
    expect(short.planned).toBeGreaterThan(1e10);
    expect(short.detail).toMatch(/at most \d+ samples are allowed/);
    const wrong = decide({ ...claim, right: T.add(claim.right, 1) }, { ...contract, delta: 1e-4 }, "short", 10_000_000);
    expect(wrong.result).toBe("different");
  });

  test("a contract has to be one", () => {
    for (const wrong of [{ alpha: 0 }, { alpha: 1 }, { beta: 0 }, { delta: 0 }, { delta: NaN }]) {
      expect(decide({ left: lawKl(0.5, 2), right: closedKl(0.5, 2) }, { ...contract, ...wrong }, "contract").result).toBe(
        "unknown",
      );
    }
  });
});

describe("replay", () => {
  const run = (key: string): string =>
    JSON.stringify(
      TRUE.slice(0, 6).map(([name, , left, right]) =>
        decide({ left, right }, { alpha: 1e-3, beta: 1e-3, delta: 0.1 }, `${key} ${name}`),
      ),
    );

  test("same key, same bytes; another key, other samples", () => {
    const first = run("a");
    expect(run("b")).not.toBe(first);
    expect(run("a")).toBe(first);
  });

  test("no other check changes a check", () => {
    const contract = { alpha: 1e-3, beta: 1e-3, delta: 0.1 };
    const alone = TRUE.map(([name, , left, right]) => decide({ left, right }, contract, name));
    const reversed = TRUE.toReversed()
      .map(([name, , left, right]) => decide({ left, right }, contract, name))
      .reverse();
    expect(reversed).toEqual(alone);
  });
});

test("estimates lie within their standard errors", () => {
  const rows: [Term, number][] = [
    [lawKl(0.75, 1.5), kl(0.75, 1.5)],
    [formulaKl(0.75, 1.5), kl(0.75, 1.5)],
    [T.expectation([standard], T.elementary("erf", T.add(z, 0.5))), 0.316_908_601_69],
    [T.expectation([standard], T.elementary("softplus", z)), 0.806_059_183_347_44],
    [T.between(1, 3, "z", T.divide(1, z)), Math.log(3)],
  ];
  for (const [term, truth] of rows) {
    const result = estimate(term, 100_000, "estimate");
    if (result.kind === "unknown") throw new Error(result.reason);
    expect(Math.abs(result.value - truth)).toBeLessThan(6.5 * result.standardError);
    expect(result.standardError).toBeLessThan(0.02);
  }
});
