import { nameLatex } from "../terms/name.js";
import type { Distribution, Term } from "../terms/term.js";
import { children } from "../terms/traverse.js";
import { rootOf, variableRoot } from "../terms/variable.js";

/** What each letter of a set of terms is, read off from where it stands. */
export interface Roles {
  /** Roots of random and integrated variables. */
  readonly variables: ReadonlySet<string>;
  /** Roots of variables that some sum runs over: their base measure counts. */
  readonly counted: ReadonlySet<string>;
  /** Free letters that count: bounds, dimensions, free indices. */
  readonly naturals: ReadonlySet<string>;
  /** Those naturals that stand as an index of something. */
  readonly freeIndices: ReadonlySet<string>;
  /** Naturals that stand under a power, so that their values must stay small. */
  readonly raised: ReadonlySet<string>;
  /** Letters applied to arguments. */
  readonly functions: ReadonlySet<string>;
  /** Functions that are somewhere applied to more than plain variables: one function then, whatever it is applied to. */
  readonly generalFunctions: ReadonlySet<string>;
  /** Letters that are none of these, with no index: unknown numbers or vectors. */
  readonly scalars: ReadonlySet<string>;
  /** Letters with an index that are no variables: unknown arrays. */
  readonly arrays: ReadonlySet<string>;
  readonly families: ReadonlySet<string>;
}

interface Collected {
  readonly variables: Set<string>;
  readonly counted: Set<string>;
  readonly naturals: Set<string>;
  readonly freeIndices: Set<string>;
  readonly raised: Set<string>;
  readonly functions: Set<string>;
  readonly generalFunctions: Set<string>;
  readonly scalars: Set<string>;
  readonly arrays: Set<string>;
  readonly families: Set<string>;
}

export function rolesOf(terms: readonly Term[], declaredVariables: Iterable<string> = []): Roles {
  const found: Collected = {
    variables: new Set(declaredVariables),
    counted: new Set(),
    naturals: new Set(),
    freeIndices: new Set(),
    raised: new Set(),
    functions: new Set(),
    generalFunctions: new Set(),
    scalars: new Set(),
    arrays: new Set(),
    families: new Set(),
  };
  for (const term of terms) collectVariables(term, found);
  for (const term of terms) collectLetters(term, new Set(), found);
  for (const name of found.naturals) found.scalars.delete(name);
  return found;
}

function addVariables(terms: readonly Term[], into: Set<string>): void {
  for (const term of terms) {
    const root = variableRoot(term);
    if (root !== null) into.add(root);
  }
}

function collectDistribution(distribution: Distribution, found: Collected): void {
  if (distribution.kind === "law") return;
  found.families.add(nameLatex(distribution.family));
  addVariables(distribution.targets, found.variables);
  addVariables(distribution.given, found.variables);
}

function collectVariables(term: Term, found: Collected): void {
  switch (term.kind) {
    case "density":
      collectDistribution(term.distribution, found);
      break;
    case "divergence":
      collectDistribution(term.left, found);
      collectDistribution(term.right, found);
      break;
    case "entropy":
      collectDistribution(term.distribution, found);
      if (term.cross !== null) collectDistribution(term.cross, found);
      break;
    case "expectation":
    case "variance":
      for (const binder of term.binders) {
        addVariables(binder.variables, found.variables);
        if (binder.distribution !== null) collectDistribution(binder.distribution, found);
      }
      break;
    case "integral":
      addVariables(term.variables, found.variables);
      break;
    default:
      break;
  }
  for (const child of children(term)) collectVariables(child, found);
}

function collectNaturals(term: Term, bound: ReadonlySet<string>, found: Collected, asIndex: boolean): void {
  if (term.kind === "symbol") {
    const name = nameLatex(term.name);
    if (bound.has(name) || found.variables.has(name)) return;
    found.naturals.add(name);
    if (asIndex) found.freeIndices.add(name);
    return;
  }
  if (term.kind === "power" && term.base.kind === "symbol") found.raised.add(nameLatex(term.base.name));
  for (const child of children(term)) collectNaturals(child, bound, found, asIndex);
}

function collectLetters(term: Term, bound: ReadonlySet<string>, found: Collected): void {
  switch (term.kind) {
    case "symbol": {
      const name = nameLatex(term.name);
      if (!bound.has(name) && !found.variables.has(rootOf(term.name))) found.scalars.add(name);
      return;
    }
    case "component": {
      for (const index of term.indices) collectNaturals(index, bound, found, true);
      if (term.of.kind === "symbol") {
        if (!found.variables.has(rootOf(term.of.name))) found.arrays.add(nameLatex(term.of.name));
      } else collectLetters(term.of, bound, found);
      return;
    }
    case "range":
      collectNaturals(term.from, bound, found, true);
      collectNaturals(term.to, bound, found, false);
      return;
    case "apply": {
      const head = term.function.kind === "component" ? term.function.of : term.function;
      if (head.kind === "symbol") {
        found.functions.add(nameLatex(head.name));
        if (term.arguments.some((argument) => variableRoot(argument) === null)) found.generalFunctions.add(nameLatex(head.name));
      }
      if (term.function.kind === "component")
        for (const index of term.function.indices) collectNaturals(index, bound, found, true);
      for (const argument of term.arguments) collectLetters(argument, bound, found);
      return;
    }
    case "sum":
    case "product": {
      const inner = new Set(bound);
      const root = variableRoot(term.index);
      if (term.range.kind === "interval") {
        collectNaturals(term.range.lower, bound, found, false);
        collectNaturals(term.range.upper, bound, found, false);
      }
      if (root !== null) {
        if (found.variables.has(root)) found.counted.add(root);
        else inner.add(root);
      }
      collectLetters(term.body, inner, found);
      return;
    }
    case "event":
      // `z = k`: k is the number of an outcome.
      collectLetters(term.variable, bound, found);
      if (term.value.kind === "symbol") collectNaturals(term.value, bound, found, true);
      else collectLetters(term.value, bound, found);
      return;
    case "density":
      // A family's parameters are labels; its other arguments are variables.
      for (const argument of [...term.distribution.targets, ...term.distribution.given]) collectLetters(argument, bound, found);
      return;
    default:
      for (const child of children(term)) collectLetters(child, bound, found);
  }
}
