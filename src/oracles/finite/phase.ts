import { EvaluationError } from "../../claims/algebra.js";
import { Allowance } from "../../claims/allowance.js";
import { WorkLimitError } from "../../numbers/exact.js";

/** How much work one claim may cost. Deterministic counts, never the clock. */
export interface FiniteBudget {
  /** Models screened in doubles, and models decided exactly. */
  readonly screened: number;
  readonly exact: number;
  readonly positions: number;
  /** Evaluation steps of one model, and of all models of one phase: screening, descent, shrinking, confirming. */
  readonly workPerModel: number;
  readonly work: number;
  /** Work of exact arithmetic in one model, and in all models of one phase. */
  readonly exactPerModel: number;
  readonly exactWork: number;
  /** Models tried on each rung when a counterexample is made smaller. */
  readonly shrinking: number;
  /** Random models from which one is looked for that breaks an inequality. */
  readonly descents: number;
}

export const FINITE_BUDGETS: { readonly quick: FiniteBudget; readonly standard: FiniteBudget; readonly thorough: FiniteBudget } =
  {
    quick: {
      screened: 6,
      exact: 2,
      positions: 3,
      workPerModel: 60_000,
      work: 600_000,
      exactPerModel: 100_000,
      exactWork: 200_000,
      shrinking: 8,
      descents: 1,
    },
    standard: {
      screened: 14,
      exact: 4,
      positions: 4,
      workPerModel: 200_000,
      work: 2_500_000,
      exactPerModel: 250_000,
      exactWork: 800_000,
      shrinking: 24,
      descents: 3,
    },
    thorough: {
      screened: 60,
      exact: 16,
      positions: 8,
      workPerModel: 1_000_000,
      work: 15_000_000,
      exactPerModel: 500_000,
      exactWork: 3_000_000,
      shrinking: 60,
      descents: 8,
    },
  };

/** One part of a decision, with the work that its models may still cost together. */
export interface Phase {
  readonly budget: FiniteBudget;
  readonly steps: Allowance;
  readonly exact: Allowance;
}

export function phaseOf(budget: FiniteBudget): Phase {
  return { budget, steps: new Allowance(budget.work), exact: new Allowance(budget.exactWork) };
}

export type Tried<R> =
  | { readonly kind: "value"; readonly value: R }
  | {
      readonly kind: "failed";
      readonly reason: string;
      readonly domain: boolean;
      readonly illFormed: boolean;
      readonly limited: boolean;
    };

/** What a model gives, or why it gives nothing. Anything but an evaluation that fails is thrown on. */
export function attempt<R>(run: () => R): Tried<R> {
  try {
    return { kind: "value", value: run() };
  } catch (error) {
    if (error instanceof EvaluationError)
      return {
        kind: "failed",
        reason: error.message,
        domain: error.kind === "domain",
        illFormed: error.kind === "illFormed",
        limited: error.kind === "limit",
      };
    if (error instanceof WorkLimitError)
      return { kind: "failed", reason: error.message, domain: false, illFormed: false, limited: false };
    throw error;
  }
}
