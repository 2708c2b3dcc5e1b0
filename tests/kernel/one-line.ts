import { equalTerms, nowhere } from "../../src/kernel/algebra.js";
import { EQUATIONS, INEQUALITIES } from "../../src/kernel/axioms.js";
import { unfolded } from "../../src/kernel/definitions.js";
import type { Proposition } from "../../src/kernel/proposition.js";
import { number, termKey } from "../../src/kernel/structure.js";
import type { Term } from "../../src/kernel/term.js";
import { type Line, type Relation, Theorem } from "../../src/kernel/theorem.js";
import { codeOf } from "./load.js";

export interface Goal {
  readonly left: Term;
  readonly right: Term;
  readonly relation: Relation;
  readonly facts: readonly Proposition[];
}

/** Rules that only write the same in another way, or say what has been presupposed. */
const FORMAL = ["algebra", "definition", "hypothesis"];
const RULES = [...Object.keys(EQUATIONS), ...Object.keys(INEQUALITIES)].filter((rule) => !FORMAL.includes(rule));

/** What no sign, order or hypothesis is: conditions that say that there is something to speak of. */
const HARMLESS = ["positiveFunction", "positiveFamily", "integrable", "equal"];

/**
 * The rules of which one line alone proves a goal, up to algebra and once all notions are written out, from either side: with whatever the line may be told
 * that stands somewhere in the goal, and without a condition that is as good as the goal.
 */
export function rulesThatAre(goal: Goal): readonly string[] {
  const [left, right] = [writtenOut(goal.left), writtenOut(goal.right)];
  if (isEqual(left, right)) return ["algebra"];
  return RULES.filter((rule) =>
    [
      [left, right],
      [right, left],
    ].some(([from = left, to = right]) => lines(rule, from, to).some((line) => leads(from, to, line, goal.facts))),
  );
}

function writtenOut(term: Term): Term {
  const inner = { ...term, parts: term.parts.map(writtenOut) };
  return inner.kind === "defined" ? writtenOut(unfolded(inner)) : inner;
}

function leads(from: Term, to: Term, line: Line, facts: readonly Proposition[]): boolean {
  try {
    const { right, conditions } = Theorem.reflexive(from, facts).rewrite(line);
    return conditions.every(({ claim }) => HARMLESS.includes(claim.kind)) && isEqual(right, to);
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return false;
  }
}

function isEqual(a: Term, b: Term): boolean {
  try {
    return termKey(a) === termKey(b) || equalTerms(a, b, nowhere());
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return false;
  }
}

function pathsOf(term: Term): readonly (readonly number[])[] {
  return [[], ...term.parts.flatMap((part, i) => pathsOf(part).map((path) => [i, ...path]))];
}

function partAt(term: Term, path: readonly number[]): Term {
  return path.reduce((part, i) => part.parts[i] ?? part, term);
}

/** Every line of a rule forwards, told nothing, the summands or factors of a body, or up to two terms that stand somewhere. */
function lines(rule: string, from: Term, to: Term): readonly Line[] {
  const all = new Map(
    [from, to].flatMap((term) => pathsOf(term).map((path) => partAt(term, path))).map((term) => [termKey(term), term]),
  );
  const pool = [...all.values()].filter(({ kind }) => kind !== "target" && kind !== "given");
  const simple = pool.filter(({ parts }) => parts.length <= 1);
  const pairs = rule === "substitution" ? simple.flatMap((a) => simple.map((b) => [a, b])) : [];
  const single = ["split", "shift", "recursion", "not negative"].includes(rule) ? pool.map((term) => [term]) : [];
  return pathsOf(from).flatMap((path) => {
    const body = partAt(from, path).parts.at(-1) ?? number(0);
    const parts = body.kind === "add" || body.kind === "multiply" ? body.parts : [body];
    const told = [[], ...single, ...pairs, parts.flatMap((part) => [number(1), part]), [body, number(1)]];
    return told.map((terms): Line => ({ rule, path, terms, back: null }));
  });
}
