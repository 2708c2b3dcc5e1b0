import type { Domain } from "../claims/domain.js";
import type { Hypothesis } from "../claims/hypothesis.js";
import type { Setting } from "../claims/setting.js";
import type { Distribution, Term } from "../terms/term.js";
import { someNode, walk } from "../terms/traverse.js";
import { rootOf, variableRoot } from "../terms/variable.js";

/**
 * What forms of densities imply of their letters where nothing is declared: a variable with a Bernoulli form takes the values 0 and 1, and what it takes to
 * the power of that variable is a probability.
 */
export function impliedDomains(
  hypotheses: readonly Hypothesis[],
  declared: ReadonlyMap<string, Domain>,
): ReadonlyMap<string, Domain> {
  const targetsIn = (space: Domain): readonly (string | null)[] =>
    hypotheses.filter((hypothesis) => hypothesis.space === space).flatMap(({ call }) => call.targets.map(variableRoot));
  const real = new Set(targetsIn("real"));
  const domains = new Map(declared);
  const imply = (root: string | null, domain: Domain): void => {
    if (root !== null && !domains.has(root) && !real.has(root)) domains.set(root, domain);
  };
  for (const root of targetsIn("binary")) imply(root, "binary");
  for (const { call, body, space } of hypotheses) {
    if (space !== "binary") continue;
    const targets = new Set(call.targets.map(variableRoot));
    for (const letter of probabilitiesIn(body, targets)) imply(letter, "unit");
  }
  return domains;
}

/** A setting in which a variable that is averaged over under a Bernoulli law takes the values 0 and 1. */
export function withOutcomes(setting: Setting, terms: readonly Term[]): Setting {
  const domains = new Map(setting.domains);
  const isBernoulli = (distribution: Distribution | null): boolean =>
    distribution?.kind === "law" && distribution.law === "bernoulli";
  for (const term of terms) {
    walk(term, (node) => {
      if (node.kind !== "expectation" && node.kind !== "variance") return;
      for (const { variables, distribution } of node.binders) {
        if (!isBernoulli(distribution)) continue;
        for (const root of variables.map(variableRoot)) if (root !== null && !domains.has(root)) domains.set(root, "binary");
      }
    });
  }
  return domains.size === setting.domains.size ? setting : { ...setting, domains };
}

/** The letters of `\theta^x (1 - \theta)^{1 - x}` or of a Bernoulli law that stand for a probability. */
function probabilitiesIn(body: Term, targets: ReadonlySet<string | null>): ReadonlySet<string> {
  const found = new Set<string>();
  const note = (term: Term): void => {
    const letter = letterOf(term);
    if (letter !== null) found.add(letter);
  };
  walk(body, (node) => {
    if (node.kind === "lawDensity" && node.law === "bernoulli") node.parameters.forEach(note);
    const inExponent = (inner: Term): boolean => inner.kind === "symbol" && targets.has(rootOf(inner.name));
    if (node.kind === "power" && someNode(node.exponent, inExponent)) note(node.base);
  });
  return found;
}

function letterOf(term: Term): string | null {
  if (term.kind === "symbol") return rootOf(term.name);
  if (term.kind === "apply") return letterOf(term.function);
  return term.kind === "component" ? letterOf(term.of) : null;
}
