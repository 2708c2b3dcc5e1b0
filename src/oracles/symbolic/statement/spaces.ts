import type { Setting } from "../../../claims/setting.js";
import { distributionsOf } from "../../../meaning/vocabulary.js";
import type { Distribution, LawName, Term as Surface, TermOf } from "../../../terms/term.js";
import { someNode, walk } from "../../../terms/traverse.js";
import { variableRoot } from "../../../terms/variable.js";
import { need } from "./unsupported.js";

export const REALS = "ℝ";

/** Whether a law has a density with respect to length. */
export function isContinuous(law: LawName): boolean {
  return law !== "bernoulli" && law !== "categorical" && law !== "poisson";
}

/**
 * Roots of the variables that are real numbers: by declaration, by a form of their density, by a law, or by an integral over the real line or
 * of a plain function. All others may be anything: what holds for those holds for real ones, too.
 *
 * @throws Unsupported for a variable that is declared to be something else
 */
export function realRoots(
  terms: readonly Surface[],
  { domains, hypotheses }: Setting,
  variables: ReadonlySet<string>,
): ReadonlySet<string> {
  const real = new Set([...variables].filter((root) => domains.get(root) === "real"));
  const mark = (list: readonly Surface[]): void => {
    for (const root of list.map(variableRoot)) if (root !== null && variables.has(root)) real.add(root);
  };
  for (const { call, space } of hypotheses) if (space === "real") mark(call.targets);
  for (const term of terms) {
    walk(term, (node) => {
      if (node.kind === "lawDensity" && isContinuous(node.law))
        walk(node.point, (inner) => (mark([inner]), inner.kind === "symbol"));
      if (node.kind === "integral" && isOverReals(node)) mark(node.variables);
      mark(underLaws(node));
    });
  }
  for (const root of real) {
    const declared = domains.get(root) ?? "any";
    need(declared === "any" || declared === "real", `${root} takes only some of the real numbers`);
  }
  return real;
}

/** What a node averages over under a continuous law. */
function underLaws(node: Surface): readonly Surface[] {
  const continuous = (distribution: Distribution | null): boolean =>
    distribution?.kind === "law" && isContinuous(distribution.law);
  if (node.kind === "expectation" || node.kind === "variance")
    return node.binders.flatMap(({ distribution, variables }) => (continuous(distribution) ? variables : []));
  if (node.kind !== "divergence" && node.kind !== "entropy") return [];
  const distributions = distributionsOf(node);
  if (!distributions.some(continuous)) return [];
  return distributions.flatMap((distribution) => (distribution.kind === "family" ? distribution.targets : []));
}

function isOverReals(node: TermOf<"integral">): boolean {
  if (node.lower !== null || node.upper !== null) return true;
  if (node.domain !== null && someNode(node.domain, isReals)) return true;
  const roots = node.variables.map(variableRoot);
  const ofThem = (distribution: Distribution): boolean =>
    distribution.kind === "family" &&
    [...distribution.targets, ...distribution.given].some((argument) => roots.includes(variableRoot(argument)));
  const plain = !someNode(node.body, (inner) => distributionsOf(inner).some(ofThem));
  return plain && someNode(node.body, (inner) => inner.kind === "elementary" || inner.kind === "lawDensity");
}

/** `\mathbb R` */
export function isReals(term: Surface): boolean {
  return term.kind === "symbol" && term.name.base === "\\mathbb{R}";
}
