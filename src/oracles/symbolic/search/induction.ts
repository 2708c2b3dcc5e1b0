import type { Proposition } from "../../../kernel/proposition.js";
import { substitute } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import { Derivation, reversed, type Work } from "./derivation.js";

/** A sum or product up to a variable is equal to a closed form if that begins and goes on like it. Either side may be the sum. */
export function byInduction(left: Term, right: Term, facts: readonly Proposition[], work: Work): Derivation | null {
  const there = toClosedForm(left, right, facts, work);
  if (there !== null) return there;
  const back = toClosedForm(right, left, facts, work);
  if (back === null) return null;
  const derivation = new Derivation(left, facts, work);
  const isDone = derivation.trying(() => {
    for (const line of reversed(back.lines, left)) derivation.take(line);
  });
  return isDone ? derivation : null;
}

function toClosedForm(whole: Term, form: Term, facts: readonly Proposition[], work: Work): Derivation | null {
  const [index] = whole.bound;
  const [, upper] = whole.parts;
  if ((whole.kind !== "sum" && whole.kind !== "product") || upper?.kind !== "variable" || index === undefined) return null;
  const derivation = new Derivation(whole, facts, work);
  const isDone = derivation.trying(() => {
    derivation.apply("recursion", [], substitute(form, [[upper, index]]));
    derivation.algebra([], form);
  });
  return isDone ? derivation : null;
}
