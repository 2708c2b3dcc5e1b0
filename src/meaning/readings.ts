import { type Name, nameLatex } from "../kernel/name.js";
import type { Distribution, FamilyCall, Term } from "../kernel/term.js";
import { mapChildren, mapDistribution, termKey, walk } from "../kernel/traverse.js";
import { distributionsOf, type Vocabulary } from "./vocabulary.js";

/** A lenient reading: how it rewrites what is written, and what the report says of it. */
export interface Reading {
  readonly notes: readonly string[];
  readonly rewrite: (term: Term) => Term;
}

export const STRICT: Reading = { notes: [], rewrite: (term) => term };

/**
 * The admissible readings of a step, strict first, then with ever more leniency. A reading identifies letters; it never touches a sign, a factor, an
 * index or the direction of a divergence.
 */
export function readingsOf(terms: readonly Term[], vocabulary: Vocabulary): readonly Reading[] {
  const single = [caseSlip(terms, vocabulary), sameFamily(terms), constantFunctions(terms), eulersNumber(terms, vocabulary)].filter((reading) => reading !== null);
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
    argument.kind === "symbol" && slips.includes(nameLatex(argument.name)) ? { ...argument, name: { ...argument.name, base: argument.name.base.toLowerCase() } } : argument;
  for (const call of calls) {
    if ([...call.targets, ...call.given].some((argument) => lower(argument) !== argument)) notes.add(`${callText(call, (t) => t)} is ${callText(call, lower)}`);
  }
  return { notes: [...notes], rewrite: (term) => rewriteCalls(term, (call) => ({ ...call, targets: call.targets.map(lower), given: call.given.map(lower) })) };
}

/** `p_\theta` and `p` are one family: labels that name parameters are dropped. */
function sameFamily(terms: readonly Term[]): Reading | null {
  const families = new Map<string, Name>();
  for (const term of terms) walk(term, (node) => { for (const d of distributionsOf(node)) if (d.kind === "family") families.set(nameLatex(d.family), d.family); });
  const notes = [...families].flatMap(([key, name]) => {
    const short = nameLatex(withoutParameters(name));
    return short !== key && families.has(short) ? [`${key} is ${short}`] : [];
  });
  if (notes.length === 0) return null;
  return { notes, rewrite: (term) => rewriteCalls(term, (call) => ({ ...call, family: withoutParameters(call.family) })) };
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

/** A bare e that is no variable, function or array. */
function eulersNumber(terms: readonly Term[], vocabulary: Vocabulary): Reading | null {
  const applied = new Map<string, Term>();
  const bare = new Set<string>();
  for (const term of terms) collectUses(term, applied, bare);
  if (!bare.has("e") || applied.has("e") || vocabulary.variables.has("e")) return null;
  const rewrite = (term: Term): Term => (term.kind === "symbol" && nameLatex(term.name) === "e" ? { kind: "constant", constant: "e", span: term.span } : mapChildren(term, rewrite));
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

function withoutParameters(name: Name): Name {
  return { ...name, labels: name.labels.filter((label) => !PARAMETER_LABEL.test(label)) };
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
      return { ...term, distribution: distribution(term.distribution), cross: term.cross === null ? null : distribution(term.cross) };
    case "expectation":
    case "variance":
      return {
        ...term,
        binders: term.binders.map((binder) => ({ ...binder, distribution: binder.distribution === null ? null : distribution(binder.distribution) })),
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
