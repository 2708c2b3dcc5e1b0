import type { Binder } from "../../../kernel/proposition.js";
import type { Term } from "../../../kernel/term.js";
import { need } from "./unsupported.js";

/** What the enclosing sums, products, integrals and averages bind, outermost first. */
export interface Scope {
  /** Indices with their ranges. No two have one name. */
  readonly indices: readonly Binder[];
  readonly variables: readonly Term[];
}

export const NOTHING_BOUND: Scope = { indices: [], variables: [] };

/** @throws Unsupported where the index is bound already */
export function withIndex(scope: Scope, variable: Term, lower: Term, upper: Term): Scope {
  const isNew = scope.indices.every((other) => other.variable.name !== variable.name);
  need(isNew, `the index ${variable.name} is bound twice`);
  return { ...scope, indices: [...scope.indices, { variable, range: { lower, upper } }] };
}

export function withVariables(scope: Scope, variables: readonly Term[]): Scope {
  return { ...scope, variables: [...scope.variables, ...variables] };
}
