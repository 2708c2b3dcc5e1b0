import { nameLatex } from "../terms/name.js";
import type { FamilyCall, Term } from "../terms/term.js";
import { termKey } from "../terms/traverse.js";
import { variableOfEvent, variableRoot } from "../terms/variable.js";

/** What a density is of, and what it is given, by the variables' letters. */
export interface Conditional {
  readonly targets: readonly string[];
  readonly given: readonly string[];
}

/**
 * Whether densities that are known leave another one no choice: the prior and the likelihood determine the joint density, the evidence and the posterior. What
 * is said of such a density is a claim.
 */
export function isDetermined(call: FamilyCall, known: readonly FamilyCall[]): boolean {
  const own = known.filter((other) => nameLatex(other.family) === nameLatex(call.family));
  return areDetermined(conditionalOf(call), own.map(conditionalOf));
}

/** Whether known densities determine another one. Nothing is taken to be independent: those of z, of y given z and of x given y determine that of x, and not that of x given z. */
export function areDetermined(sought: Conditional, known: readonly Conditional[]): boolean {
  const factors = known.map(({ targets, given }) => ({ given: new Set(given), all: new Set([...targets, ...given]) }));
  const [conditions, all] = [new Set(sought.given), new Set([...sought.targets, ...sought.given])];
  const starts = [new Set<string>(), ...factors.map((factor) => factor.given)].filter((start) => contains(conditions, start));
  return starts.some((start) => {
    // Sets of variables whose joint density, given those at the start, is known.
    const joints = [start];
    let pending = factors.filter((factor) => contains(factor.given, start));
    for (let grown = true; grown;) {
      const next = pending.filter((factor) => joints.some((joint) => contains(joint, factor.given)));
      pending = pending.filter((factor) => !next.includes(factor));
      joints.push(...next.map((factor) => factor.all));
      grown = next.length > 0;
    }
    return joints.some((joint) => joint !== start && contains(joint, all));
  });
}

function conditionalOf(call: FamilyCall): Conditional {
  return { targets: call.targets.map(keyOf), given: call.given.map(keyOf) };
}

function keyOf(term: Term): string {
  const variable = term.kind === "event" ? variableOfEvent(term) : term;
  return (variable.kind === "symbol" ? variableRoot(variable) : null) ?? termKey(variable);
}

function contains(outer: ReadonlySet<string>, inner: ReadonlySet<string>): boolean {
  return [...inner].every((key) => outer.has(key));
}
