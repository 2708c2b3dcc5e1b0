import { integrate, node, type Term, type Terms } from "./term.js";

/**
 * What a theorem may presuppose; of an unknown function or a family, that all its values are positive; of a term, that the integral
 * of its absolute value over all the variables is finite.
 */
export type Claim =
  | { readonly kind: "positiveFunction" | "positiveFamily"; readonly name: string }
  | { readonly kind: "positive" | "nonnegative" | "nonzero"; readonly term: Term }
  | { readonly kind: "integrable"; readonly variables: Terms; readonly term: Term }
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

export const positive = (term: Term): Claim => ({ kind: "positive", term });
export const integrable = (variables: Terms, term: Term): Claim => ({ kind: "integrable", variables, term });
export const atMost = (left: Term, right: Term): Claim => ({ kind: "atMost", left, right });

/** The variables that a node binds, with their ranges. */
export function bindersOf({ kind, bound, parts: [lower, upper] }: Term): readonly Binder[] {
  const range = (kind === "sum" || kind === "product") && lower && upper ? { lower, upper } : null;
  return bound.map((variable) => ({ variable, range }));
}

/** A proposition as one term: what is well-formed and free in it is so in the proposition, and two are the same if their keys are. */
export function closed({ binders, claim }: Proposition): Term {
  const own = claim.kind === "integrable" ? claim.variables : [];
  const sides = "left" in claim ? [claim.left, claim.right] : [];
  const parts = "term" in claim ? [claim.term] : sides;
  const head = node("apply", parts, `${claim.kind} ${"name" in claim ? claim.name : own.length}`);
  return binders.reduceRight(
    (body, { variable, range }) =>
      range ? node("sum", [range.lower, range.upper, body], "", "", [variable]) : integrate(variable, body),
    own.reduceRight((body, variable) => integrate(variable, body), head),
  );
}
