import { printTerm } from "../../../notation/print.js";
import { type Name, nameLatex } from "../../../terms/name.js";
import type { FamilyCall } from "../../../terms/term.js";
import type { Scope } from "./scope.js";
import { need } from "./unsupported.js";

/** A word in a label: no letter of it is one of the formula's. */
const WORDS = /\\(?:text|mathrm|operatorname)\{[A-Za-z]{2,}\}/g;

/**
 * Labels are part of a name and say nothing of a value: a letter that a sum or an average runs over cannot stand among them, since each of its values
 * would mean something else. `except` are letters that a label may name all the same, as in `p_{z}(z)`.
 *
 * @throws Unsupported for a name with such a label
 */
export function checkLabels(name: Name, scope: Scope, except: readonly string[] = []): void {
  const bound = new Set([
    ...scope.indices.map(({ variable }) => variable.name),
    ...scope.variables.map((variable) => variable.name),
  ]);
  for (const label of [...name.labels, ...name.marks]) {
    const parts = [label, ...(label.replace(WORDS, " ").match(/\\[A-Za-z]+|[A-Za-z]/g) ?? [])];
    const stray = parts.find((part) => bound.has(part) && !except.includes(part));
    need(stray === undefined, `what ${nameLatex(name)} is may depend on ${stray ?? label}, which is bound around it`);
  }
}

/** What follows `;` in a call, as LaTeX. */
export function parametersText({ parameters }: FamilyCall): string {
  return parameters.map(printTerm).join(", ");
}
