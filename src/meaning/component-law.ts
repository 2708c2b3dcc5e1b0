import type { Distribution, Term, TermOf } from "../terms/term.js";
import { children, mapChildren, mapDistribution, someNode, termKey } from "../terms/traverse.js";
import { variableRoot } from "../terms/variable.js";

/** Whether all that a term says of a variable, it says of this one component of it. */
export function mentionsOnly(term: Term, component: TermOf<"component">): boolean {
  const own = termKey(component);
  const root = variableRoot(component);
  const index = new Set(component.indices.map(termKey));
  const visit = (node: Term): boolean => {
    if (termKey(node) === own) return true;
    if (node.kind === "symbol" && variableRoot(node) === root) return false;
    // Under a sum over the same letter it is another component.
    if ((node.kind === "sum" || node.kind === "product") && index.has(termKey(node.index)) && !isFreeOf(node.body, root))
      return false;
    return children(node).every(visit);
  };
  return visit(term);
}

function isFreeOf(term: Term, root: string | null): boolean {
  return !someNode(term, (node) => node.kind === "symbol" && variableRoot(node) === root);
}

/** The law of all components, when that of one is the same in each: `\mathcal N(\mu_i, \sigma_i^2)` becomes `\mathcal N(\mu, \sigma^2)`. */
export function lawOfAll(component: TermOf<"component">, distribution: Distribution): Distribution | null {
  const [index] = component.indices;
  if (distribution.kind === "family" || index?.kind !== "symbol") return null;
  const key = termKey(index);
  const whole = (term: Term): Term => {
    const [at, ...others] = term.kind === "component" ? term.indices : [];
    const own = term.kind === "component" && at !== undefined && others.length === 0 && termKey(at) === key;
    return own ? term.of : mapChildren(term, whole);
  };
  const all = mapDistribution(distribution, whole);
  const left = all.kind === "law" && all.parameters.some((parameter) => someNode(parameter, (node) => termKey(node) === key));
  return left ? null : all;
}
