import { tick } from "../../numbers/deadline.js";

/** Why a closed term has no exact value here. */
export type NoValue =
  { readonly kind: "unknown"; readonly reason: string } | { readonly kind: "undefined"; readonly reason: string };

/** Ends an evaluation; caught where it was begun, by `evaluateExactly`, and nowhere else. */
export class Halt extends Error {
  readonly outcome: NoValue;

  constructor(outcome: NoValue) {
    super(outcome.reason);
    this.outcome = outcome;
  }
}

/** Ends an evaluation whose value this oracle cannot write down. */
export function unknown(reason: string): Halt {
  return new Halt({ kind: "unknown", reason });
}

/** Ends an evaluation that has no value. */
export function undefinedValue(reason: string): Halt {
  return new Halt({ kind: "undefined", reason });
}

/** What one evaluation may spend, in products of two terms with fractional coefficients. */
export interface GaussianBudget {
  readonly products: number;
}

export const DEFAULT_BUDGET: GaussianBudget = { products: 50_000 };

/** Highest power of one variable. */
export const MAX_DEGREE = 64;
/** Deepest nesting of a term. */
export const MAX_DEPTH = 400;

/** Counts what an evaluation spends. */
export class Work {
  #left: number;

  constructor(budget: GaussianBudget) {
    this.#left = budget.products;
  }

  /** Ends the evaluation when the budget is used up. */
  spend(products: number): void {
    tick();
    this.#left -= products;
    if (this.#left < 0) throw unknown("the expression is too large to be evaluated exactly");
  }
}
