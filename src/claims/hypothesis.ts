import { nameLatex } from "../terms/name.js";
import type { FamilyCall, LawCall, Term } from "../terms/term.js";
import type { Domain } from "./domain.js";
import { termKey } from "../terms/traverse.js";
import { variableRoot } from "../terms/variable.js";

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
  /** Set where it could not be decided whether the form integrates to 1: then no proof may rest on it. */
  readonly undecided?: true;
}

/** A formal argument and what stands in its place. */
export interface Match {
  readonly formal: Term;
  readonly actual: Term;
}

/** An index as a letter, or none, and a whole number: `t - 1`. */
interface Place {
  readonly letter: string | null;
  readonly offset: bigint;
}

/**
 * The pairs of formal and actual arguments when a call is one that the hypothesis describes: same family, same variables on each side of the bar.
 * An argument with a free index describes every component, each at the same distance from the others: `x_t` given `x_{t-1}` is `x_3` given `x_2`, and not
 * `x_3` given `x_0`.
 */
export function matchHypothesis(hypothesis: Hypothesis, call: FamilyCall): readonly Match[] | null {
  if (nameLatex(hypothesis.call.family) !== nameLatex(call.family)) return null;
  const bound = new Map<string, Place>();
  const targets = matchArguments(hypothesis.call.targets, call.targets, bound);
  const given = targets === null ? null : matchArguments(hypothesis.call.given, call.given, bound);
  if (targets === null || given === null) return null;
  // Those that say what the indices are come first.
  const all = [...targets, ...given];
  return [...all.filter(({ formal }) => hasPlainIndices(formal)), ...all.filter(({ formal }) => !hasPlainIndices(formal))];
}

function hasPlainIndices(term: Term): boolean {
  return term.kind !== "component" || term.indices.every((index) => index.kind === "symbol");
}

/** Arguments in any order: the first assignment that fits, with what indices stand for added to `bound`. */
function matchArguments(formals: readonly Term[], actuals: readonly Term[], bound: Map<string, Place>): readonly Match[] | null {
  if (formals.length !== actuals.length) return null;
  const [formal, ...others] = formals;
  if (formal === undefined) return [];
  for (const [i, actual] of actuals.entries()) {
    if (variableRoot(actual) !== variableRoot(formal)) continue;
    const before = [...bound];
    const rest = fits(formal, actual, bound) ? matchArguments(others, actuals.toSpliced(i, 1), bound) : null;
    if (rest !== null) return [{ formal, actual }, ...rest];
    bound.clear();
    for (const [letter, place] of before) bound.set(letter, place);
  }
  return null;
}

function fits(formal: Term, actual: Term, bound: Map<string, Place>): boolean {
  if (formal.kind === "symbol") return actual.kind === "symbol" || (actual.kind === "component" && actual.place === "super");
  if (formal.kind !== "component" || actual.kind !== "component" || formal.indices.length !== actual.indices.length) return false;
  return formal.indices.every((index, i) => {
    const other = actual.indices[i];
    if (other === undefined) return false;
    const [own, wanted] = [placeOf(index), placeOf(other)];
    if (own === null || wanted === null) return termKey(index) === termKey(other);
    if (own.letter === null) return wanted.letter === null && wanted.offset === own.offset;
    const place = bound.get(own.letter) ?? { letter: wanted.letter, offset: wanted.offset - own.offset };
    bound.set(own.letter, place);
    return place.letter === wanted.letter && place.offset + own.offset === wanted.offset;
  });
}

function placeOf(index: Term): Place | null {
  switch (index.kind) {
    case "number":
      return index.value.denominator === 1n ? { letter: null, offset: index.value.numerator } : null;
    case "symbol":
      return { letter: nameLatex(index.name), offset: 0n };
    case "negate": {
      const inner = placeOf(index.argument);
      return inner?.letter === null ? { letter: null, offset: -inner.offset } : null;
    }
    case "add": {
      let [letter, offset]: [string | null, bigint] = [null, 0n];
      for (const part of index.terms.map(placeOf)) {
        if (part === null || (part.letter !== null && letter !== null)) return null;
        letter ??= part.letter;
        offset += part.offset;
      }
      return { letter, offset };
    }
    default:
      return null;
  }
}
