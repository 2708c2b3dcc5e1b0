import type { ImplementationDeclaration } from "../document/types.js";
import type { Term } from "../terms/term.js";
import type { Formulas } from "../verdicts/formulas.js";
import { PlanError } from "./problem.js";
import { type PairPlan, planPair } from "./plan.js";

/** What a function of a document's front matter is to be compared with. @throws PlanError where the front matter does not say it, or not rightly */
export function planDeclared(formulas: Formulas, declaration: ImplementationDeclaration): PairPlan {
  const { line } = formulas.positionOf(declaration.range.start);
  const { formula, latex } = declaredFormula(formulas, declaration.formula, line);
  if (declaration.arguments === null) throw new PlanError(`${declaration.function} needs \`arguments\``, line);
  const { method, ranges } = declaration;
  return planPair(formulas, { formula, latex, arguments: declaration.arguments, method, ranges, line });
}

/** The formula named, or the left side of the document's result. */
export function declaredFormula(
  formulas: Formulas,
  latex: string | null,
  line: number,
): { readonly formula: Term; readonly latex: string } {
  const last = formulas.document.sections.length - 1;
  if (latex !== null) {
    const term = formulas.read(latex, last);
    if (typeof term === "string") throw new PlanError(`the formula ${latex} is not understood: ${term}`, line);
    return { formula: term, latex };
  }
  const result = formulas.frontMatter?.result ?? null;
  if (result === null) throw new PlanError("which formula is meant? the front matter has neither `formula` nor `result`", line);
  const sides = formulas.readEquation(result, last);
  if (typeof sides === "string") throw new PlanError(`the result ${result} is not understood: ${sides}`, line);
  return { formula: sides.left, latex: result.split(/=|\\ge/u, 1)[0]?.trim() ?? result };
}
