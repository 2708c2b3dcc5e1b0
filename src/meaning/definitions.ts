import { nameLatex } from "../kernel/name.js";
import type { Term } from "../kernel/term.js";
import { mapChildren } from "../kernel/traverse.js";

/** A symbol, function or indexed symbol with the value that the document gives it. */
export interface Definition {
  readonly key: string;
  readonly parameters: readonly Term[];
  readonly body: Term;
}

/** What can be defined by standing alone on the left: `\mathcal L`, `\ell(x)`, `\bar\alpha_t`. */
export interface Head {
  readonly key: string;
  readonly name: string;
  readonly parameters: readonly Term[];
}

export function headOf(term: Term): Head | null {
  switch (term.kind) {
    case "symbol":
      return { key: nameLatex(term.name), name: nameLatex(term.name), parameters: [] };
    case "apply": {
      if (term.function.kind !== "symbol" || !term.arguments.every((argument) => argument.kind === "symbol")) return null;
      const name = nameLatex(term.function.name);
      return { key: `${name}/${term.arguments.length}`, name, parameters: term.arguments };
    }
    case "component": {
      if (term.of.kind !== "symbol" || !term.indices.every((index) => index.kind === "symbol")) return null;
      const name = nameLatex(term.of.name);
      return { key: `${name}[]${term.indices.length}`, name, parameters: term.indices };
    }
    default:
      return null;
  }
}

const DEEPEST = 24;

/** Replaces every defined symbol by its value; values that use other definitions are replaced in turn. Gives up on circles, leaving the symbol. */
export function expand(term: Term, definitions: ReadonlyMap<string, Definition>, depth = 0): Term {
  if (definitions.size === 0 || depth > DEEPEST) return term;
  const definition = definitionOf(term, definitions);
  if (definition !== null) {
    const { value, actuals } = definition;
    const replacements = new Map<string, Term>();
    value.parameters.forEach((parameter, i) => {
      const actual = actuals[i];
      if (parameter.kind === "symbol" && actual !== undefined) replacements.set(nameLatex(parameter.name), expand(actual, definitions, depth + 1));
    });
    return expand(replaceLetters(value.body, replacements), definitions, depth + 1);
  }
  return mapChildren(term, (child) => expand(child, definitions, depth));
}

function definitionOf(term: Term, definitions: ReadonlyMap<string, Definition>): { readonly value: Definition; readonly actuals: readonly Term[] } | null {
  const at = (key: string, actuals: readonly Term[]): { readonly value: Definition; readonly actuals: readonly Term[] } | null => {
    const value = definitions.get(key);
    return value === undefined ? null : { value, actuals };
  };
  if (term.kind === "symbol") return at(nameLatex(term.name), []);
  if (term.kind === "apply" && term.function.kind === "symbol") return at(`${nameLatex(term.function.name)}/${term.arguments.length}`, term.arguments);
  if (term.kind === "component" && term.of.kind === "symbol") return at(`${nameLatex(term.of.name)}[]${term.indices.length}`, term.indices);
  return null;
}

/** Replaces letters wherever they stand. A defined symbol means its value where it stands, so that binders around it bind the value's letters too. */
export function replaceLetters(term: Term, replacements: ReadonlyMap<string, Term>): Term {
  if (replacements.size === 0) return term;
  if (term.kind === "symbol") return replacements.get(nameLatex(term.name)) ?? term;
  return mapChildren(term, (child) => replaceLetters(child, replacements));
}
