import type { ClosedTerm } from "../../claims/closed.js";
import { compile } from "./compile.js";
import { Evaluation } from "./evaluation.js";
import { Undecidable } from "./undecidable.js";

export type IntegralResult =
  | {
      readonly kind: "value";
      readonly value: number;
      /** Bound of |value − truth|, estimated, on the safe side. */ readonly error: number;
    }
  | { readonly kind: "unknown"; readonly reason: string };

/** Work that decides every claim of ordinary derivations: evaluations of single nodes, about 20 nanoseconds each. */
export const STANDARD_WORK = 20_000_000;

/**
 * The number that a closed term stands for, by numerical integration in float64. `work` bounds the nodes evaluated: the answer depends on it and on the
 * term alone.
 */
export function integrate(term: ClosedTerm, work: number = STANDARD_WORK): IntegralResult {
  try {
    const { program, slots } = compile(term);
    const evaluation = new Evaluation(slots, work);
    const value = evaluation.run(program);
    if (value === 0 && program.integrals.length === 0) {
      const { sign, log } = program.expression.scaled(evaluation.at);
      if (sign !== 0 && log < Math.log(Number.MIN_VALUE)) return { kind: "unknown", reason: "a value too small for doubles" };
    }
    return { kind: "value", value, error: evaluation.error + evaluation.roundoff(program) };
  } catch (cause) {
    if (cause instanceof Undecidable) return { kind: "unknown", reason: cause.message };
    throw cause;
  }
}
