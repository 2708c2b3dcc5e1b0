import { difference } from "../../../kernel/algebra.js";
import type { Proposition } from "../../../kernel/proposition.js";
import { number, sameVariable } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import type { Derivation, Path } from "./derivation.js";

/** Writes a density in the form that a hypothesis gives it. */
export function inForm(derivation: Derivation, path: Path): boolean {
  const term = derivation.at(path);
  return derivation.facts.some((fact, i) => {
    const values = valuesOf(fact, term);
    return values !== null && derivation.attempt("hypothesis", path, number(i), ...values);
  });
}

/** What the variables of a hypothesis about a density are in a call of it; null where it is about another. */
function valuesOf({ binders, claim }: Proposition, term: Term): readonly Term[] | null {
  if (claim.kind !== "equal" || claim.left.kind !== "density" || claim.left.name !== term.name) return null;
  const formal = claim.left.parts;
  if (formal.length !== term.parts.length) return null;
  const found: (readonly [Term, Term])[] = [];
  for (const slot of formal) {
    const actual = term.parts.find((other) => other.kind === slot.kind && other.name === slot.name);
    if (actual?.parts.length !== slot.parts.length) return null;
    slot.parts.forEach((part, i) => {
      const value = actual.parts[i];
      if (value !== undefined) found.push([part, value]);
    });
  }
  const values = binders.map(({ variable }) => found.find(([part]) => sameVariable(part, variable))?.[1] ?? null);
  return values.every((value) => value !== null) ? values : null;
}

/** Coordinates that stand as ranges of components somewhere, by name: there whole vectors are ranges too. */
export function rangedCoordinates(terms: readonly Term[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (term: Term): void => {
    if ((term.kind === "target" || term.kind === "given") && term.parts.length > 1) found.add(term.name);
    term.parts.forEach(visit);
  };
  terms.forEach(visit);
  return found;
}

/** Brings the coordinates of a density into ranges as long as they can be. One step; whether there was one. */
export function joinRanges(derivation: Derivation, path: Path, ranged: ReadonlySet<string>): boolean {
  const { parts } = derivation.at(path);
  const whole = parts.findIndex(
    ({ name, parts: own }) => own.length === 1 && ranged.has(name) && (own[0]?.parts.length ?? 0) > 0,
  );
  if (whole >= 0 && derivation.attempt("components", [...path, whole])) return true;
  const single = parts.findIndex(({ parts: [value] }) => value?.kind === "component");
  if (single >= 0 && derivation.attempt("components", [...path, single])) return true;
  if (parts.some(({ parts: [, from, to] }) => from && to && difference(to, from) === -1n) && derivation.attempt("nothing", path))
    return true;
  return parts.some((first, i) =>
    parts.some((second, j) => {
      const [[, , to], [, from]] = [first.parts, second.parts];
      if (i === j || first.kind !== second.kind || first.name !== second.name || !to || !from) return false;
      return difference(from, to) === 1n && derivation.attempt("join", path, number(i), number(j));
    }),
  );
}

/** Writes a conditional density as the joint one over that of the conditions. */
export function conditionalToQuotient(derivation: Derivation, path: Path): boolean {
  const { parts } = derivation.at(path);
  return parts.some(({ kind }) => kind === "given") && derivation.attempt("conditioning", path);
}

/** Writes a sum as what a hypothesis says that it is: weights that sum to 1. */
export function sumInForm(derivation: Derivation, path: Path): boolean {
  return derivation.facts.some(
    ({ binders, claim }, i) =>
      claim.kind === "equal" &&
      claim.left.kind === "sum" &&
      binders.length === 0 &&
      derivation.attempt("hypothesis", path, number(i)),
  );
}
