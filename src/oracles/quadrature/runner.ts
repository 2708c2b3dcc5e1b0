import type { Frame } from "./expression.js";
import type { Marginals } from "./gaussian-factors.js";
import type { Axis, Program } from "./program.js";

/** What the integration along an axis needs of the evaluation that it is part of. */
export interface Runner {
  readonly at: Frame;
  /** Where the Gaussian factors of an axis were found last. */
  readonly located: Map<Axis, Marginals>;
  /** Error of the latest `run`, as far as it comes from inner integrals. */
  readonly error: number;
  /** @throws Undecidable when the budget is spent */
  spend(work: number): void;
  /** The program's value times `exp(logWeight)`. @throws Undecidable where it has none */
  run(program: Program, logWeight?: number): number;
  /** Rounding error of the value of the latest `run` of this program with this weight. */
  roundoff(program: Program, logWeight?: number): number;
}
