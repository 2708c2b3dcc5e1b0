import { integrate, node, type Term } from "./structure.js";

/** What a theorem may presuppose. */
export type Claim =
  /** Every value of an unknown function, or every density of a family, is positive. */
  | { readonly kind: "positiveFunction" | "positiveFamily"; readonly name: string }
  | { readonly kind: "positive" | "nonnegative" | "nonzero"; readonly term: Term }
  /** The integral of the absolute value over all the variables is finite. */
  | { readonly kind: "integrable"; readonly variables: readonly Term[]; readonly term: Term }
  | { readonly kind: "atMost" | "equal"; readonly left: Term; readonly right: Term };

export const positive = (term: Term): Claim => ({ kind: "positive", term });

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

/** A proposition as one term: what is well-formed and free in it is so in the proposition, and two are the same if their keys are. */
export function closed({ binders, claim }: Proposition): Term {
  const terms = "term" in claim ? [claim.term] : "left" in claim ? [claim.left, claim.right] : [];
  const own = claim.kind === "integrable" ? claim.variables : [];
  const head = `${claim.kind} ${"name" in claim ? claim.name : own.length}`;
  const inner = own.reduceRight((body, each) => integrate(each, body), node("apply", terms, head));
  return binders.reduceRight(
    (body, { variable, range }) =>
      range === null ? integrate(variable, body) : node("sum", [range.lower, range.upper, body], "", "", [variable]),
    inner,
  );
}
