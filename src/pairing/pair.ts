import type { Formulas } from "../verdicts/formulas.js";
import type { Callable } from "./examine.js";
import type { Implementation } from "./implementation/types.js";
import type { PairPlan } from "./plan.js";
import type { PairResult } from "./result.js";
import type { RunOptions } from "./options.js";
import { runPair } from "./run.js";

/** An implementation as the comparison calls it. */
function callableOf(implementation: Implementation): Callable {
  return {
    kind: implementation.arrays === "graph" ? "graph" : "plain",
    call: (args, method) => implementation.call(args, method),
  };
}

/** Compares a formula of a document with code that runs. */
export async function pairWith(
  formulas: Formulas,
  path: string,
  plan: PairPlan,
  implementation: Implementation,
  /** The function as it was named: `./kl.mjs#kl`. */
  named: string,
  options: Omit<RunOptions, "key">,
): Promise<PairResult> {
  const { line } = implementation.location;
  const code = plan.method === null ? named : `${named}(…).${plan.method.name}`;
  const key = `${path}|${code}|${plan.formula.latex}`;
  const outcome = await runPair(plan, callableOf(implementation), { ...options, key });
  const refuted = formulas.links.find(
    (link) =>
      link.verdict === "refuted" &&
      plan.sides.some((side) => side.at.line === link.left.at.line || side.at.line === link.right.at.line),
  );
  const notes =
    refuted === undefined
      ? outcome.notes
      : [...outcome.notes, `the document's own step on line ${refuted.at.line} is refuted: qedmark check says why`];
  return {
    path,
    line: plan.formula.at.line,
    formula: plan.formula.latex,
    function: code,
    functionLine: line,
    ...outcome,
    notes,
  };
}

/** A pair that could not be compared at all. */
export function notCompared(path: string, line: number, formula: string, code: string, message: string): PairResult {
  return {
    path,
    line,
    formula,
    function: code,
    functionLine: null,
    verdict: "not compared",
    inputs: 0,
    extremes: 0,
    gradients: 0,
    skipped: 0,
    ulps: null,
    sampled: [],
    message,
    notes: [],
  };
}
