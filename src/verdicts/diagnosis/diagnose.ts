import { rationalText } from "../../numbers/rational.js";
import type { Term } from "../../terms/term.js";
import { EvaluationError } from "../../claims/algebra.js";
import { WorkLimitError } from "../../numbers/limits.js";
import type { Claim } from "../../claims/setting.js";
import { printTerm } from "../../notation/print.js";
import type { SideAt, Step } from "../../meaning/steps.js";
import type { Blame } from "../result.js";
import { locate } from "./locate.js";
import { type Named, nameDifference } from "./name.js";
import { valuerOf } from "./values.js";

/** Why a refuted step is wrong, as far as it can be said simply. */
export interface Diagnosis {
  readonly message: string | null;
  readonly blame: Blame | null;
}

export interface Suspect {
  readonly step: Step;
  readonly claim: Claim;
  readonly left: Term;
  readonly right: Term;
  readonly byFinite: boolean;
  /** Writes out what definitions and readings put in place of a term, so that it can be evaluated. */
  readonly prepare: (term: Term) => Term;
}

/** Finds the smallest part of a refuted equality that differs, and names the difference where it is simple. */
export function diagnose(suspect: Suspect): Diagnosis {
  const { relation } = suspect.claim;
  if (relation !== "equal" && relation !== "define" && relation !== "same") return UNEXPLAINED;
  try {
    return explain(suspect);
  } catch (error) {
    // A template whose definition cannot be written out.
    if (error instanceof EvaluationError || error instanceof WorkLimitError) return UNEXPLAINED;
    throw error;
  }
}

const UNEXPLAINED: Diagnosis = { message: null, blame: null };

function explain({ step, claim, left, right, byFinite, prepare }: Suspect): Diagnosis {
  const valuer = valuerOf(claim, byFinite, step.id);
  const values = (terms: readonly Term[]): ReturnType<typeof valuer> => valuer(terms.map(prepare));
  const around = claim.setting.hypotheses.map((hypothesis) => hypothesis.body);
  const whole = nameDifference(left, right, values, around);
  const part = locate(left, right, values);
  const named =
    part.left !== null && part.right !== null && (part.left !== left || part.right !== right)
      ? nameDifference(part.left, part.right, values, around)
      : null;
  const blame = blameOf(step, part.left, part.right, left, right, named);
  return { message: whole === null ? null : sentence(whole, "the right side", "the left side"), blame };
}

function blameOf(
  step: Step,
  partLeft: Term | null,
  partRight: Term | null,
  left: Term,
  right: Term,
  named: Named | null,
): Blame | null {
  if (partRight !== null && partRight !== right) {
    const partner = partLeft === null ? "has no counterpart on the left side" : `stands against ${printTerm(partLeft)}`;
    const size = named === null ? "" : `; ${sentence(named, "it", "that")}`;
    return place(step.right, partRight, `${partner}${size}`);
  }
  if (partRight === null && partLeft !== null && partLeft !== left)
    return place(step.left, partLeft, "has no counterpart on the right side");
  return null;
}

function place(side: SideAt, term: Term, note: string): Blame | null {
  if (term.span === undefined) return null;
  const start = side.origin + term.span.start;
  const end = side.origin + term.span.end;
  return start < side.range.start || end > side.range.end ? null : { start, end, note };
}

function sentence(named: Named, right: string, left: string): string {
  if (named.kind === "times") {
    const factor = rationalText(named.factor);
    return factor === "-1" ? `${right} has the opposite sign` : `${right} is ${factor} times ${left}`;
  }
  return `${named.larger === "right" ? right : left} is larger by ${printTerm(named.amount)}`;
}
