import { isInequality, judge } from "../../claims/relation.js";
import type { Claim } from "../../claims/setting.js";
import type { RelationName } from "../../terms/term.js";
import * as exact from "../../numbers/exact.js";
import type { Exact } from "../../numbers/exact.js";
import { DOUBLES, TOO_SMALL } from "./algebras.js";
import { descend, type Entries } from "./descent.js";
import { FiniteInterpreter } from "./interpreter.js";
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
import { attempt, type FiniteBudget, type Phase, phaseOf } from "./phase.js";
import { EXACT_COMPARER, exactInstance, exactSamples, type Instance, losesNumbers, screen, type Screened } from "./samples.js";
import type { FiniteModel } from "./values.js";
import type { Range, Style } from "./world.js";

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

/** What screening, descent, shrinking and deciding may each cost, whatever range of numbers they are tried with. */
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
        // Where a bound is small the mistake may have nothing to act on; it is one all the same.
        if (failures.illFormed >= 3) return unknown(screened.reason, false, true);
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
  const open = (reason: string): Attempt => ({ result: "unknown", reason, domain: false, illFormed: false });
  if (decided.limited) return open(decided.reason);
  // Not representable exactly: a difference far above rounding still refutes, as a number.
  const gap = Math.abs(found.left - found.right) / (1 + Math.abs(found.left) + Math.abs(found.right));
  return gap > 1e-6
    ? { result: "different", instance: null, doubles, range }
    : open(`two values that nearly agree, without exact ones to tell: ${decided.reason}`);
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
  // Without an exact value all rests on the doubles.
  if (decided === 0 && losesNumbers(subject, `${key}|0`, generalStyle(0, range), 0, phase))
    return { result: "unknown", reason: TOO_SMALL, domain: false, illFormed: false };
  const exactly = decided >= Math.min(2, budget.exact) && !isInequality(subject.claim.relation);
  return { result: "equal", exactly, screened, exact: decided, range, constant };
}
