import { type Name, nameLatex } from "./name.js";
import type { Term } from "./term.js";

/** A variable's letter without marks: `x'`, `x^*` and `x` take values in one space. */
export function rootOf(name: Name): string {
  return nameLatex({ ...name, marks: [] });
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
      return variableRoot(term.variable);
    case "labelled":
      return variableRoot(term.body);
    default:
      return null;
  }
}
