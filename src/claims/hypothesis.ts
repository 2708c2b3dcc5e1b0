import { nameLatex } from "../kernel/name.js";
import type { FamilyCall, LawCall, Term } from "../kernel/term.js";
import type { Domain } from "./domain.js";
import { variableRoot } from "../kernel/variable.js";

/** A density that the document has given a concrete form. */
export interface Hypothesis {
  /** The call as it was written: its arguments are the formal parameters of `body`. */
  readonly call: FamilyCall;
  /** The density at the targets, given the conditions. */
  readonly body: Term;
  /** The law, where the form is one: `z \sim \mathcal N(0, I)`. */
  readonly law: LawCall | null;
  /** The space of the targets: real where the density is with respect to length, binary or discrete where it is a mass function. */
  readonly space: Domain;
}

/** A formal argument and what stands in its place. */
export interface Match {
  readonly formal: Term;
  readonly actual: Term;
}

/**
 * The pairs of formal and actual arguments when a call is one that the hypothesis describes: same family, same variables on each side of the bar.
 * An argument with a free index (`x_k`) describes every component.
 */
export function matchHypothesis(hypothesis: Hypothesis, call: FamilyCall): readonly Match[] | null {
  if (nameLatex(hypothesis.call.family) !== nameLatex(call.family)) return null;
  const targets = matchArguments(hypothesis.call.targets, call.targets);
  const given = matchArguments(hypothesis.call.given, call.given);
  return targets === null || given === null ? null : [...targets, ...given];
}

function matchArguments(formals: readonly Term[], actuals: readonly Term[]): readonly Match[] | null {
  if (formals.length !== actuals.length) return null;
  const left = [...actuals];
  const matches: Match[] = [];
  for (const formal of formals) {
    const at = left.findIndex((actual) => variableRoot(actual) === variableRoot(formal) && sameForm(formal, actual));
    const [actual] = at < 0 ? [] : left.splice(at, 1);
    if (actual === undefined) return null;
    matches.push({ formal, actual });
  }
  return matches;
}

function sameForm(formal: Term, actual: Term): boolean {
  if (formal.kind === "symbol") return actual.kind === "symbol" || (actual.kind === "component" && actual.place === "super");
  return formal.kind === "component" && actual.kind === "component" && formal.indices.length === actual.indices.length;
}
