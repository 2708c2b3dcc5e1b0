import { nameLatex } from "../terms/name.js";
import type { Binder, Distribution, Term } from "../terms/term.js";
import { LAWS } from "./laws.js";

/** How terms are printed where they are numbers, and where they are variables. */
export interface TermPrinter {
  readonly ordinary: (term: Term) => string;
  readonly variable: (term: Term) => string;
}

/** `p(x | z; \theta)`, `p` where it has no arguments, `\mathcal{N}(\mu, \Sigma)`. */
export function distributionLatex(distribution: Distribution, print: TermPrinter): string {
  if (distribution.kind === "law")
    return `${LAWS[distribution.law].latex}(${distribution.parameters.map(print.ordinary).join(", ")})`;
  const bare = distribution.targets.length + distribution.given.length + distribution.parameters.length === 0;
  return bare ? nameLatex(distribution.family) : `${nameLatex(distribution.family)}(${slotsLatex(distribution, print)})`;
}

/** What stands between the parentheses of a density. */
export function slotsLatex(distribution: Extract<Distribution, { kind: "family" }>, print: TermPrinter): string {
  const list = (terms: readonly Term[]): string => terms.map(print.variable).join(", ");
  const targets = distribution.targets.length === 0 ? "\\cdot" : list(distribution.targets);
  const given = distribution.given.length === 0 ? "" : ` | ${list(distribution.given)}`;
  const parameters = distribution.parameters.length === 0 ? "" : `; ${list(distribution.parameters)}`;
  return targets + given + parameters;
}

/** `x \sim p(x)`, `q(z | x)`, `x`. */
export function binderLatex(binder: Binder, print: TermPrinter): string {
  const variables = binder.variables.map(print.variable).join(", ");
  if (binder.distribution === null) return variables;
  const distribution = distributionLatex(binder.distribution, print);
  return variables === "" ? distribution : `${variables} \\sim ${distribution}`;
}
