import { type Name, nameLatex } from "../terms/name.js";
import type { Distribution, FamilyCall, Term } from "../terms/term.js";
import { children, someNode, walk } from "../terms/traverse.js";
import { rootOf, variableRoot } from "../terms/variable.js";

/** Every density that a document writes, in order: what a family is over follows from how it is called. */
export interface Vocabulary {
  /** Calls with arguments, by family (`nameLatex`). */
  readonly calls: ReadonlyMap<string, readonly FamilyCall[]>;
  /** Roots of everything that stands as an argument of a density or under an expectation or integral. */
  readonly variables: ReadonlySet<string>;
  /** Roots of variables that stand under an integral sign. */
  readonly integrated: ReadonlySet<string>;
  /** Densities to which the document gives a form of their own, by `callKey`, with the offset where it first does. */
  readonly described: ReadonlyMap<string, number>;
  /** Letters that label a family or follow `;` in one: parameters, which stand for whatever the family is. */
  readonly parameters: ReadonlySet<string>;
  /** Families that something is averaged under, compared with or drawn from, or called with more than one set of arguments. */
  readonly averaged: ReadonlySet<string>;
}

export function vocabularyOf(
  terms: readonly Term[],
  distributions: readonly Distribution[],
  heads: readonly (readonly [FamilyCall, number])[] = [],
): Vocabulary {
  const calls = new Map<string, FamilyCall[]>();
  const variables = new Set<string>();
  const integrated = new Set<string>();
  const parameters = new Set<string>();
  const note = (distribution: Distribution | null): void => {
    if (distribution?.kind !== "family") return;
    for (const label of distribution.family.labels) parameters.add(label);
    for (const parameter of distribution.parameters) if (parameter.kind === "symbol") parameters.add(nameLatex(parameter.name));
    for (const argument of [...distribution.targets, ...distribution.given]) {
      const root = variableRoot(argument);
      if (root !== null) variables.add(root);
    }
    if (distribution.targets.length === 0) return;
    const name = nameLatex(distribution.family);
    calls.set(name, [...(calls.get(name) ?? []), distribution]);
  };
  const averaged = new Set<string>();
  for (const distribution of distributions) {
    note(distribution);
    if (distribution.kind === "family") averaged.add(nameLatex(distribution.family));
  }
  for (const term of terms) {
    walk(term, (node) => {
      for (const distribution of distributionsOf(node)) {
        note(distribution);
        if (node.kind !== "density" && distribution.kind === "family") averaged.add(nameLatex(distribution.family));
      }
      const bound =
        node.kind === "integral"
          ? node.variables
          : node.kind === "expectation"
            ? node.binders.flatMap((binder) => binder.variables)
            : [];
      for (const variable of bound) {
        const root = variableRoot(variable);
        if (root !== null) variables.add(root);
        if (root !== null && node.kind === "integral") integrated.add(root);
      }
    });
  }
  for (const [name, list] of calls) {
    const shapes = new Set(
      list.map((call) => [call.targets, call.given].map((side) => side.map(variableRoot).join(",")).join("|")),
    );
    if (shapes.size > 1) averaged.add(name);
  }
  return {
    calls,
    variables,
    integrated,
    described: new Map([...heads].reverse().map(([call, at]) => [callKey(call), at] as const)),
    parameters,
    averaged,
  };
}

/** A density by its family and the roots of its arguments: `p_{\theta}(x|z)`. */
export function callKey(call: FamilyCall): string {
  const [targets, given] = [call.targets, call.given].map((side) => side.map(variableRoot).join(","));
  return `${nameLatex(call.family)}(${targets ?? ""}|${given ?? ""})`;
}

/** The distributions that a node itself holds. */
export function distributionsOf(node: Term): Distribution[] {
  switch (node.kind) {
    case "density":
      return [node.distribution];
    case "divergence":
      return [node.left, node.right];
    case "entropy":
      return node.cross === null ? [node.distribution] : [node.distribution, node.cross];
    case "expectation":
    case "variance":
      return node.binders.map((binder) => binder.distribution).filter((distribution) => distribution !== null);
    default:
      return [];
  }
}

/** The family that the document means where it names none: the first one that is ever called. */
export function mainFamily(vocabulary: Vocabulary): Name | null {
  for (const [call] of vocabulary.calls.values()) if (call !== undefined) return call.family;
  return null;
}

/** Free variables of a term: roots are looked up in `among`. Symbols come back as they are written, each once. */
export function freeVariables(term: Term, among: ReadonlySet<string>): Term[] {
  const found = new Map<string, Term>();
  collect(term, new Set(), among, found);
  return [...found.values()];
}

function collect(term: Term, bound: ReadonlySet<string>, among: ReadonlySet<string>, found: Map<string, Term>): void {
  if (term.kind === "symbol") {
    const name = nameLatex(term.name);
    if (!bound.has(name) && among.has(rootOf(term.name)) && !found.has(name)) found.set(name, term);
    return;
  }
  const own = binderNames(term);
  const inner = own.length === 0 ? bound : new Set([...bound, ...own]);
  for (const child of children(term)) collect(child, inner, among, found);
}

function binderNames(term: Term): string[] {
  const names = (terms: readonly Term[]): string[] =>
    terms.flatMap((item) => (item.kind === "symbol" ? [nameLatex(item.name)] : names(children(item))));
  switch (term.kind) {
    case "integral":
      return names(term.variables);
    case "expectation":
    case "variance":
      return term.binders.flatMap((binder) => names(binder.variables));
    case "sum":
    case "product":
      return names([term.index]);
    default:
      return [];
  }
}

/** The families in terms, by `nameLatex`. */
export function familiesIn(terms: readonly Term[]): Map<string, Name> {
  const found = new Map<string, Name>();
  for (const term of terms) {
    walk(term, (node) => {
      for (const distribution of distributionsOf(node))
        if (distribution.kind === "family") found.set(nameLatex(distribution.family), distribution.family);
    });
  }
  return found;
}

/** All letters in terms, bound ones too. */
export function lettersOf(terms: readonly Term[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const term of terms) {
    walk(term, (node) => {
      if (node.kind === "symbol") found.add(nameLatex(node.name));
    });
  }
  return found;
}

/** Whether a letter occurs in a term, bound or free. */
export function mentionsLetter(term: Term, name: string): boolean {
  return someNode(term, (node) => node.kind === "symbol" && nameLatex(node.name) === name);
}
