import { nameLatex } from "./name.js";
import type { Binder, Distribution, IndexRange, Term } from "./term.js";

const all = (terms: readonly Term[], f: (child: Term) => Term): Term[] => terms.map(f);
const orNull = (term: Term | null, f: (child: Term) => Term): Term | null => (term === null ? null : f(term));

/** Rebuilds a distribution with each of its argument terms mapped. */
export function mapDistribution(d: Distribution, f: (child: Term) => Term): Distribution {
  return d.kind === "law" ? { ...d, parameters: all(d.parameters, f) } : mapFamily(d, f);
}

function mapFamily(
  d: Extract<Distribution, { kind: "family" }>,
  f: (child: Term) => Term,
): Extract<Distribution, { kind: "family" }> {
  return { ...d, targets: all(d.targets, f), given: all(d.given, f), parameters: all(d.parameters, f) };
}

function mapBinder(b: Binder, f: (child: Term) => Term): Binder {
  return {
    ...b,
    variables: all(b.variables, f),
    distribution: b.distribution === null ? null : mapDistribution(b.distribution, f),
  };
}

function mapRange(r: IndexRange, f: (child: Term) => Term): IndexRange {
  return r.kind === "interval" ? { ...r, lower: f(r.lower), upper: f(r.upper) } : { ...r, set: orNull(r.set, f) };
}

/** Rebuilds a node with each direct child mapped, in the order in which the children are written. */
export function mapChildren(t: Term, f: (child: Term) => Term): Term {
  switch (t.kind) {
    case "number":
    case "constant":
    case "symbol":
      return t;
    case "component":
      return { ...t, of: f(t.of), indices: all(t.indices, f) };
    case "range":
      return { ...t, of: f(t.of), from: f(t.from), to: f(t.to) };
    case "event":
      return { ...t, variable: f(t.variable), value: f(t.value) };
    case "apply":
      return { ...t, function: f(t.function), arguments: all(t.arguments, f) };
    case "add":
      return { ...t, terms: all(t.terms, f) };
    case "multiply":
      return { ...t, factors: all(t.factors, f) };
    case "divide":
      return { ...t, numerator: f(t.numerator), denominator: f(t.denominator) };
    case "power":
      return { ...t, base: f(t.base), exponent: f(t.exponent) };
    case "norm":
      return { ...t, argument: f(t.argument), order: orNull(t.order, f) };
    case "density":
      return { ...t, distribution: mapFamily(t.distribution, f) };
    case "lawDensity":
      return { ...t, point: f(t.point), parameters: all(t.parameters, f) };
    case "sum":
    case "product":
      return { ...t, index: f(t.index), range: mapRange(t.range, f), body: f(t.body) };
    case "integral":
      return {
        ...t,
        variables: all(t.variables, f),
        lower: orNull(t.lower, f),
        upper: orNull(t.upper, f),
        domain: orNull(t.domain, f),
        body: f(t.body),
      };
    case "expectation":
    case "variance":
      return { ...t, binders: t.binders.map((b) => mapBinder(b, f)), given: all(t.given, f), body: f(t.body) };
    case "divergence":
      return { ...t, left: mapDistribution(t.left, f), right: mapDistribution(t.right, f) };
    case "entropy":
      return {
        ...t,
        distribution: mapDistribution(t.distribution, f),
        cross: t.cross === null ? null : mapDistribution(t.cross, f),
      };
    case "variableEntropy":
      return { ...t, targets: all(t.targets, f), given: all(t.given, f) };
    case "mutualInformation":
      return { ...t, left: all(t.left, f), right: all(t.right, f), given: all(t.given, f) };
    case "extremum":
      return { ...t, over: all(t.over, f), body: f(t.body) };
    case "derivative":
      return { ...t, by: all(t.by, f), body: f(t.body) };
    case "indicator":
      return { ...t, left: f(t.left), right: f(t.right) };
    case "tuple":
    case "set":
      return { ...t, items: all(t.items, f) };
    case "labelled":
      return { ...t, body: f(t.body) };
    case "negate":
    case "elementary":
    case "delta":
    case "transpose":
    case "inverse":
    case "determinant":
    case "trace":
    case "diagonal":
      return { ...t, argument: f(t.argument) };
  }
}

/** The direct children, binders and bounds included. */
export function children(term: Term): Term[] {
  const found: Term[] = [];
  mapChildren(term, (child) => {
    found.push(child);
    return child;
  });
  return found;
}

/** Visits a term and everything below it, parents first. Return false to leave out what is below a node. */
export function walk(term: Term, visit: (term: Term) => unknown): void {
  if (visit(term) === false) return;
  for (const child of children(term)) walk(child, visit);
}

/** Whether some node of a term, itself included, is as asked. */
export function someNode(term: Term, is: (node: Term) => boolean): boolean {
  return is(term) || children(term).some((child) => someNode(child, is));
}

/** A term's identity: the same string exactly for terms that differ at most in spans. */
export function termKey(term: Term): string {
  return JSON.stringify(term, (key, value: unknown) => {
    if (key === "span") return undefined;
    if (typeof value === "bigint") return value.toString();
    return value;
  });
}

export function equalTerms(a: Term, b: Term): boolean {
  return termKey(a) === termKey(b);
}

/** The letter under indices: `x` of `x_i^{(n)}`; null where there is none. */
export function headName(term: Term): string | null {
  if (term.kind === "symbol") return nameLatex(term.name);
  return term.kind === "component" || term.kind === "range" ? headName(term.of) : null;
}
