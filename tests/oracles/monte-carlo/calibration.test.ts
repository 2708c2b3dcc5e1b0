import { describe, expect, test } from "vitest";
import type { ClosedClaim } from "../../../src/claims/closed.js";
import { oneSidedRadius, type Moments, type Tail } from "../../../src/oracles/monte-carlo/concentration.js";
import { decide } from "../../../src/oracles/monte-carlo/decide.js";
import { PowerSums } from "../../../src/oracles/monte-carlo/moments.js";
import { planSamples } from "../../../src/oracles/monte-carlo/plan.js";
import { decideSequentially } from "../../../src/oracles/monte-carlo/sequential.js";
import { Variates } from "../../../src/oracles/monte-carlo/variates.js";
import * as T from "../closed-terms.js";
import { implausibleCount } from "./binomial.js";

/**
 * Error rates, counted. A count fails its assertion by chance with probability below 1e-9, by the exact binomial tail; `QEDMARK_FULL=1` counts twenty times as
 * many.
 */
const TIMES = process.env.QEDMARK_FULL === "1" ? 20 : 1;
const z = T.symbol("z");
const standard = T.under("z", 0, 1);

const CLAIMS: [string, ClosedClaim, boolean][] = [
  ["quadratic form", { left: T.expectation([standard], T.power(T.add(z, 0.5), 2)), right: T.term(1.25) }, true],
  ["bounded", { left: T.expectation([standard], T.elementary("sigmoid", T.multiply(4, z))), right: T.term(0.5) }, true],
  [
    "central limit theorem",
    { left: T.expectation([standard], T.elementary("softplus", z)), right: T.term(0.80605918334744) },
    false,
  ],
];
const LEVELS: [number, number][] = [
  [0.1, 150],
  [0.01, 300],
  [0.001, 500],
];

describe.each(CLAIMS)("%s", (name, claim, certified) => {
  test.each(LEVELS)("α = %d: true claims called different in %d runs", (alpha, runs) => {
    let different = 0;
    for (let run = 0; run < runs * TIMES; run++) {
      const decision = decide(claim, { alpha, beta: 0.1, delta: 0.25 }, `${name} ${alpha} ${run}`);
      expect(decision.certified).toBe(certified);
      if (decision.result === "different") different += 1;
    }
    expect(different).toBeLessThan(implausibleCount(runs * TIMES, alpha));
  });

  test.each(LEVELS)("β = %d: planted errors of δ missed in %d runs", (beta, runs) => {
    let missed = 0;
    for (let run = 0; run < runs * TIMES; run++) {
      const scale = 1;
      const delta = 0.25;
      const planted = { left: claim.left, right: T.add(claim.right, run % 2 === 0 ? delta : -delta) };
      const decision = decide(planted, { alpha: 0.05, beta, delta, scale }, `${name} ${beta} ${run}`);
      if (decision.result !== "different") missed += 1;
    }
    expect(missed).toBeLessThan(implausibleCount(runs * TIMES, beta));
  });
});

const DELTA = 0.05;
const BETA = 0.01;
const STANDARD: Moments = { n: 4096, mean: 0, variance: 1, skewness: 0, excessKurtosis: 0 };

/** Outcomes of tests of one normal mean, of variance 1, with the tail as stated. */
function outcomes(tail: Tail, alpha: number, runs: number, mean: number): { different: number; equal: number } {
  const contract = { alpha, beta: BETA, delta: DELTA };
  const plan = planSamples(tail, contract, STANDARD);
  const block = new Float64Array(4 * plan.planned);
  let different = 0;
  let equal = 0;
  for (let run = 0; run < runs; run++) {
    const variates = new Variates(`direct ${alpha} ${run}`);
    const sums = new PowerSums(0);
    const { result } = decideSequentially(tail, plan, contract.delta, 0, 2 * plan.planned, (n) => {
      const first = sums.n;
      variates.normals(0, first, n - first, block);
      sums.add({ buffer: block, scale: 1, shift: mean }, n - first);
      return sums.moments();
    });
    if (result === "different") different += 1;
    if (result === "equal") equal += 1;
  }
  return { different, equal };
}

describe("the counts can fail", () => {
  const honest: Tail = { kind: "sub-gamma", variance: 1, scale: 0 };
  const boastful: Tail = { kind: "sub-gamma", variance: 0.1, scale: 0 };

  test("a tail that claims a tenth of the variance raises too many alarms and misses too much", () => {
    for (const [alpha, runs] of LEVELS) {
      expect(outcomes(honest, alpha, runs, 0).different).toBeLessThan(implausibleCount(runs, alpha));
      expect(outcomes(boastful, alpha, runs, 0).different).toBeGreaterThanOrEqual(implausibleCount(runs, alpha));
    }
    expect(outcomes(honest, 0.05, 400, DELTA).equal).toBeLessThan(implausibleCount(400, BETA));
    expect(outcomes(boastful, 0.05, 400, DELTA).equal).toBeGreaterThanOrEqual(implausibleCount(400, BETA));
  });

  test("looking without spending raises too many alarms", () => {
    const alpha = 0.05;
    const runs = 400;
    const single = oneSidedRadius({ kind: "sub-gamma", variance: 1, scale: 0 }, { ...STANDARD, n: 1 }, alpha / 2);
    let different = 0;
    for (let run = 0; run < runs; run++) {
      const values = new Float64Array(4098);
      new Variates(`looking ${run}`).normals(0, 0, values.length, values);
      let sum = 0;
      const alarm = values.some((value, i) => {
        sum += value;
        return Math.abs(sum) > single * Math.sqrt(i + 1);
      });
      if (alarm) different += 1;
    }
    expect(different).toBeGreaterThanOrEqual(implausibleCount(runs, alpha));
  });
});
