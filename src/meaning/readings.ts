import { type Name, nameLatex } from "../terms/name.js";
import { ONE } from "../numbers/rational.js";
import type { Distribution, FamilyCall, Term, TermOf } from "../terms/term.js";
import { mapChildren, mapDistribution, termKey, walk } from "../terms/traverse.js";
import { callKey, distributionsOf, type Vocabulary } from "./vocabulary.js";

/** A lenient reading: how it rewrites what is written, and what the report says of it. */
export interface Reading {
  readonly notes: readonly string[];
  readonly rewrite: (term: Term) => Term;
}

export const STRICT: Reading = { notes: [], rewrite: (term) => term };

/** Where a step stands: its offset, and the letters that the document has used before it. */
export interface Place {
  readonly at: number;
  readonly seen: ReadonlySet<string>;
}

/**
 * The admissible readings of a step at an offset of the document, strict first, then with ever more leniency. A reading identifies letters; it never touches a sign, a factor, an
 * index or the direction of a divergence.
 */
export function readingsOf(terms: readonly Term[], vocabulary: Vocabulary, place: Place): readonly Reading[] {
  const single = [
    caseSlip(terms, vocabulary),
    sameFamily(terms, vocabulary, place),
    constantFunctions(terms),
    eulersNumber(terms, vocabulary),
    valuesByIndex(terms, vocabulary),
  ].filter((reading) => reading !== null);
  const combined: Reading[] = [STRICT, ...single];
  for (const [i, a] of single.entries()) for (const b of single.slice(i + 1)) combined.push(both(a, b));
  if (single.length > 2) combined.push(single.reduce(both));
  return combined;
}

function both(a: Reading, b: Reading): Reading {
  return { notes: [...a.notes, ...b.notes], rewrite: (term) => b.rewrite(a.rewrite(term)) };
}

/** `p(Z|X)` where the document otherwise writes `p(z|x)`, and the capitals stand in no other place of the step. */
export function caseSlip(terms: readonly Term[], vocabulary: Vocabulary): Reading | null {
  const inArguments = new Set<string>();
  const elsewhere = new Set<string>();
  const notes = new Set<string>();
  const bare = (term: Term): void => {
    if (term.kind === "symbol" && isCapital(term.name)) elsewhere.add(nameLatex(term.name));
  };
  const calls: FamilyCall[] = [];
  for (const term of terms) {
    walk(term, (node) => {
      const distributions = distributionsOf(node);
      for (const distribution of distributions) {
        if (distribution.kind !== "family") continue;
        calls.push(distribution);
        for (const argument of [...distribution.targets, ...distribution.given]) {
          if (argument.kind === "symbol" && isCapital(argument.name)) inArguments.add(nameLatex(argument.name));
        }
      }
      if (distributions.length === 0 && node.kind !== "symbol") for (const child of childSymbols(node)) bare(child);
    });
  }
  const slips = [...inArguments].filter((name) => !elsewhere.has(name) && vocabulary.variables.has(name.toLowerCase()));
  if (slips.length === 0) return null;
  const lower = (argument: Term): Term =>
    argument.kind === "symbol" && slips.includes(nameLatex(argument.name))
      ? { ...argument, name: { ...argument.name, base: argument.name.base.toLowerCase() } }
      : argument;
  for (const call of calls) {
    if ([...call.targets, ...call.given].some((argument) => lower(argument) !== argument))
      notes.add(`${callText(call, (t) => t)} is ${callText(call, lower)}`);
  }
  return {
    notes: [...notes],
    rewrite: (term) =>
      rewriteCalls(term, (call) => ({ ...call, targets: call.targets.map(lower), given: call.given.map(lower) })),
  };
}

/** `p_\theta` and `p` are one family: labels that name parameters are dropped. */
function sameFamily(terms: readonly Term[], vocabulary: Vocabulary, place: Place): Reading | null {
  const calls = terms.flatMap(callsIn);
  // A labelled density that is met for the first time here and gets a form of its own later is not the one without the label.
  const apart = (call: FamilyCall): boolean =>
    (vocabulary.described.get(callKey(call)) ?? 0) > place.at && !place.seen.has(nameLatex(call.family));
  if (calls.some((call) => call.family.labels.length > 0 && apart(call))) return null;
  const families = new Map(calls.map((call) => [nameLatex(call.family), call.family] as const));
  // A letter that an optimum runs over tells the families apart.
  const optimized = new Set<string>();
  for (const term of terms)
    walk(term, (node) => {
      if (node.kind === "extremum") for (const over of node.over) if (over.kind === "symbol") optimized.add(nameLatex(over.name));
    });
  if ([...families.values()].some((name) => name.labels.some((label) => optimized.has(label)))) return null;
  if (areTold(calls)) return null;
  const short = new Map([...families].map(([key, name]) => [key, nameLatex(withoutParameters(name))] as const));
  const notes = [...short]
    .filter(([key, to]) => to !== key && [...short].some(([other, same]) => other !== key && same === to))
    .map(([key, to]) => `${key} is ${to}`);
  if (notes.length === 0) return null;
  return { notes, rewrite: (term) => rewriteCalls(term, (call) => ({ ...call, family: withoutParameters(call.family) })) };
}

/** Whether a step has two densities of the same variables that only a parameter tells apart: they stand there side by side because they differ. */
function areTold(calls: readonly FamilyCall[]): boolean {
  const labelled = new Map<string, string>();
  return calls.some((call) => {
    const shape = callKey({ ...call, family: withoutParameters(call.family) });
    const name = nameLatex({ ...call.family, labels: call.family.labels.filter((label) => !VARIABLE_LABEL.test(label)) });
    const known = labelled.get(shape) ?? name;
    labelled.set(shape, name);
    return known !== name;
  });
}

function callsIn(term: Term): FamilyCall[] {
  const found: FamilyCall[] = [];
  walk(term, (node) => {
    for (const distribution of distributionsOf(node)) if (distribution.kind === "family") found.push(distribution);
  });
  return found;
}

/** A function that also stands bare is a constant function. */
function constantFunctions(terms: readonly Term[]): Reading | null {
  const applied = new Map<string, Term>();
  const bare = new Set<string>();
  for (const term of terms) collectUses(term, applied, bare);
  const constant = [...applied].filter(([name]) => bare.has(name));
  if (constant.length === 0) return null;
  const names = new Set(constant.map(([name]) => name));
  const rewrite = (term: Term): Term => {
    if (term.kind === "apply") {
      const head = term.function.kind === "component" ? term.function.of : term.function;
      if (head.kind === "symbol" && names.has(nameLatex(head.name))) return head;
    }
    return mapChildren(term, rewrite);
  };
  return { notes: constant.map(([name, use]) => `${applicationText(use)} is the constant ${name}`), rewrite };
}

/**
 * `\sum_k p(x|z_k) p(z_k)` where z stands alone, or as z_k only: the sum runs over the values of z. All of them, so that no two such sums have different
 * bounds; and a density says how probable each of them is.
 */
function valuesByIndex(terms: readonly Term[], vocabulary: Vocabulary): Reading | null {
  const bare = new Set<string>();
  const single = new Set<string>();
  const indexed = new Map<string, Name>();
  const ranges = new Map<string, Set<string>>();
  const collect = (term: Term, inside: ReadonlyMap<string, TermOf<"sum" | "product">>): void => {
    if (term.kind === "symbol") bare.add(nameLatex(term.name));
    if (term.kind === "component" && term.of.kind === "symbol") {
      const name = nameLatex(term.of.name);
      const [index] = term.indices;
      const over = index?.kind === "symbol" ? inside.get(nameLatex(index.name)) : undefined;
      if (over === undefined || !isArgumentIn(over.body, term)) single.add(name);
      else {
        indexed.set(name, term.of.name);
        ranges.set(name, (ranges.get(name) ?? new Set()).add(rangeKey(over)));
      }
      return;
    }
    const isOver = (term.kind === "sum" || term.kind === "product") && term.index.kind === "symbol";
    const inner = isOver ? new Map([...inside, [symbolText(term.index), term]]) : inside;
    for (const child of childSymbolsAll(term)) collect(child, inner);
  };
  for (const term of terms) collect(term, new Map());
  const names = [...indexed].filter(
    ([name]) => (bare.has(name) || !single.has(name)) && vocabulary.variables.has(name) && ranges.get(name)?.size === 1,
  );
  const [found] = names;
  if (found === undefined || names.length > 1) return null;
  const [name, letter] = found;
  // Sums within sums run over values of their own.
  const valueAt = (depth: number): Term => ({
    kind: "symbol",
    name: { ...letter, marks: new Array<string>(depth + 2).fill("\\prime") },
  });
  const rewriteAt = (term: Term, depth: number): Term => {
    const rewrite = (child: Term): Term => rewriteAt(child, depth);
    if (term.kind !== "sum" || term.index.kind !== "symbol") return mapChildren(term, rewrite);
    const value = valueAt(depth);
    const index = nameLatex(term.index.name);
    const replace = (inner: Term): Term => {
      const [at] = inner.kind === "component" ? inner.indices : [];
      const hit =
        inner.kind === "component" &&
        inner.of.kind === "symbol" &&
        nameLatex(inner.of.name) === name &&
        at?.kind === "symbol" &&
        nameLatex(at.name) === index;
      return hit ? value : mapChildren(inner, replace);
    };
    const body = replace(term.body);
    return termKey(body) === termKey(term.body)
      ? mapChildren(term, rewrite)
      : { ...term, index: value, range: { kind: "support", set: null }, body: rewriteAt(body, depth + 1) };
  };
  const rewrite = (term: Term): Term => rewriteAt(term, 0);
  return { notes: [`${name}_k is the k-th value of ${name}`], rewrite };
}

/** Whether a density is taken at this element. */
function isArgumentIn(body: Term, element: Term): boolean {
  const key = termKey(element);
  return callsIn(body).some(({ targets, given }) => [...targets, ...given].some((argument) => termKey(argument) === key));
}

/** What a sum runs over, whatever its index is called. */
function rangeKey({ range }: TermOf<"sum" | "product">): string {
  const nothing: Term = { kind: "number", value: ONE };
  return termKey({ kind: "sum", index: nothing, range, body: nothing });
}

/** A bare e that is no variable, function or array. */
function eulersNumber(terms: readonly Term[], vocabulary: Vocabulary): Reading | null {
  const applied = new Map<string, Term>();
  const bare = new Set<string>();
  for (const term of terms) collectUses(term, applied, bare);
  if (!bare.has("e") || applied.has("e") || vocabulary.variables.has("e")) return null;
  const rewrite = (term: Term): Term =>
    term.kind === "symbol" && nameLatex(term.name) === "e"
      ? { kind: "constant", constant: "e", span: term.span }
      : mapChildren(term, rewrite);
  return { notes: ["e is Euler's number"], rewrite };
}

function collectUses(term: Term, applied: Map<string, Term>, bare: Set<string>): void {
  if (term.kind === "symbol") {
    bare.add(nameLatex(term.name));
    return;
  }
  if (term.kind === "apply") {
    const head = term.function.kind === "component" ? term.function.of : term.function;
    if (head.kind === "symbol" && !applied.has(nameLatex(head.name))) applied.set(nameLatex(head.name), term);
    for (const argument of term.arguments) collectUses(argument, applied, bare);
    return;
  }
  for (const child of childSymbolsAll(term)) collectUses(child, applied, bare);
}

function childSymbolsAll(term: Term): Term[] {
  const found: Term[] = [];
  mapChildren(term, (child) => {
    found.push(child);
    return child;
  });
  return found;
}

function childSymbols(term: Term): Term[] {
  return childSymbolsAll(term).filter((child) => child.kind === "symbol");
}

function isCapital(name: Name): boolean {
  return /^[A-Z]$/.test(name.base);
}

const PARAMETER_LABEL = /^\\(theta|phi|varphi|psi|lambda|omega|eta|vartheta)$/;

/** `p_X`, `p_{XY}`, `p_{Y|X}`: a label that repeats which variables the density is of. */
const VARIABLE_LABEL = /^(\\text\{)?[A-Z]{1,3}((\\mid|\||,|\s)+[A-Z]{1,3})?\}?$/;

/** `p_\theta` without its parameters: `p`. */
export function withoutParameters(name: Name): Name {
  return { ...name, labels: name.labels.filter((label) => !PARAMETER_LABEL.test(label) && !VARIABLE_LABEL.test(label)) };
}

function rewriteCalls(term: Term, f: (call: FamilyCall) => FamilyCall): Term {
  const inside = (child: Term): Term => rewriteCalls(child, f);
  const distribution = (d: Distribution): Distribution => {
    const mapped = mapDistribution(d, inside);
    return mapped.kind === "family" ? f(mapped) : mapped;
  };
  switch (term.kind) {
    case "density":
      return { ...term, distribution: f(term.distribution) };
    case "divergence":
      return { ...term, left: distribution(term.left), right: distribution(term.right) };
    case "entropy":
      return {
        ...term,
        distribution: distribution(term.distribution),
        cross: term.cross === null ? null : distribution(term.cross),
      };
    case "expectation":
    case "variance":
      return {
        ...term,
        binders: term.binders.map((binder) => ({
          ...binder,
          distribution: binder.distribution === null ? null : distribution(binder.distribution),
        })),
        body: inside(term.body),
      };
    default:
      return mapChildren(term, inside);
  }
}

/** Renames families in a term: an alias identified two of them. */
export function renameFamilies(term: Term, names: ReadonlyMap<string, Name>): Term {
  if (names.size === 0) return term;
  return rewriteCalls(term, (call) => {
    const name = names.get(nameLatex(call.family));
    return name === undefined ? call : { ...call, family: name };
  });
}

function callText(call: FamilyCall, f: (argument: Term) => Term): string {
  const list = (terms: readonly Term[]): string => terms.map((term) => symbolText(f(term))).join(",");
  const given = call.given.length === 0 ? "" : `|${list(call.given)}`;
  return `${nameLatex(call.family)}(${list(call.targets)}${given})`;
}

function applicationText(term: Term): string {
  if (term.kind !== "apply") return symbolText(term);
  const head = term.function.kind === "component" ? term.function.of : term.function;
  return `${symbolText(head)}(${term.arguments.map(symbolText).join(",")})`;
}

function symbolText(term: Term): string {
  return term.kind === "symbol" ? nameLatex(term.name) : termKey(term);
}
