import { unfolded } from "./definitions.js";
import { insist } from "./refusal.js";
import { partsOf, SHAPES, type Term, type Terms, valueOf } from "./term.js";

export * from "./term.js";

export const MOST_DEPTH = 200;
const MOST_NODES = 20_000;
const LONGEST_NAME = 1000;

/** A function of what never changes, worked out once for each. */
export function once<From extends object, To>(work: (from: From) => To): (from: From) => To {
  const known = new WeakMap<From, To>();
  return (from) => {
    const found = known.get(from) ?? work(from);
    known.set(from, found);
    return found;
  };
}

export const sameVariable = (a: Term, b: Term) =>
  a.kind === "variable" && b.kind === "variable" && a.name === b.name && a.space === b.space;
const partsKey = ({ parts }: Term) => parts.map(termKey).join();
/** Vectors of two sizes are two variables, whatever their names. */
const isSame = (a: Term, b: Term) => sameVariable(a, b) && partsKey(a) === partsKey(b);

/** Whether a part stands in the scope of what its node binds: the bounds of a sum do not. */
export const isInside = ({ kind, bound }: Term, part: number) =>
  bound.length > 0 && (part === 2 || (kind !== "sum" && kind !== "product"));

type Mapping = (part: Term) => Term;
export function mapParts(term: Term, outside: Mapping, inside: Mapping): Term {
  const parts = term.parts.map((part, i) => (isInside(term, i) ? inside(part) : outside(part)));
  return { ...term, parts };
}

/** The variables that a term leaves free, each once. */
export const freeVariables: (term: Term) => Terms = once((term) => {
  const isOut = (free: Term) => !term.bound.some((own) => isSame(own, free));
  const found = term.parts.flatMap((part, i) => (isInside(term, i) ? freeVariables(part).filter(isOut) : freeVariables(part)));
  const sizes = term.bound.flatMap(({ parts }) => parts.flatMap((part) => freeVariables(part)));
  const all = [...(term.kind === "variable" ? [term] : []), ...sizes, ...found];
  return [...new Map(all.map((each) => [termKey(each), each])).values()];
});

export const isFree = (variable: Term, term: Term) => freeVariables(term).some((free) => isSame(free, variable));

/** What a term is by its form, as SHAPES writes it. */
export function sortOf(term: Term): "i" | "n" | "v" | "c" {
  const { kind, name, space, parts } = term;
  const [base, exponent] = partsOf(term);
  if (kind === "target" || kind === "given") return "c";
  if (kind === "variable" && parts.length > 0) return "v";
  const isNatural = exponent.kind === "number" && /^\d+$/.test(exponent.name);
  const isInteger =
    (kind === "variable" && space === "ℤ") ||
    (kind === "number" && !name.includes("/")) ||
    ((kind === "add" || kind === "multiply") && parts.every((part) => sortOf(part) === "i")) ||
    (kind === "power" && isNatural && sortOf(base) === "i");
  return isInteger ? "i" : "n";
}

/** @throws Refusal unless a term is well-formed throughout, and not too large */
export function checkTerm(term: Term): void {
  let nodes = 0;
  const check = (part: Term, depth: number): void => {
    nodes += 1;
    const isSmall = nodes <= MOST_NODES && depth <= MOST_DEPTH && part.name.length < LONGEST_NAME;
    insist(isSmall, "too-large", "a term of too many nodes");
    for (const below of [...part.bound, ...part.parts]) check(below, depth + 1);
    checkNode(part);
  };
  check(term, 0);
}

/** @throws Refusal unless a node is built as SHAPES says, and each name that it binds means one thing in its scope */
export const checkNode = once((term: Term): true => {
  const { kind, bound, parts } = term;
  const shape = `${bound.map(sortOf).join("")}:${parts.map(sortOf).join("")}`;
  insist(SHAPES[kind].test(shape), "ill-formed", `${kind} of ${parts.length} parts`);
  if (kind === "number") valueOf(term);
  if (kind === "defined") unfolded(term);
  const inside = parts.filter((_, i) => isInside(term, i)).flatMap(freeVariables);
  const clash = (a: Term, b: Term) => a.name === b.name || isFree(a, b);
  const isClear = (own: Term, i: number) =>
    own.kind === "variable" &&
    bound.every((other, j) => i === j || !clash(own, other)) &&
    inside.every((other) => isSame(own, other) || !clash(own, other));
  insist(bound.every(isClear), "ill-formed", `${kind} binds a name that means two things`);
  return true;
});

/** A variable and what takes its place. */
export type Replacement = readonly [Term, Term];

/** Replaces free variables all at once; bound ones that a replacement would capture are renamed. */
export function substitute(term: Term, replacements: readonly Replacement[]): Term {
  const of = (part: Term) => substitute(part, replacements);
  const own = replacements.find(([variable]) => isSame(variable, term));
  if (own !== undefined || term.bound.length === 0) return own?.[1] ?? mapParts(term, of, of);
  const needed = replacements.filter(([variable]) => isFree(variable, term));
  if (needed.length === 0) return term;
  const namesOf = (terms: Terms) => new Set(terms.map(({ name }) => name));
  const brought = namesOf(needed.flatMap(([, by]) => freeVariables(by)));
  const taken = namesOf([...term.bound, ...term.parts.flatMap((part) => freeVariables(part))]);
  const opened = term.bound.map((variable): Replacement => {
    let { name } = variable;
    while (brought.has(name) || (name !== variable.name && taken.has(name))) name += "'";
    taken.add(name);
    return [variable, { ...mapParts(variable, of, of), name }];
  });
  const inside = (part: Term) => substitute(part, [...opened, ...needed]);
  return { ...mapParts(term, of, inside), bound: opened.map(([, by]) => by) };
}

/** The same for two terms exactly if they differ at most in the names of bound variables. */
export const termKey = once((term: Term) => keyInScope(term, []));

/** The same where the variables of a scope, the innermost last, are known by their place in it. */
export function keyInScope(term: Term, scope: Terms): string {
  const isIt = (variable: Term) => isSame(variable, term);
  const place = term.kind === "variable" ? scope.findLastIndex(isIt) : -1;
  if (place >= 0) return `‹${place}›`;
  const keys = (parts: Terms) => parts.map((part) => keyInScope(part, scope)).join();
  const bound = term.bound.map(({ space, parts }) => `${space.length} ${space} ${keys(parts)}`);
  const inner = [...scope, ...term.bound];
  const parts = term.parts.map((part, i) => keyInScope(part, isInside(term, i) ? inner : scope));
  const head = `${term.kind} ${term.name.length} ${term.name} ${term.space.length} ${term.space}`;
  return `${head}[${bound.join()}](${parts.join()})`;
}
