import { type Name, nameLatex } from "../terms/name.js";
import type { Term, TermOf } from "../terms/term.js";
import { mapChildren } from "../terms/traverse.js";
import { variableRoot } from "../terms/variable.js";
import { tick } from "../numbers/deadline.js";
import { WorkLimitError } from "../numbers/limits.js";
import { lettersOf } from "./vocabulary.js";

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
      const applied = applicationOf(term);
      if (!applied?.actuals.every((argument) => argument.kind === "symbol")) return null;
      return { key: applied.key, name: applied.name, parameters: applied.actuals };
    }
    case "component": {
      if (term.of.kind !== "symbol" || !term.indices.every((index) => index.kind === "symbol")) return null;
      const name = nameLatex(term.of.name);
      return { key: `${name}[]${term.indices.length}`, name, parameters: term.indices };
    }
    case "density": {
      const call = callOf(term);
      return call.actuals.every((argument) => argument.kind === "symbol")
        ? { key: call.key, name: call.name, parameters: call.actuals }
        : null;
    }
    default:
      return null;
  }
}

/** A density by the roots of its arguments: `Q(\theta|\theta')` may be the name of a function. */
function callOf(term: TermOf<"density">): { readonly key: string; readonly name: string; readonly actuals: readonly Term[] } {
  const { family, targets, given } = term.distribution;
  const roots = (terms: readonly Term[]): string => terms.map((argument) => variableRoot(argument) ?? "?").join(",");
  return {
    key: `${nameLatex(family)}(${roots(targets)}|${roots(given)})`,
    name: nameLatex(family),
    actuals: [...targets, ...given],
  };
}

/** A letter, with or without indices, applied to arguments. */
function applicationOf(
  term: TermOf<"apply">,
): { readonly key: string; readonly name: string; readonly actuals: readonly Term[] } | null {
  const indices = term.function.kind === "component" ? term.function.indices : [];
  const head = term.function.kind === "component" ? term.function.of : term.function;
  if (head.kind !== "symbol") return null;
  const name = nameLatex(head.name);
  return { key: `${name}[]${indices.length}/${term.arguments.length}`, name, actuals: [...indices, ...term.arguments] };
}

/** Most nodes of an expression with all definitions written out, and most levels of them inside one another. */
const LARGEST = 20_000;
const DEEPEST = 1_000;

/**
 * Replaces every defined symbol by its value; values that use other definitions are replaced in turn.
 *
 * @throws WorkLimitError when a definition leads back to itself, or what it stands for is too large to be written out
 */
export function expand(term: Term, definitions: ReadonlyMap<string, Definition>): Term {
  return definitions.size === 0 ? term : new Expansion(definitions).expand(term, 0);
}

class Expansion {
  /** Keys of the definitions that are being written out. */
  private readonly open = new Set<string>();
  /** Letters that binders around bind: there they are not what the document defines. */
  private readonly bound = new Set<string>();
  private work = 0;

  constructor(private readonly definitions: ReadonlyMap<string, Definition>) {}

  expand(term: Term, depth: number): Term {
    tick();
    this.work += 1;
    if (this.work > LARGEST || depth > DEEPEST)
      throw new WorkLimitError(`written out, its definitions exceed ${LARGEST} symbols or ${DEEPEST} levels`);
    const definition = definitionOf(term, this.definitions);
    if (definition === null || this.bound.has(definition.value.key)) return this.inside(term, depth);
    const { value, actuals } = definition;
    if (this.open.has(value.key)) throw new WorkLimitError("a definition in it leads back to itself");
    const replacements = new Map<string, Term>();
    value.parameters.forEach((parameter, i) => {
      const actual = actuals[i];
      if (parameter.kind === "symbol" && actual !== undefined)
        replacements.set(nameLatex(parameter.name), this.expand(actual, depth + 1));
    });
    this.open.add(value.key);
    const written = this.expand(replaceLetters(value.body, replacements), depth + 1);
    this.open.delete(value.key);
    return written;
  }

  private inside(term: Term, depth: number): Term {
    const own = boundNames(term)
      .map(nameLatex)
      .filter((name) => !this.bound.has(name));
    for (const name of own) this.bound.add(name);
    const written = mapChildren(term, (child) => this.expand(child, depth + 1));
    for (const name of own) this.bound.delete(name);
    return written;
  }
}

function definitionOf(
  term: Term,
  definitions: ReadonlyMap<string, Definition>,
): { readonly value: Definition; readonly actuals: readonly Term[] } | null {
  const use = useOf(term);
  const value = use === null ? undefined : definitions.get(use.key);
  return use === null || value === undefined ? null : { value, actuals: use.actuals };
}

/** The key under which a symbol, application or element would have been defined, whatever it is applied to. */
export function useOf(term: Term): { readonly key: string; readonly actuals: readonly Term[] } | null {
  if (term.kind === "symbol") return { key: nameLatex(term.name), actuals: [] };
  if (term.kind === "apply") return applicationOf(term);
  if (term.kind === "density") return callOf(term);
  if (term.kind === "component" && term.of.kind === "symbol")
    return { key: `${nameLatex(term.of.name)}[]${term.indices.length}`, actuals: term.indices };
  return null;
}

/** Replaces free letters. A binder of a letter that a replacement brings in gets a marked copy of its letter first, so that nothing is captured. */
export function replaceLetters(term: Term, replacements: ReadonlyMap<string, Term>): Term {
  if (replacements.size === 0) return term;
  if (term.kind === "symbol") return replacements.get(nameLatex(term.name)) ?? term;
  const bound = boundNames(term);
  if (bound.length === 0) return mapChildren(term, (child) => replaceLetters(child, replacements));
  const inner = new Map([...replacements].filter(([name]) => !bound.some((own) => nameLatex(own) === name)));
  const brought = lettersOf([...inner.values()]);
  const captured = bound.filter((name) => brought.has(nameLatex(name)));
  if (captured.length === 0) return mapChildren(term, (child) => replaceLetters(child, inner));
  const fresh = new Map(
    captured.map((name): [string, Term] => [
      nameLatex(name),
      { kind: "symbol", name: { ...name, marks: [...name.marks, "\\prime"] } },
    ]),
  );
  return mapChildren(term, (child) => replaceLetters(renameAll(child, fresh), inner));
}

function renameAll(term: Term, names: ReadonlyMap<string, Term>): Term {
  if (term.kind === "symbol") return names.get(nameLatex(term.name)) ?? term;
  return mapChildren(term, (child) => renameAll(child, names));
}

/** The letters that a node binds. */
function boundNames(term: Term): readonly Name[] {
  const names = (terms: readonly Term[]): Name[] => terms.flatMap((item) => (item.kind === "symbol" ? [item.name] : []));
  switch (term.kind) {
    case "sum":
    case "product":
      return names([term.index]);
    case "integral":
      return names(term.variables);
    case "expectation":
    case "variance":
      return term.binders.flatMap((binder) => names(binder.variables));
    default:
      return [];
  }
}
