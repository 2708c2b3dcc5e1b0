import type { Term } from "../terms/term.js";

/**
 * A *closed term* is what the oracles over real variables (gaussian, quadrature, monte-carlo) are given: one number, written out.
 *
 * It holds no family, no unknown function, no vector, no index and no free symbol. Only these nodes occur:
 * `number`, `constant` (`pi`, `e`), `add`, `negate`, `multiply`, `divide`, `power`, `elementary`, `lawDensity` of the scalar normal
 * (`point`, then mean and *variance*), and two binders over scalar real variables:
 *
 * - `integral` with `variables` (plain symbols), over the whole line when `lower` and `upper` are null, `domain` null. Where it stands for
 *   an expectation under a density that is given by a formula, the body is a `multiply` whose *first* factor is that density;
 * - `expectation` with one or more binders, each one variable under the scalar normal law (mean, variance); parameters of a later binder may
 *   use variables of an earlier one, or of an enclosing binder.
 *
 * A `symbol` occurs only where a binder above it binds it.
 */
export type ClosedTerm = Term;

/** Both sides of a step in one concrete model. */
export interface ClosedClaim {
  readonly left: ClosedTerm;
  readonly right: ClosedTerm;
}
