import type { ClosedClaim } from "../claims/closed.js";
import { someNode } from "../terms/traverse.js";
import { decide as sampleBoth } from "../oracles/monte-carlo/decide.js";
import { decide as integrateBoth } from "../oracles/quadrature/decide.js";
import type { Budget, Evidence } from "./result.js";

/** What a Monte Carlo check promises: false-alarm rate α, miss rate β, smallest difference δ to be seen (in units of the samples' scale). */
interface Contract {
  readonly alpha: number;
  readonly beta: number;
  readonly delta: number;
}

const CONTRACTS: Readonly<Record<Budget, Contract | null>> = {
  quick: null,
  standard: { alpha: 1e-9, beta: 1e-3, delta: 0.05 },
  thorough: { alpha: 1e-9, beta: 1e-3, delta: 0.01 },
};

/**
 * Independent evidence for an equality that was decided exactly in a concrete model: quadrature and Monte Carlo on the same model. An oracle that answers
 * `different` here contradicts the exact one, which is a defect of the checker.
 */
export function corroborate(claim: ClosedClaim, key: string, budget: Budget): Evidence[] {
  if (!hasIntegral(claim)) return [];
  const evidence: Evidence[] = [];
  const integrated = integrateBoth(claim);
  evidence.push({ oracle: "quadrature", result: integrated.result, detail: integrated.detail });
  const contract = CONTRACTS[budget];
  if (contract === null) return evidence;
  const sampled = sampleBoth(claim, contract, `${key}|monte-carlo`);
  const { n, alpha, beta, delta, certified } = sampled;
  // What the central limit theorem suggests is no contradiction of exact arithmetic: it is shown and counts for nothing.
  const result = certified || sampled.result !== "different" ? sampled.result : "unknown";
  evidence.push({ oracle: "monte-carlo", result, detail: sampled.detail, data: { n, alpha, beta, delta, certified } });
  return evidence;
}

function hasIntegral(claim: ClosedClaim): boolean {
  return [claim.left, claim.right].some((side) =>
    someNode(side, (node) => node.kind === "integral" || node.kind === "expectation"),
  );
}
