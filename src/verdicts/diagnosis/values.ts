import type { Term } from "../../terms/term.js";
import type { Claim } from "../../claims/setting.js";
import { FINITE_BUDGETS } from "../../oracles/finite/phase.js";
import { valuesInModels } from "../../oracles/finite/values-in-models.js";
import { valuesInConcreteModels } from "../concrete.js";

/** Values of terms in several models of a claim's letters: one row a model, null where a term has no value. */
export type Rows = readonly (readonly (number | null)[])[];

export type Valuer = (terms: readonly Term[]) => Rows;

const MODELS = 8;

/** Evaluates terms where the claim itself was decided: in finite models, or in concrete ones. Doubles: only for diagnosis, never for a verdict. */
export function valuerOf(claim: Claim, byFinite: boolean, key: string): Valuer {
  return (terms) => {
    const [left, right] = terms;
    if (left === undefined) return [];
    // The models must have every variable of the terms, also those that a binder of the claim would bind.
    const subject: Claim = { ...claim, left: { kind: "tuple", items: terms }, right: right ?? left };
    return byFinite
      ? valuesInModels(subject, terms, `${key}|diagnosis`, MODELS, FINITE_BUDGETS.standard, "signed")
      : valuesInConcreteModels(subject, terms, `${key}|diagnosis`, MODELS);
  };
}

const TOLERANCE = 1e-8;

export function close(a: number, b: number): boolean {
  return Math.abs(a - b) <= TOLERANCE * (1 + Math.abs(a) + Math.abs(b));
}

/** Whether two columns agree in every row in which both have a value, of which there are at least three. */
export function sameColumn(rows: Rows, a: number, b: number): boolean {
  let compared = 0;
  for (const row of rows) {
    const [x, y] = [row[a], row[b]];
    if (x === undefined || y === undefined || x === null || y === null) continue;
    if (!close(x, y)) return false;
    compared += 1;
  }
  return compared >= 3;
}
