import type { Term } from "../terms/term.js";
import type { Formulas } from "../verdicts/formulas.js";
import { declaredFormula } from "./declared.js";
import { type Letter, inferArguments, lettersOfFormula } from "./infer.js";
import { PlanError } from "./problem.js";
import { mapTree } from "./tree.js";
import { type PairPlan, place, planPair } from "./plan.js";

/** What a user names on the command line beside the function. */
export interface Choice {
  /** LaTeX; null for the document's result, or its last formula that can be computed. */
  readonly formula: string | null;
  /** LaTeX of what the function is given, in its order; null where the parameters' names say it. */
  readonly arguments: readonly string[] | null;
}

/**
 * What a function that the user names is to be compared with.
 *
 * @throws PlanError where the document does not say it
 */
export function planChosen(formulas: Formulas, choice: Choice, parameters: readonly string[] | null): PairPlan {
  const { formula, latex } = choose(formulas, choice);
  const { section, at } = place(formulas, { formula, latex, line: 1 });
  const { line } = at;
  const request = { formula, latex, method: null, ranges: [], line };
  if (choice.arguments !== null)
    return named(
      planPair(formulas, {
        ...request,
        arguments: choice.arguments.map((each) => ({ kind: "formula", latex: each.replace(/^\$|\$$/gu, "") })),
      }),
      parameters,
    );
  const letters: readonly Letter[] = lettersOfFormula(formulas, formula, section);
  if (letters.length === 0) throw new PlanError(`the formula ${latex} cannot be computed, or has no letters`, line);
  if (parameters === null)
    throw new PlanError("what the function is given cannot be told from its parameters: say it with --arguments", line);
  const inferred = inferArguments(parameters, letters);
  if (typeof inferred === "string") throw new PlanError(inferred, line);
  return named(planPair(formulas, { ...request, arguments: inferred.map((term) => ({ kind: "term", term })) }), parameters);
}

/** Arguments under the names of the function's own parameters. */
function named(plan: PairPlan, parameters: readonly string[] | null): PairPlan {
  return {
    ...plan,
    arguments: plan.arguments.map((argument, i) =>
      mapTree(argument, (leaf) => ({ ...leaf, name: parameters?.[i] ?? leaf.latex })),
    ),
  };
}

function choose(formulas: Formulas, choice: Choice): { readonly formula: Term; readonly latex: string } {
  const result = formulas.frontMatter?.result ?? null;
  if (choice.formula !== null || result !== null) return declaredFormula(formulas, choice.formula, 1);
  const equations = formulas.links.filter(({ relation }) => relation === "equal" || relation === "define");
  for (const link of equations.toReversed()) {
    const head = formulas.links.find(({ chain }) => chain === link.chain)?.left ?? link.left;
    const isGiven = choice.arguments !== null && link === equations.at(-1);
    if (isGiven || lettersOfFormula(formulas, head.term, head.section).length > 0)
      return { formula: head.term, latex: head.latex };
  }
  throw new PlanError(
    "no equation in it can be computed: name a formula with --formula, and what the function is given with --arguments",
    1,
  );
}
