import type { Term } from "./term.js";

/** What a theorem may presuppose. */
export type Claim =
  /** Every value of an unknown function, or every density of a family, is positive. */
  | { readonly kind: "positiveFunction" | "positiveFamily"; readonly name: string }
  | { readonly kind: "positive" | "nonnegative" | "nonzero"; readonly term: Term }
  /** The integral of the absolute value over all the variables is finite. */
  | { readonly kind: "integrable"; readonly variables: readonly Term[]; readonly term: Term }
  | { readonly kind: "atMost" | "equal"; readonly left: Term; readonly right: Term };

/** For all values of a variable; of an index, in a range. */
export interface Binder {
  readonly variable: Term;
  readonly range: { readonly lower: Term; readonly upper: Term } | null;
}

export interface Proposition {
  readonly binders: readonly Binder[];
  readonly claim: Claim;
}

/** The variables that a node binds, with their ranges. */
export function bindersOf({ kind, bound, parts: [lower, upper] }: Term): readonly Binder[] {
  const range = (kind === "sum" || kind === "product") && lower && upper ? { lower, upper } : null;
  return bound.map((variable) => ({ variable, range }));
}
