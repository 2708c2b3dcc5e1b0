import { unfolded } from "./definitions.js";
import { insist } from "./refusal.js";
import { partsOf, SHAPES, type Term, valueOf } from "./term.js";

export * from "./term.js";

const MOST_NODES = 20_000;
const MOST_DEPTH = 200;
const LONGEST_NAME = 1000;

/** Whether a part stands in the scope of what its node binds: the bounds of a sum do not. */
export function isInside(term: Term, part: number): boolean {
  return term.bound.length > 0 && (part === 2 || (term.kind !== "sum" && term.kind !== "product"));
}

export function mapParts(term: Term, outside: (part: Term) => Term, inside: (part: Term) => Term): Term {
  return { ...term, parts: term.parts.map((part, i) => (isInside(term, i) ? inside(part) : outside(part))) };
}

/** What a part is by its form, as SHAPES writes it. */
export function sortOf(term: Term): "i" | "n" | "v" | "c" {
  const [base, exponent] = partsOf(term);
  const isWhole = (): boolean => {
    if (term.kind === "number") return valueOf(term).denominator === 1n;
    if (term.kind === "power") return sortOf(base) === "i" && /^\d+$/.test(exponent.name) && exponent.kind === "number";
    if (term.kind === "add" || term.kind === "multiply") return term.parts.every((part) => sortOf(part) === "i");
    return term.kind === "variable" && term.space === "ℤ";
  };
  if (term.kind === "target" || term.kind === "given") return "c";
  if (term.kind === "variable" && term.parts.length > 0) return "v";
  return isWhole() ? "i" : "n";
}

const SIZES = new WeakMap<Term, { readonly nodes: number; readonly height: number }>();

/**
 * A term that has been found good is frozen, so that it stays so.
 *
 * @throws Refusal unless a term is built as SHAPES says, not too large, and each name that it binds means one thing in its scope
 */
export function checkTerm(term: Term): void {
  const sizeOf = (part: Term, depth: number): { readonly nodes: number; readonly height: number } => {
    insist(depth < MOST_DEPTH && part.name.length < LONGEST_NAME, "too-large", "nodes in nodes");
    const known = SIZES.get(part);
    if (known !== undefined) return known;
    const below = [...part.bound, ...part.parts].map((each) => sizeOf(each, depth + 1));
    const nodes = below.reduce((all, each) => all + each.nodes, 1);
    const height = Math.max(0, ...below.map((each) => each.height)) + 1;
    insist(nodes <= MOST_NODES && height <= MOST_DEPTH, "too-large", "a term of too many nodes");
    checkNode(part);
    for (const each of [part, part.bound, part.parts]) Object.freeze(each);
    SIZES.set(part, { nodes, height });
    return { nodes, height };
  };
  sizeOf(term, 0);
}

function checkNode(term: Term): void {
  const { kind, bound, parts } = term;
  const shape = `${bound.map(sortOf).join("")}:${parts.map(sortOf).join("")}`;
  insist(SHAPES[kind].test(shape), "ill-formed", `${kind} of ${parts.length} parts`);
  if (kind === "number") valueOf(term);
  if (kind === "defined") unfolded(term);
  if (bound.length === 0) return;
  const seen = [...bound, ...parts.filter((_, i) => isInside(term, i)).flatMap(freeVariables)];
  const means = (own: Term, other: Term): boolean => sameVariable(own, other) || (own.name !== other.name && !isFree(own, other));
  const distinct = namesOf(bound).size === bound.length;
  insist(
    distinct && bound.every((own) => own.kind === "variable" && seen.every((other) => means(own, other))),
    "ill-formed",
    `${kind} binds a name that means two things`,
  );
}

export function sameVariable(a: Term, b: Term): boolean {
  return a.kind === "variable" && b.kind === "variable" && a.name === b.name && a.space === b.space;
}

/** Vectors of two sizes are two variables, whatever their names. */
function isIdentical(a: Term, b: Term): boolean {
  return sameVariable(a, b) && a.parts.map(termKey).join() === b.parts.map(termKey).join();
}

/** The variables that a term leaves free, each once. */
export function freeVariables(term: Term): readonly Term[] {
  const found: Term[] = [];
  const visit = (part: Term, scope: readonly Term[]): void => {
    const isSame = (own: Term): boolean => isIdentical(own, part);
    if (part.kind === "variable" && !scope.some(isSame) && !found.some(isSame)) found.push(part);
    for (const size of part.bound.flatMap(({ parts }) => parts)) visit(size, scope);
    const inner = part.bound.length > 0 ? [...scope, ...part.bound] : scope;
    part.parts.forEach((below, i) => {
      visit(below, isInside(part, i) ? inner : scope);
    });
  };
  visit(term, []);
  return found;
}

export function isFree(variable: Term, term: Term): boolean {
  return freeVariables(term).some((free) => isIdentical(free, variable));
}

/** A variable and what takes its place. */
export type Replacement = readonly [Term, Term];

/** Replaces free variables all at once; bound ones that a replacement would capture are renamed. */
export function substitute(term: Term, replacements: readonly Replacement[]): Term {
  const of = (part: Term): Term => substitute(part, needed);
  const needed = term.bound.length === 0 ? replacements : replacements.filter(([variable]) => isFree(variable, term));
  if (needed.length === 0) return term;
  if (term.bound.length === 0) return needed.find(([variable]) => isIdentical(variable, term))?.[1] ?? mapParts(term, of, of);
  const brought = namesOf(needed.flatMap(([, by]) => freeVariables(by)));
  const taken = namesOf([...term.bound, ...term.parts.flatMap(freeVariables)]);
  const opened = term.bound.map((variable): Replacement => {
    let { name } = variable;
    while (brought.has(name) || (name !== variable.name && taken.has(name))) name += "'";
    taken.add(name);
    return [variable, { ...mapParts(variable, of, of), name }];
  });
  const inside = (part: Term): Term => substitute(part, [...opened, ...needed]);
  return { ...mapParts(term, of, inside), bound: opened.map(([, by]) => by) };
}

const namesOf = (terms: readonly Term[]): Set<string> => new Set(terms.map(({ name }) => name));

/** The same node with other names for what it binds; they must be new. */
export function rebind(term: Term, renamed: readonly Replacement[]): Term {
  const name = (own: Term): Term => renamed.find(([old]) => isIdentical(old, own))?.[1] ?? own;
  const same = (part: Term): Term => part;
  return { ...mapParts(term, same, (part) => substitute(part, renamed)), bound: term.bound.map(name) };
}

/** The same for two terms exactly if they differ at most in the names of bound variables. */
export function termKey(term: Term): string {
  return keyInScope(term, []);
}

/** The same where the variables of a scope, the innermost last, are known by their place in it. */
export function keyInScope(term: Term, scope: readonly Term[]): string {
  const place = scope.length === 0 ? -1 : scope.findLastIndex((variable) => isIdentical(variable, term));
  if (place >= 0) return `‹${place}›`;
  const bound = term.bound.map(
    ({ space, parts }) => `${JSON.stringify(space)} ${parts.map((size) => keyInScope(size, scope)).join()}`,
  );
  const inner = [...scope, ...term.bound];
  const parts = term.parts.map((part, i) => keyInScope(part, isInside(term, i) ? inner : scope));
  return `${term.kind} ${JSON.stringify([term.name, term.space])}[${bound.join()}](${parts.join()})`;
}
