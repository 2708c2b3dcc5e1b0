import { Allowance } from "../../claims/allowance.js";
import type { Claim } from "../../claims/setting.js";
import { DOUBLES } from "./algebras.js";
import { FiniteInterpreter } from "./interpreter.js";
import { assignments, generalStyle, modelOf, subjectOf } from "./models.js";
import { attempt, type FiniteBudget } from "./phase.js";
import type { Range } from "./world.js";

/**
 * Values of further terms in a claim's screening models: used to find the part that differs and to name the difference. Each row is one model and
 * position; null where a term has no value there.
 */
export function valuesInModels(
  claim: Claim,
  terms: readonly ClaimTerm[],
  key: string,
  models: number,
  budget: FiniteBudget,
  range: Range,
): (number | null)[][] {
  const subject = subjectOf(claim);
  const rows: (number | null)[][] = [];
  const steps = new Allowance(DIAGNOSIS_SHARE * budget.work);
  for (let i = 0; i < models; i += 1) {
    const model = attempt(() => modelOf(subject, `${key}|${i}`, generalStyle(i, range), i));
    if (model.kind === "failed") continue;
    for (const position of assignments(model.value, 1)) {
      rows.push(
        terms.map((term) => {
          const interpreter = new FiniteInterpreter(DOUBLES, model.value, budget.workPerModel, steps);
          for (const [name, point] of position) interpreter.place(name, point);
          const value = attempt(() => interpreter.number(term));
          return value.kind === "value" && Number.isFinite(value.value) ? value.value : null;
        }),
      );
    }
  }
  return rows;
}

/** Values are asked for several times in a row. */
const DIAGNOSIS_SHARE = 0.2;

type ClaimTerm = Claim["left"];
