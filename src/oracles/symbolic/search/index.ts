import type { NamedRule } from "../../../meaning/named-rules.js";
import type { Proposition } from "../../../kernel/proposition.js";
import { Refusal } from "../../../kernel/refusal.js";
import { freeVariables, minus, over, plus, times } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import type { Line, Relation, Theorem } from "../../../kernel/theorem.js";
import type { Proof } from "../certificate/proof.js";
import { unacceptable } from "./acceptable.js";
import { rangedCoordinates } from "./densities.js";
import { Derivation, Exhausted, Work } from "./derivation.js";
import { deriveEquality } from "./equality.js";
import { deriveInequality } from "./inequality.js";
import { niceNames } from "./nice-names.js";
import { normalForm } from "./normalizer.js";
import { shortened } from "./shorten.js";
import { dependsOn, simplified } from "./summands.js";

/** What is to be proved. */
export interface Goal {
  readonly left: Term;
  readonly right: Term;
  readonly relation: Relation | "similar" | "proportional";
  readonly facts: readonly Proposition[];
  /** Where the sides are similar or proportional: the variables that must not matter to what is between them. */
  readonly constantIn?: readonly Term[];
  /** What a person says that it follows by: tried first, and never believed. */
  readonly hints?: readonly NamedRule[];
}

/** A proof with the theorems after each of its lines, as the kernel made them when it was found. */
export interface Found extends Proof {
  readonly theorems: readonly Theorem[];
}

/** Applications of rules, roughly, that a search may spend on one step. */
export const STANDARD_WORK = 3000;

/** Searches a proof; null where none is found with so much work. The same goal gives the same proof. */
export function searchProof(goal: Goal, amount = STANDARD_WORK): Found | null {
  try {
    return search(goal, new Work(amount));
  } catch (error) {
    if (error instanceof Exhausted || error instanceof Refusal || error instanceof RangeError) return null;
    throw error;
  }
}

function search(goal: Goal, work: Work): Found | null {
  const { left, right, relation, facts, hints = [], constantIn } = goal;
  if (relation === "similar" || relation === "proportional") {
    const isSum = relation === "similar";
    const constant = constantBetween(isSum ? minus(left, right) : over(left, right), constantIn ?? null, facts, work);
    const whole = constant === null ? null : isSum ? plus(right, constant) : times(right, constant);
    return whole === null ? null : search({ left, right: whole, relation: "equal", facts, hints }, work);
  }
  const accept = ({ theorem }: Derivation): boolean => unacceptable(theorem.conditions, facts, [left, right]).length === 0;
  const derivation =
    deriveEquality(left, right, facts, work, accept, hints) ??
    (relation === "equal" ? null : deriveInequality(left, right, relation === "atMost" ? 1 : -1, facts, work, accept, hints));
  if (derivation === null) return null;
  const short = shortened(derivation);
  const done = (accept(short) ? short : derivation).lines;
  const lines = done.map(({ rule, path, terms, back }): Line => ({ rule, path, terms, back }));
  const theorems = done.map(({ theorem }) => theorem);
  return { statement: { left, right, relation, facts }, lines, notes: lines.map(() => ""), theorems };
}

/** What a difference or quotient comes to, if it depends on none of these variables; with null, on no variable at all. */
function constantBetween(
  whole: Term,
  constantIn: readonly Term[] | null,
  facts: readonly Proposition[],
  work: Work,
): Term | null {
  const ranged = rangedCoordinates([whole]);
  for (const forms of [false, true])
    for (const quotients of ["nowhere", "everywhere"] as const) {
      const scratch = new Derivation(whole, facts, work);
      const done = scratch.trying(() => {
        normalForm(scratch, [], { quotients, forms, ranged });
      });
      const constant = done ? simplified(scratch.term) : null;
      if (constant === null) continue;
      const depends =
        constantIn === null ? freeVariables(constant).some(({ space }) => space !== "ℤ") : dependsOn(constant, constantIn);
      if (!depends) return niceNames(constant);
    }
  return null;
}
