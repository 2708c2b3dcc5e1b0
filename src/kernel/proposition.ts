import { integrate, node, once, type Term, termKey, type Terms } from "./structure.js";

/** Of a family or function: all its values are positive; of a term: the integral of its absolute value over all the variables is finite. */
export type Claim =
  | Readonly<{ kind: "positiveFunction" | "positiveFamily"; name: string }>
  | Readonly<{ kind: "positive" | "nonnegative" | "nonzero"; term: Term }>
  | Readonly<{ kind: "integrable"; variables: Terms; term: Term }>
  | Readonly<{ kind: "atMost" | "equal"; left: Term; right: Term }>;

/** For all values of a variable; of an index, in a range. */
export type Binder = Readonly<{ variable: Term; range: Range | null }>;
type Range = Readonly<{ lower: Term; upper: Term }>;

/** What a theorem may presuppose. */
export type Proposition = Readonly<{ binders: readonly Binder[]; claim: Claim }>;
export type Propositions = readonly Proposition[];

export const positive = (term: Term): Claim => ({ kind: "positive", term });
export const atMost = (left: Term, right: Term): Claim => ({ kind: "atMost", left, right });
export function integrable(variables: Terms, term: Term): Claim {
  return { kind: "integrable", variables, term };
}

/** The variables that a node binds, with their ranges. */
export const bindersOf = once(({ kind, bound, parts: [lower, upper] }: Term): readonly Binder[] => {
  const range = (kind === "sum" || kind === "product") && lower && upper ? { lower, upper } : null;
  return bound.map((variable) => ({ variable, range }));
});

/** A proposition as one term: what is well-formed and free in it is so in the proposition, and two are the same if their keys are. */
export function closed({ binders, claim }: Proposition): Term {
  const own = claim.kind === "integrable" ? claim.variables : [];
  const sides = "left" in claim ? [claim.left, claim.right] : [];
  const head = `${claim.kind} ${"name" in claim ? claim.name : own.length}`;
  const body = node("apply", "term" in claim ? [claim.term] : sides, head);
  const integrated = own.reduceRight((inner, variable) => integrate(variable, inner), body);
  return binders.reduceRight((inner, { variable, range }) => {
    if (range === null) return integrate(variable, inner);
    return node("sum", [range.lower, range.upper, inner], "", "", [variable]);
  }, integrated);
}
export const keyOfProposition = once((proposition: Proposition) => termKey(closed(proposition)));
