import { type Rational, rational } from "./rational.js";
import { insist } from "./refusal.js";
import type { Kind, Term } from "./term.js";

export function node(kind: Kind, parts: readonly Term[], name = "", space = "", bound: readonly Term[] = []): Term {
  return { kind, name, space, bound, parts };
}

export function number(value: Rational | number | bigint): Term {
  const { numerator, denominator } = typeof value === "object" ? value : rational(value);
  return node("number", [], denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`);
}

/** @throws Refusal when the digits are none */
export function valueOf(term: Term): Rational {
  const [, numerator, denominator = "1"] = /^(-?\d+)(?:\/([1-9]\d*))?$/.exec(term.name) ?? [];
  insist(term.kind === "number" && numerator !== undefined, "ill-formed", `${term.name} is not a number`);
  return rational(BigInt(numerator), BigInt(denominator));
}

export const plus = (...terms: readonly Term[]): Term => node("add", terms);
export const times = (...terms: readonly Term[]): Term => node("multiply", terms);
export const power = (base: Term, exponent: Term): Term => node("power", [base, exponent]);
export const minus = (a: Term, b: Term): Term => plus(a, times(number(-1), b));
export const over = (a: Term, b: Term): Term => times(a, power(b, number(-1)));
export const log = (argument: Term): Term => node("log", [argument]);
export const exp = (argument: Term): Term => node("exp", [argument]);
export const integrate = (variable: Term, body: Term): Term => node("integral", [body], "", "", [variable]);

/** The first two parts of a node; the first twice where there is but one. @throws Refusal when there is none */
export function two({ kind, parts: [first, second = first] }: Term): readonly [Term, Term] {
  insist(first !== undefined && second !== undefined, "ill-formed", `${kind} of nothing`);
  return [first, second];
}

/** How many parts a node has at least and at most, and how many variables it binds at least. */
const SHAPES: Readonly<Record<Kind, readonly [number, number, number]>> = {
  number: [0, 0, 0],
  variable: [0, 1, 0],
  component: [2, 2, 0],
  apply: [0, 99, 0],
  add: [0, 9999, 0],
  multiply: [0, 9999, 0],
  power: [2, 2, 0],
  log: [1, 1, 0],
  exp: [1, 1, 0],
  sum: [3, 3, 1],
  product: [3, 3, 1],
  integral: [1, 1, 1],
  density: [1, 99, 0],
  target: [1, 3, 0],
  given: [1, 3, 0],
  defined: [1, 3, 0],
};

/** @throws Refusal unless a term is built as the table in term.ts says */
export function checkTerm(term: Term): void {
  const [least, most, bound] = SHAPES[term.kind];
  const { length } = term.parts;
  insist(length >= least && length <= most, "ill-formed", `${term.kind} of ${length} parts`);
  insist(term.kind === "defined" || term.bound.length === bound, "ill-formed", `what ${term.kind} binds`);
  insist(
    [...term.bound].every(({ kind }) => kind === "variable"),
    "ill-formed",
    "only variables are bound",
  );
  if (term.kind === "number") valueOf(term);
  if (term.kind === "sum" || term.kind === "product")
    insist(term.bound[0]?.space === "ℤ", "ill-formed", "an index is an integer");
  for (const part of [...term.bound, ...term.parts]) {
    const slot = part.kind === "target" || part.kind === "given";
    insist(slot === (term.kind === "density"), "ill-formed", `${part.kind} in ${term.kind}`);
    checkTerm(part);
  }
}

/** Whether a part stands in the scope of what its node binds: the bounds of a sum do not. */
export function isInside(term: Term, part: number): boolean {
  return term.bound.length > 0 && (part >= 2 || (term.kind !== "sum" && term.kind !== "product"));
}

export function mapParts(term: Term, outside: (part: Term) => Term, inside: (part: Term) => Term): Term {
  return { ...term, parts: term.parts.map((part, i) => (isInside(term, i) ? inside(part) : outside(part))) };
}

export function sameVariable(a: Term, b: Term): boolean {
  return a.kind === "variable" && b.kind === "variable" && a.name === b.name && a.space === b.space;
}

/** The variables that a term leaves free. */
export function freeVariables(term: Term): readonly Term[] {
  const own = term.kind === "variable" ? [term] : [];
  const sizes = term.bound.flatMap((variable) => variable.parts.flatMap(freeVariables));
  const below = term.parts.map((part, i) => {
    const free = freeVariables(part);
    return isInside(term, i) ? free.filter((variable) => !term.bound.some((bound) => sameVariable(bound, variable))) : free;
  });
  return [...own, ...sizes, ...below.flat()];
}

export function isFree(variable: Term, term: Term): boolean {
  return freeVariables(term).some((free) => sameVariable(free, variable));
}

/** A variable and what takes its place. */
export type Replacement = readonly [Term, Term];

/** Replaces free variables all at once; bound ones that a replacement would capture are renamed. */
export function substitute(term: Term, replacements: readonly Replacement[]): Term {
  const of = (part: Term): Term => substitute(part, replacements);
  if (term.kind === "variable")
    return replacements.find(([variable]) => sameVariable(variable, term))?.[1] ?? mapParts(term, of, of);
  if (term.bound.length === 0) return mapParts(term, of, of);
  const inner = replacements.filter(([variable]) => !term.bound.some((bound) => sameVariable(bound, variable)));
  const brought = inner.flatMap(([, by]) => freeVariables(by));
  const taken = new Set([...brought, ...term.bound, ...term.parts.flatMap(freeVariables)].map(({ name }) => name));
  const renamed = term.bound
    .filter((bound) => brought.some(({ name }) => name === bound.name))
    .map((bound): Replacement => [bound, { ...bound, name: freshName(bound.name, taken) }]);
  const opened = rebind(term, renamed);
  const bound = opened.bound.map((variable) => mapParts(variable, of, of));
  return { ...mapParts(opened, of, (part) => substitute(part, inner)), bound };
}

/** The same node with other names for what it binds; they must be new. */
export function rebind(term: Term, renamed: readonly Replacement[]): Term {
  if (renamed.length === 0) return term;
  const bound = term.bound.map((own) => renamed.find(([old]) => sameVariable(old, own))?.[1] ?? own);
  return {
    ...mapParts(
      term,
      (part) => part,
      (part) => substitute(part, renamed),
    ),
    bound,
  };
}

function freshName(name: string, taken: Set<string>): string {
  let fresh = `${name}'`;
  while (taken.has(fresh)) fresh += "'";
  taken.add(fresh);
  return fresh;
}

/** The same for two terms exactly if they differ at most in the names of bound variables. */
export function termKey(term: Term): string {
  const named = (part: Term): Term => mapParts(canonicalNames(part), named, named);
  return JSON.stringify(named(term));
}

/** The same node for all names of what it binds: they are numbered from the first number that no free variable has. */
export function canonicalNames(term: Term): Term {
  if (term.bound.length === 0) return term;
  const numbers = freeVariables(term).map(({ name }) => Number(/^‹(\d+)›$/.exec(name)?.[1] ?? -1));
  const first = Math.max(-1, ...numbers) + 1;
  return rebind(
    term,
    term.bound.map((variable, i): Replacement => [variable, { ...variable, name: `‹${first + i}›` }]),
  );
}
