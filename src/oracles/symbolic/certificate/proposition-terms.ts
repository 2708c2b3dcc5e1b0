import type { Claim, Proposition } from "../../../kernel/proposition.js";
import type { Term } from "../../../kernel/term.js";

/** The terms that a proposition speaks of, its variables and their ranges included. */
export function propositionTerms({ binders, claim }: Proposition): readonly Term[] {
  const ranges = binders.flatMap(({ variable, range }) => [variable, ...(range === null ? [] : [range.lower, range.upper])]);
  return [...ranges, ...claimTerms(claim)];
}

export function claimTerms(claim: Claim): readonly Term[] {
  switch (claim.kind) {
    case "positiveFunction":
    case "positiveFamily":
      return [];
    case "positive":
    case "nonnegative":
    case "nonzero":
      return [claim.term];
    case "integrable":
      return [...claim.variables, claim.term];
    case "atMost":
    case "equal":
      return [claim.left, claim.right];
  }
}
