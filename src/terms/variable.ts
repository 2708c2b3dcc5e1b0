import { type Name, nameLatex } from "./name.js";
import type { Term, TermOf } from "./term.js";

/** A variable's letter without marks: `x'`, `x^*` and `x` take values in one space. */
export function rootOf(name: Name): string {
  return nameLatex({ ...name, marks: [] });
}

/** What an event is about: the variable x in `X = x`, where a letter stands for its own value; z in `z = k`. */
export function variableOfEvent({ variable, value }: TermOf<"event">): Term {
  if (variable.kind !== "symbol" || value.kind !== "symbol") return variable;
  return variable.name.base.toLowerCase() === value.name.base.toLowerCase() ? value : variable;
}

/** The root of a variable or of its component, range or sample; null for any other term. */
export function variableRoot(term: Term): string | null {
  switch (term.kind) {
    case "symbol":
      return rootOf(term.name);
    case "component":
    case "range":
      return variableRoot(term.of);
    case "event":
      return variableRoot(variableOfEvent(term));
    case "labelled":
      return variableRoot(term.body);
    default:
      return null;
  }
}
