import { nameLatex } from "../terms/name.js";
import type { FamilyCall, Term } from "../terms/term.js";
import { EvaluationError } from "./algebra.js";
import type { Hypothesis } from "./hypothesis.js";
import { variableRoot } from "../terms/variable.js";

/** One factor of a joint density: of `targets`, given `given`. Without a hypothesis it is a stand-in: some normal law of one variable. */
export interface Factor {
  readonly targets: readonly string[];
  readonly given: readonly string[];
  readonly hypothesis: Hypothesis | null;
}

/** The roots of the arguments of a call. */
export function rootsOf(terms: readonly Term[]): string[] {
  return terms.map((term) => {
    const root = term.kind === "symbol" || (term.kind === "component" && term.place === "super") ? variableRoot(term) : null;
    if (root === null) throw new EvaluationError("unsupported", "a density of single components beside densities of the whole");
    return root;
  });
}

/**
 * The factors of a family's joint density over `roots`, each after those it depends on. What the document gives a form stands; every other variable gets a
 * stand-in that depends on all variables before it.
 *
 * @throws EvaluationError when the hypotheses do not fit into one joint density
 */
export function factorize(family: string, roots: readonly string[], hypotheses: readonly Hypothesis[]): readonly Factor[] {
  const pending = hypotheses
    .filter((hypothesis) => nameLatex(hypothesis.call.family) === family)
    .map((hypothesis) => ({ targets: rootsOf(hypothesis.call.targets), given: rootsOf(hypothesis.call.given), hypothesis }));
  const all = [...new Set([...roots, ...pending.flatMap((factor) => [...factor.targets, ...factor.given])])].sort();
  const covered: string[] = [];
  const ordered: Factor[] = [];
  while (covered.length < all.length || pending.length > 0) {
    const next = pending.findIndex((factor) => factor.given.every((root) => covered.includes(root)));
    const [factor] = next < 0 ? [] : pending.splice(next, 1);
    if (factor !== undefined) {
      if (factor.targets.some((root) => covered.includes(root)))
        throw new EvaluationError("unsupported", `two densities of ${family} describe the same variable`);
      ordered.push(factor);
      covered.push(...factor.targets);
      continue;
    }
    const described = new Set(pending.flatMap((candidate) => candidate.targets));
    const root = all.find((candidate) => !covered.includes(candidate) && !described.has(candidate));
    if (root === undefined)
      throw new EvaluationError("unsupported", `the densities of ${family} depend on each other in a circle`);
    ordered.push({ targets: [root], given: [...covered], hypothesis: null });
    covered.push(root);
  }
  return ordered;
}

/** The factors that the marginal density of `roots` needs: a factor whose targets nobody asks for integrates to one. */
export function factorsFor(factors: readonly Factor[], roots: readonly string[]): readonly Factor[] {
  const needed = new Set(roots);
  const kept: Factor[] = [];
  for (const factor of [...factors].reverse()) {
    if (!factor.targets.some((root) => needed.has(root))) continue;
    kept.unshift(factor);
    for (const root of [...factor.targets, ...factor.given]) needed.add(root);
  }
  return kept;
}

export function callRoots(call: FamilyCall): { readonly targets: string[]; readonly given: string[] } {
  return { targets: rootsOf(call.targets), given: rootsOf(call.given) };
}
