import type { Claim, Proposition } from "../../../kernel/proposition.js";
import type { Term } from "../../../kernel/term.js";
import { renameHeads } from "./names.js";

/** The terms that a claim is about. */
export function termsOf(claim: Claim): readonly Term[] {
  switch (claim.kind) {
    case "positiveFunction":
    case "positiveFamily":
      return [];
    case "positive":
    case "nonnegative":
    case "nonzero":
    case "integrable":
      return [claim.term];
    case "atMost":
    case "equal":
      return [claim.left, claim.right];
  }
}

/** A proposition with its heads renamed. */
export function renameIn({ binders, claim }: Proposition, names: ReadonlyMap<string, string>): Proposition {
  const of = (term: Term): Term => renameHeads(term, names);
  switch (claim.kind) {
    case "positiveFunction":
      return { binders, claim: { ...claim, name: names.get(claim.name) ?? claim.name } };
    case "positiveFamily":
      return { binders, claim };
    case "positive":
    case "nonnegative":
    case "nonzero":
    case "integrable":
      return { binders, claim: { ...claim, term: of(claim.term) } };
    case "atMost":
    case "equal":
      return { binders, claim: { ...claim, left: of(claim.left), right: of(claim.right) } };
  }
}
