import type { NamedRule } from "../../../meaning/named-rules.js";
import type { Proposition } from "../../../kernel/proposition.js";
import { Refusal } from "../../../kernel/refusal.js";
import { freeVariables, minus, plus } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import type { Line, Relation } from "../../../kernel/theorem.js";
import type { Proof } from "../certificate/proof.js";
import { unacceptable } from "./acceptable.js";
import { rangedCoordinates } from "./densities.js";
import { Derivation, Exhausted, Work } from "./derivation.js";
import { deriveEquality } from "./equality.js";
import { deriveInequality } from "./inequality.js";
import { normalize } from "./normalizer.js";
import { shortened } from "./shorten.js";
import { simplified } from "./summands.js";

/** What is to be proved. */
export interface Goal {
  readonly left: Term;
  readonly right: Term;
  readonly relation: Relation | "similar";
  readonly facts: readonly Proposition[];
  /** What a person says that it follows by: tried first, and never believed. */
  readonly hints?: readonly NamedRule[];
}

/** Applications of rules, roughly, that a search may spend on one step. */
export const STANDARD_WORK = 3000;

/** Searches a proof; null where none is found with so much work. The same goal gives the same proof. */
export function searchProof(goal: Goal, amount = STANDARD_WORK): Proof | null {
  try {
    return search(goal, new Work(amount));
  } catch (error) {
    if (error instanceof Exhausted || error instanceof Refusal || error instanceof RangeError) return null;
    throw error;
  }
}

function search({ left, right, relation, facts, hints = [] }: Goal, work: Work): Proof | null {
  if (relation === "similar") {
    const constant = constantDifference(left, right, facts, work);
    return constant === null ? null : search({ left, right: plus(right, constant), relation: "equal", facts, hints }, work);
  }
  const accept = ({ theorem }: Derivation): boolean => unacceptable(theorem.conditions, facts, [left, right]).length === 0;
  const derivation =
    deriveEquality(left, right, facts, work, accept, hints) ??
    (relation === "equal" ? null : deriveInequality(left, right, relation === "atMost" ? 1 : -1, facts, work, accept, hints));
  if (derivation === null) return null;
  const short = shortened(derivation, left);
  const lines = (accept(short) ? short : derivation).lines.map(({ rule, path, terms, back }): Line => ({
    rule,
    path,
    terms,
    back,
  }));
  return { statement: { left, right, relation, facts }, lines, notes: lines.map(() => "") };
}

/** What two terms differ by, if it depends on no variable. */
function constantDifference(left: Term, right: Term, facts: readonly Proposition[], work: Work): Term | null {
  for (const forms of [false, true]) {
    const scratch = new Derivation(minus(left, right), facts, work);
    const mode = { quotients: "nowhere" as const, forms, integrated: [], ranged: rangedCoordinates([left, right]) };
    if (
      !scratch.trying(() => {
        normalize(scratch, [], mode);
      })
    )
      continue;
    const constant = simplified(scratch.term);
    if (freeVariables(constant).every(({ space }) => space === "ℤ")) return constant;
  }
  return null;
}
