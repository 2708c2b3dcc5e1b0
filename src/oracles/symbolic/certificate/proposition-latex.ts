import type { Binder, Claim, Proposition } from "../../../kernel/proposition.js";
import { isFree, sameVariable } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import { termLatex } from "./latex.js";
import { nameLatex } from "./names-latex.js";
import { claimTerms } from "./proposition-terms.js";

/** A proposition as mathematics: `\sigma > 0`, `p(z|x) > 0 \text{ for all } z`. */
export function propositionLatex({ binders, claim }: Proposition): string {
  const all = bindersLatex(binders, claim);
  return claimLatex(claim) + (all.length === 0 ? "" : ` \\text{ for all } ${all.join(" \\text{ and } ")}`);
}

/** The same as a sentence without a full stop, its mathematics between dollars. */
export function propositionWords({ binders, claim }: Proposition): string {
  const all = bindersLatex(binders, claim).map(inline);
  return claimWords(claim) + (all.length === 0 ? "" : ` for all ${all.join(" and ")}`);
}

const inline = (latex: string): string => `$${latex}$`;

/** What is said of the values of a variable that does not occur is said without it; not so of a range, which may be empty. */
function bindersLatex(binders: readonly Binder[], claim: Claim): readonly string[] {
  const own = claim.kind === "integrable" ? claim.variables : [];
  const said = [...claimTerms(claim), ...binders.flatMap(({ range }) => (range === null ? [] : [range.lower, range.upper]))];
  return binders.flatMap(({ variable, range }) => {
    if (range !== null) return [`${termLatex(range.lower)} \\le ${termLatex(variable)} \\le ${termLatex(range.upper)}`];
    const isIntegrated = own.some((each) => sameVariable(each, variable));
    return !isIntegrated && said.some((term) => isFree(variable, term)) ? [termLatex(variable)] : [];
  });
}

function claimLatex(claim: Claim): string {
  switch (claim.kind) {
    case "positiveFunction":
    case "positiveFamily":
      return `${nameLatex(claim.name)} > 0`;
    case "positive":
      return `${termLatex(claim.term)} > 0`;
    case "nonnegative":
      return `${termLatex(claim.term)} \\ge 0`;
    case "nonzero":
      return `${termLatex(claim.term)} \\ne 0`;
    case "integrable":
      return `\\int \\left|${termLatex(claim.term)}\\right| ${claim.variables.map((each) => `\\,d${termLatex(each)}`).join("")} < \\infty`;
    case "atMost":
      return orderOf(claim.left, claim.right).map(termLatex).join(" \\le ");
    case "equal":
      return `${termLatex(claim.left)} = ${termLatex(claim.right)}`;
  }
}

function claimWords(claim: Claim): string {
  switch (claim.kind) {
    case "positiveFunction":
      return `every value of ${inline(nameLatex(claim.name))} is positive`;
    case "positiveFamily":
      return `every density of ${inline(nameLatex(claim.name))} is positive`;
    case "positive":
      return `${inline(termLatex(claim.term))} is positive`;
    case "nonnegative":
      return `${inline(termLatex(claim.term))} is not negative`;
    case "nonzero":
      return `${inline(termLatex(claim.term))} is not zero`;
    case "integrable":
      return `${inline(termLatex(claim.term))} is integrable over ${claim.variables.map((each) => inline(termLatex(each))).join(", ")}`;
    case "atMost": {
      const [left, right] = orderOf(claim.left, claim.right).map(termLatex).map(inline);
      return `${left ?? ""} is at most ${right ?? ""}`;
    }
    case "equal":
      return `${inline(termLatex(claim.left))} equals ${inline(termLatex(claim.right))}`;
  }
}

/** 0 ≤ b − a says that a is at most b. */
function orderOf(left: Term, right: Term): readonly [Term, Term] {
  const [b, subtracted, ...more] = right.kind === "add" ? right.parts : [];
  const [sign, a, ...others] = subtracted?.kind === "multiply" ? subtracted.parts : [];
  const isDifference = left.name === "0" && sign?.name === "-1" && more.length + others.length === 0;
  return isDifference && a !== undefined && b !== undefined ? [a, b] : [left, right];
}
