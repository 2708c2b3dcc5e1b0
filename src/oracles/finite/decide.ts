import { type Exact } from "../../numbers/exact.js";
import * as exact from "../../numbers/exact.js";
import { EvaluationError } from "../../claims/algebra.js";
import { Allowance } from "../../claims/allowance.js";
import { type Comparer, isInequality, judge, type Judgement, type Sample } from "../../claims/relation.js";
import type { Claim } from "../../claims/setting.js";
import type { RelationName } from "../../kernel/term.js";
import { DOUBLES, EXACT, exactWithin } from "./algebras.js";
import { FiniteInterpreter } from "./interpreter.js";
import type { FiniteAlgebra, FiniteModel } from "./values.js";
import { descend, type Entries } from "./descent.js";
import {
  assignments,
  descentStyle,
  exactStyle,
  extremeStyle,
  generalStyle,
  LADDER,
  modelOf,
  type Subject,
  subjectOf,
} from "./models.js";
import type { Range, Style } from "./world.js";

/** How much work one claim may cost. Deterministic counts, never the clock. */
export interface FiniteBudget {
  /** Models screened in doubles, and models decided exactly. */
  readonly screened: number;
  readonly exact: number;
  readonly positions: number;
  /** Evaluation steps of one model, and of all models of one phase: screening, descent, shrinking, confirming. */
  readonly workPerModel: number;
  readonly work: number;
  /** Work of exact arithmetic in one model, and in all models of one phase. */
  readonly exactPerModel: number;
  readonly exactWork: number;
  /** Models tried on each rung when a counterexample is made smaller. */
  readonly shrinking: number;
  /** Random models from which one is looked for that breaks an inequality. */
  readonly descents: number;
}

export const FINITE_BUDGETS: { readonly quick: FiniteBudget; readonly standard: FiniteBudget; readonly thorough: FiniteBudget } =
  {
    quick: {
      screened: 6,
      exact: 2,
      positions: 3,
      workPerModel: 60_000,
      work: 600_000,
      exactPerModel: 100_000,
      exactWork: 200_000,
      shrinking: 8,
      descents: 1,
    },
    standard: {
      screened: 14,
      exact: 4,
      positions: 4,
      workPerModel: 200_000,
      work: 2_500_000,
      exactPerModel: 250_000,
      exactWork: 800_000,
      shrinking: 24,
      descents: 3,
    },
    thorough: {
      screened: 60,
      exact: 16,
      positions: 8,
      workPerModel: 1_000_000,
      work: 15_000_000,
      exactPerModel: 500_000,
      exactWork: 3_000_000,
      shrinking: 60,
      descents: 8,
    },
  };

/** One part of a decision, with the work that its models may still cost together. */
interface Phase {
  readonly budget: FiniteBudget;
  readonly steps: Allowance;
  readonly exact: Allowance;
}

function phaseOf(budget: FiniteBudget): Phase {
  return { budget, steps: new Allowance(budget.work), exact: new Allowance(budget.exactWork) };
}

/** One model in which a claim was evaluated at one point. */
export interface Instance<T> {
  readonly model: FiniteModel;
  readonly position: ReadonlyMap<string, number>;
  readonly left: T;
  readonly right: T;
}

export type FiniteAnswer =
  | {
      readonly result: "equal";
      readonly exactly: boolean;
      readonly screened: number;
      readonly exact: number;
      readonly range: Range;
      readonly constant: Exact | null;
    }
  | {
      readonly result: "different";
      readonly instance: Instance<Exact> | null;
      readonly doubles: Instance<number>;
      readonly range: Range;
    }
  /** `illFormed`: it makes no sense in any model, or one side never has a value where the other has one. */
  | { readonly result: "unknown"; readonly reason: string; readonly illFormed: boolean };

/** Relative difference in doubles below which two values are not told apart by the screen. */
const SCREEN_TOLERANCE = 1e-9;

const DOUBLE_COMPARER: Comparer<number> = {
  compare: (a, b) => (Math.abs(a - b) <= SCREEN_TOLERANCE * (1 + Math.abs(a) + Math.abs(b)) ? 0 : a - b),
  subtract: (a, b) => a - b,
  divide: (a, b) => (b === 0 ? null : a / b),
};

const EXACT_COMPARER: Comparer<Exact> = {
  compare: (a, b) => EXACT.compare(a, b),
  subtract: (a, b) => exact.subtract(a, b),
  divide: (a, b) => {
    const result = exact.divide(a, b);
    return result.kind === "exact" ? result : null;
  },
};

/**
 * Decides a claim in random finite models. Doubles screen; whatever is reported as exact, in either direction, was decided in exact arithmetic.
 * `key` fixes all randomness.
 */
export function decideFinite(claim: Claim, key: string, budget: FiniteBudget): FiniteAnswer {
  const subject = subjectOf(claim);
  // Unknown numbers of both signs first; where these leave the claim undefined, positive ones, then probabilities.
  const phases: Phases = {
    screening: phaseOf(budget),
    descent: phaseOf(budget),
    shrinking: phaseOf(budget),
    deciding: phaseOf(budget),
  };
  let answer = decideWith(subject, key, phases, "signed");
  for (const range of ["positive", "unit"] as const) {
    if (answer.result !== "unknown" || !answer.domain) break;
    answer = decideWith(subject, key, phases, range);
  }
  return answer;
}

interface Phases {
  readonly screening: Phase;
  readonly descent: Phase;
  readonly shrinking: Phase;
  readonly deciding: Phase;
}

type Attempt =
  | Exclude<FiniteAnswer, { result: "unknown" }>
  | { readonly result: "unknown"; readonly reason: string; readonly illFormed: boolean; readonly domain: boolean };

function decideWith(subject: Subject, key: string, phases: Phases, range: Range): Attempt {
  const { screening } = phases;
  const { budget } = screening;
  const unknown = (reason: string, domain = false, illFormed = false): Attempt => ({
    result: "unknown",
    reason,
    domain,
    illFormed,
  });
  const inequality = isInequality(subject.claim.relation);
  // A false bound may fail in a small region only. Without families a model costs next to nothing.
  const rounds = !inequality ? budget.screened : subject.roles.families.size === 0 ? 20 * budget.screened : 2 * budget.screened;
  const failures = { domain: 0, illFormed: 0, left: 0, right: 0 };
  let defined = 0;
  for (let i = 0; i < rounds; i += 1) {
    const style = inequality && i % 2 === 1 ? extremeStyle(i, range) : generalStyle(i, range);
    const screened = attempt(() => screen(subject, `${key}|${i}`, style, i, screening));
    if (screened.kind === "failed") {
      if (screened.illFormed) {
        failures.illFormed += 1;
        if (failures.illFormed >= 3 && defined === 0) return unknown(screened.reason, false, true);
        continue;
      }
      if (!screened.domain) return unknown(screened.reason);
      failures.domain += 1;
      const side = definedSide(subject, `${key}|${i}`, style, i, screening);
      if (side !== null) failures[side] += 1;
      if (failures.domain < rounds / 2) continue;
      const oneSided =
        defined === 0 && Math.min(failures.left, failures.right) === 0 && Math.max(failures.left, failures.right) >= 3;
      return unknown(
        oneSided
          ? `the ${failures.left > 0 ? "right" : "left"} side has no value where the other has one: ${screened.reason}`
          : screened.reason,
        true,
        oneSided && range === "unit",
      );
    }
    defined += 1;
    const { model, samples, judgement } = screened.value;
    if (judgement.kind === "unknown") return unknown(judgement.reason);
    if (judgement.kind === "broken") {
      const refuted = refute(subject, key, phases, model, samples, judgement.at, range);
      if (refuted !== null) return refuted;
    }
  }
  if (defined === 0) return unknown("undefined in every model tried", true);
  const violated = inequality ? descended(subject, key, phases.descent, range) : null;
  if (violated?.judgement.kind === "broken") {
    const refuted = refute(subject, key, phases, violated.model, violated.samples, violated.judgement.at, range);
    if (refuted !== null) return refuted;
  }
  return confirm(subject, key, phases.deciding, range, defined);
}

/** Which side alone has a value in a model where the claim has none; null when neither has or both have. */
function definedSide(
  subject: Subject,
  key: string,
  style: Style,
  variation: number,
  { budget, steps }: Phase,
): "left" | "right" | null {
  const has = (side: "left" | "right"): boolean =>
    attempt(() => {
      const model = modelOf(subject, key, style, variation);
      const interpreter = new FiniteInterpreter(DOUBLES, model, budget.workPerModel, steps);
      for (const [name, point] of assignments(model, 1)[0] ?? []) interpreter.place(name, point);
      return interpreter.number(subject.claim[side]);
    }).kind === "value";
  const [left, right] = [has("left"), has("right")];
  return left === right ? null : left ? "left" : "right";
}

interface Screened<T> {
  readonly model: FiniteModel;
  readonly samples: readonly (Sample<T> & { readonly position: ReadonlyMap<string, number> })[];
  readonly judgement: Judgement;
}

/**
 * A model in which an inequality is broken, looked for by descent from a few random ones: a bound with swapped arguments fails only near where it is tight,
 * and no random table comes there. Null when none is found.
 */
function descended(subject: Subject, key: string, phase: Phase, range: Range): Screened<number> | null {
  for (let i = 0; i < phase.budget.descents; i += 1) {
    const at = (tables: Entries): Screened<number> | null => {
      const screened = attempt(() => screen(subject, `${key}|descent|${i}`, descentStyle(i, range), i, phase, false, tables));
      return screened.kind === "value" ? screened.value : null;
    };
    const start = at(new Map());
    if (start === null) continue;
    const reached = at(descend(entriesOf(start.model), (tables) => slackOf(subject.claim.relation, at(tables)), DESCENT_ROUNDS));
    if (reached?.judgement.kind === "broken") return reached;
  }
  return null;
}

const DESCENT_ROUNDS = 4;

function entriesOf({ world, layout }: FiniteModel): Entries {
  const size = (slots: readonly string[]): number =>
    slots.reduce((count, slot) => count * world.support(slot, layout.roots.get(slot) ?? slot).values.length, 1);
  return new Map([...layout.slots].map(([family, slots]) => [family, world.entries(family, size(slots))] as const));
}

/** By how much an inequality holds at the sample where it holds by least. */
function slackOf(relation: RelationName, screened: Screened<number> | null): number | null {
  if (screened === null) return null;
  const sign = relation === "less" || relation === "lessEqual" ? 1 : -1;
  // Rounding is no violation.
  const slack = Math.min(...screened.samples.map(({ left, right }) => sign * (right - left)));
  return slack < 0 && screened.judgement.kind !== "broken" ? 0 : slack;
}

/** What laying a model out counts for, however small it is. */
const LAYOUT_STEPS = 100;

function screen(
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

/** Confirms a difference exactly, in the smallest model that shows one. */
function refute(
  subject: Subject,
  key: string,
  { shrinking, deciding }: Phases,
  model: FiniteModel,
  samples: Screened<number>["samples"],
  at: number,
  range: Range,
): Attempt | null {
  const found = samples[at];
  if (found === undefined) return null;
  const doubles: Instance<number> = { model, position: found.position, left: found.left, right: found.right };
  for (const [rung, style] of LADDER.entries()) {
    if (range !== "signed" && style.range === "signed") continue;
    for (let i = 0; i < shrinking.budget.shrinking; i += 1) {
      const small = attempt(() =>
        screen(subject, `${key}|small|${rung}|${i}`, range === "unit" ? { ...style, range } : style, i + 1, shrinking, true),
      );
      if (small.kind === "failed" || small.value.judgement.kind !== "broken") continue;
      const smaller = exactInstance(subject, small.value, shrinking);
      if (smaller.kind === "value" && smaller.value !== null)
        return { result: "different", instance: smaller.value, doubles, range };
    }
  }
  const decided = exactInstance(subject, { model, samples, judgement: { kind: "broken", at } }, deciding);
  if (decided.kind === "value")
    return decided.value === null ? null : { result: "different", instance: decided.value, doubles, range };
  if (decided.limited) return { result: "unknown", reason: decided.reason, domain: false, illFormed: false };
  // Not representable exactly: a difference far above rounding still refutes, as a number.
  const gap = Math.abs(found.left - found.right) / (1 + Math.abs(found.left) + Math.abs(found.right));
  return gap > 1e-6 ? { result: "different", instance: null, doubles, range } : null;
}

/** The sample that breaks the claim in a model, evaluated exactly; null when no sample does, and failed when the model has no exact value. */
function exactInstance(subject: Subject, screened: Screened<number>, phase: Phase): Tried<Instance<Exact> | null> {
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

function exactSamples(subject: Subject, model: FiniteModel, phase: Phase): Screened<Exact>["samples"] {
  return samplesOf(exactWithin(phase.exact.part(phase.budget.exactPerModel)), subject, model, phase);
}

/** All models screened agree: decide a few exactly. */
function confirm(subject: Subject, key: string, phase: Phase, range: Range, screened: number): Attempt {
  const { budget } = phase;
  let decided = 0;
  let constant: Exact | null = null;
  for (let i = 0; i < budget.exact; i += 1) {
    const style = exactStyle(i, range);
    const judged = attempt(() => {
      const model = modelOf(subject, `${key}|exact|${i}`, style, i);
      const samples = exactSamples(subject, model, phase);
      return { model, samples, judgement: judge(subject.claim.relation, samples, EXACT_COMPARER) };
    });
    if (judged.kind === "failed") continue;
    const { model, samples, judgement } = judged.value;
    if (judgement.kind === "unknown") continue;
    const [first] = samples;
    if (judgement.kind === "broken") {
      const broken = samples[judgement.at];
      if (broken === undefined) continue;
      const instance = { model, position: broken.position, left: broken.left, right: broken.right };
      const doubles = { ...instance, left: exact.toNumber(broken.left), right: exact.toNumber(broken.right) };
      return { result: "different", instance, doubles, range };
    }
    if (subject.claim.relation === "similar" && first !== undefined) constant = exact.subtract(first.left, first.right);
    decided += 1;
  }
  const exactly = decided >= Math.min(2, budget.exact) && !isInequality(subject.claim.relation);
  return { result: "equal", exactly, screened, exact: decided, range, constant };
}

type Tried<R> =
  | { readonly kind: "value"; readonly value: R }
  | {
      readonly kind: "failed";
      readonly reason: string;
      readonly domain: boolean;
      readonly illFormed: boolean;
      readonly limited: boolean;
    };

function attempt<R>(run: () => R): Tried<R> {
  try {
    return { kind: "value", value: run() };
  } catch (error) {
    if (error instanceof EvaluationError)
      return {
        kind: "failed",
        reason: error.message,
        domain: error.kind === "domain",
        illFormed: error.kind === "illFormed",
        limited: error.kind === "limit",
      };
    if (error instanceof exact.WorkLimitError)
      return { kind: "failed", reason: error.message, domain: false, illFormed: false, limited: false };
    throw error;
  }
}

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
