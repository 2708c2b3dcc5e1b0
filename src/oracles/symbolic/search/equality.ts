import { equalTerms, nowhere } from "../../../kernel/algebra.js";
import type { NamedRule } from "../../../meaning/named-rules.js";
import type { Proposition } from "../../../kernel/proposition.js";
import { Refusal } from "../../../kernel/refusal.js";
import { sameVariable, termKey } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import { rangedCoordinates } from "./densities.js";
import { Derivation, type Path, partAt, reversed, type Work } from "./derivation.js";
import { byInduction } from "./induction.js";
import type { Means } from "./mode.js";
import { normalForm } from "./normalizer.js";

type Use = Omit<Means, "ranged">;

/** From little to much: what a short proof needs is tried first. What is named goes before; what makes no difference is left out. */
function modesFor(left: Term, right: Term, facts: readonly Proposition[], hints: readonly NamedRule[]): readonly Use[] {
  const [here, there] = [densitiesIn(left), densitiesIn(right)];
  const equations = facts.flatMap(({ claim }) => (claim.kind === "equal" ? [claim.left, claim.right] : []));
  const all = [here, there, ...equations.map((term) => densitiesIn(term))].flatMap((found) => [...found.values()]);
  const isConditional = all.some(({ parts }) => parts.some(({ kind }) => kind === "given"));
  // Where the sides do not speak of the same densities, some have to be written in their forms.
  const needsForms = [...here.keys()].sort().join() !== [...there.keys()].sort().join();
  const known = equations.length === 0 ? [false] : needsForms ? [true, false] : [false, true];
  const quotients = isConditional ? (["nowhere", "in logarithms", "everywhere"] as const) : (["nowhere"] as const);
  const modes = known.flatMap((forms) => quotients.map((each): Use => ({ quotients: each, forms })));
  const fits = (use: Use): number =>
    (use.quotients !== "nowhere" && hints.includes("conditioning") ? 1 : 0) + (use.forms && hints.includes("forms") ? 1 : 0);
  return modes.toSorted((a, b) => fits(b) - fits(a));
}

/** The densities in a term, by family and coordinates. */
function densitiesIn(term: Term, found = new Map<string, Term>()): ReadonlyMap<string, Term> {
  if (term.kind === "density") found.set(`${term.name} ${term.parts.map(({ kind, name }) => `${kind} ${name}`).join()}`, term);
  term.parts.forEach((part) => densitiesIn(part, found));
  return found;
}

/** Whether a derivation will do: it may presuppose too much. */
export type Accept = (derivation: Derivation) => boolean;

/** A derivation that leads from one term to another; null where none is found. */
export function deriveEquality(
  left: Term,
  right: Term,
  facts: readonly Proposition[],
  work: Work,
  accept: Accept = () => true,
  hints: readonly NamedRule[] = [],
): Derivation | null {
  if (alike(left, right)) {
    const derivation = new Derivation(left, facts, work);
    const done = derivation.trying(() => {
      derivation.algebra([], right);
    });
    if (done && accept(derivation)) return derivation;
  }
  const closed = byInduction(left, right, facts, work);
  if (closed !== null && accept(closed)) return closed;
  const ranged = rangedCoordinates([left, right]);
  const modes = modesFor(left, right, facts, hints);
  for (const path of differences(left, right)) {
    for (const mode of modes) {
      const found = bothWays(left, right, path, { ...mode, ranged }, facts, work);
      if (found !== null && accept(found)) return found;
    }
  }
  return null;
}

/** Whether two terms are equal by algebra, as far as that can be said of them. */
function alike(left: Term, right: Term): boolean {
  try {
    return equalTerms(left, right, nowhere());
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** The places at which two terms differ, the smallest first: what is around is the same in both. */
function differences(left: Term, right: Term): readonly Path[] {
  const paths: Path[] = [[]];
  let [a, b, path]: [Term, Term, Path] = [left, right, []];
  for (;;) {
    const alike = a.kind === b.kind && a.name === b.name && a.space === b.space && a.parts.length === b.parts.length;
    const other = b.bound;
    if (!alike || a.bound.length !== other.length || !a.bound.every((own, i) => sameVariable(own, other[i] ?? b))) break;
    const parts = a.parts.map((part, i) => ({ i, part, other: b.parts[i] ?? part }));
    const [only, ...more] = parts.filter((each) => termKey(each.part) !== termKey(each.other));
    if (only === undefined || more.length > 0 || ["target", "given"].includes(only.part.kind)) break;
    [a, b, path] = [only.part, only.other, [...path, only.i]];
    paths.push(path);
  }
  return [...new Set([paths.at(-1) ?? [], []])];
}

/** Brings one part of both terms to a normal form; where they meet, there and back again is a proof. */
function bothWays(
  left: Term,
  right: Term,
  path: Path,
  means: Means,
  facts: readonly Proposition[],
  work: Work,
): Derivation | null {
  try {
    const there = new Derivation(left, facts, work);
    const back = new Derivation(right, facts, work);
    for (const each of [there, back]) normalForm(each, path, means);
    if (!alike(partAt(there.term, path), partAt(back.term, path))) return null;
    // The way back speaks of what its own end binds.
    const end = partAt(back.term, path);
    if (JSON.stringify(there.at(path)) !== JSON.stringify(end)) there.apply("algebra", path, end);
    for (const line of reversed(back.lines, there.term)) there.take(line);
    return there;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
