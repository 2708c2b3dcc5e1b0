import { EvaluationError } from "../../claims/algebra.js";
import { type Comparer, judge, type Judgement, type Sample } from "../../claims/relation.js";
import * as exact from "../../numbers/exact.js";
import type { Exact } from "../../numbers/exact.js";
import { CAREFUL_DOUBLES, DOUBLES, EXACT, exactWithin, TOO_SMALL } from "./algebras.js";
import type { Entries } from "./descent.js";
import { FiniteInterpreter } from "./interpreter.js";
import { assignments, modelOf, type Subject } from "./models.js";
import { attempt, type Phase, type Tried } from "./phase.js";
import type { FiniteAlgebra, FiniteModel } from "./values.js";
import type { Style } from "./world.js";

/** One model in which a claim was evaluated at one point. */
export interface Instance<T> {
  readonly model: FiniteModel;
  readonly position: ReadonlyMap<string, number>;
  readonly left: T;
  readonly right: T;
}

/** A claim evaluated in one model, at several points. */
export interface Screened<T> {
  readonly model: FiniteModel;
  readonly samples: readonly (Sample<T> & { readonly position: ReadonlyMap<string, number> })[];
  readonly judgement: Judgement;
}

/** Relative difference in doubles below which two values are not told apart by the screen. */
const SCREEN_TOLERANCE = 1e-9;

const DOUBLE_COMPARER: Comparer<number> = {
  compare: (a, b) => (Math.abs(a - b) <= SCREEN_TOLERANCE * (1 + Math.abs(a) + Math.abs(b)) ? 0 : a - b),
  subtract: (a, b) => a - b,
  divide: (a, b) => (b === 0 ? null : a / b),
};

export const EXACT_COMPARER: Comparer<Exact> = {
  compare: (a, b) => EXACT.compare(a, b),
  subtract: (a, b) => exact.subtract(a, b),
  divide: (a, b) => {
    const result = exact.divide(a, b);
    return result.kind === "exact" ? result : null;
  },
};

/** What laying a model out counts for, however small it is. */
const LAYOUT_STEPS = 100;

/** Evaluates a claim in a random model, in doubles. @throws EvaluationError when a side has no value there */
export function screen(
  subject: Subject,
  key: string,
  style: Style,
  variation: number,
  phase: Phase,
  small = false,
  tables: Entries = new Map(),
): Screened<number> {
  phase.steps.spend(LAYOUT_STEPS);
  const model = modelOf(subject, key, style, variation, small, tables);
  const samples = samplesOf(DOUBLES, subject, model, phase);
  if (samples.some((sample) => !Number.isFinite(sample.left) || !Number.isFinite(sample.right))) {
    throw new EvaluationError("domain", "a value beyond the range of doubles");
  }
  return { model, samples, judgement: judge(subject.claim.relation, samples, DOUBLE_COMPARER) };
}

/** Whether doubles lose a number in a model that was screened: what agrees there only agrees in being too small. */
export function losesNumbers(subject: Subject, key: string, style: Style, variation: number, phase: Phase): boolean {
  const tried = attempt(() => samplesOf(CAREFUL_DOUBLES, subject, modelOf(subject, key, style, variation), phase));
  return tried.kind === "failed" && tried.reason === TOO_SMALL;
}

function samplesOf<T>(
  algebra: FiniteAlgebra<T>,
  subject: Subject,
  model: FiniteModel,
  { budget, steps }: Phase,
): Screened<T>["samples"] {
  const { claim } = subject;
  const constantIn = new Set(claim.targets);
  const limit =
    claim.relation === "proportional" || claim.relation === "similar" ? Math.max(16, budget.positions) : budget.positions;
  const interpreter = new FiniteInterpreter(algebra, model, budget.workPerModel, steps);
  const roots = new Map(model.layout.free.map((instance) => [instance.key, instance.root] as const));
  return assignments(model, limit).map((position) => {
    for (const [key, point] of position) interpreter.place(key, point);
    const held = [...position].filter(([key]) => constantIn.size > 0 && !constantIn.has(roots.get(key) ?? key));
    return {
      left: interpreter.number(claim.left),
      right: interpreter.number(claim.right),
      group: JSON.stringify(held),
      position,
    };
  });
}

/** The sample that breaks the claim in a model, evaluated exactly; null when no sample does, and failed when the model has no exact value. */
export function exactInstance(subject: Subject, screened: Screened<number>, phase: Phase): Tried<Instance<Exact> | null> {
  return attempt(() => {
    const samples = exactSamples(subject, screened.model, phase);
    const judgement = judge(subject.claim.relation, samples, EXACT_COMPARER);
    if (judgement.kind === "unknown") throw new EvaluationError("unsupported", judgement.reason);
    const broken = judgement.kind === "broken" ? samples[judgement.at] : undefined;
    return broken === undefined
      ? null
      : { model: screened.model, position: broken.position, left: broken.left, right: broken.right };
  });
}

export function exactSamples(subject: Subject, model: FiniteModel, phase: Phase): Screened<Exact>["samples"] {
  return samplesOf(exactWithin(phase.exact.part(phase.budget.exactPerModel)), subject, model, phase);
}
