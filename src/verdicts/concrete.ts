import type { Term } from "../terms/term.js";
import { EvaluationError } from "../claims/algebra.js";
import { checkDeadline } from "../numbers/deadline.js";
import type { ClosedClaim } from "../claims/closed.js";
import { Concretizer } from "../claims/concretize.js";
import type { ConcreteStyle, ConcreteSubject } from "../claims/concrete-values.js";
import { isInequality } from "../claims/relation.js";
import type { Claim } from "../claims/setting.js";
import type { Growth } from "../claims/test-functions.js";
import * as exact from "../numbers/exact.js";
import { evaluateExactly } from "../oracles/gaussian/evaluate.js";
import { descendTo } from "./concrete-descent.js";
import { type ConcreteInstance, concreteSamples, type Evaluated, judgeModel } from "./concrete-model.js";
import { concreteSubject } from "./concrete-subject.js";

export type ConcreteAnswer =
  | {
      readonly result: "equal";
      /** Models decided in exact arithmetic, and models where only quadrature could. */
      readonly exact: number;
      readonly quadrature: number;
      readonly first: ClosedClaim;
      readonly functions: boolean;
    }
  | { readonly result: "different"; readonly instance: ConcreteInstance; readonly by: "gaussian" | "quadrature" }
  | { readonly result: "unknown"; readonly reason: string; readonly illFormed?: boolean };

/** Generic models: numbers of both signs, never ±1, one and two dimensions. */
const STYLES: readonly ConcreteStyle[] = [
  { magnitude: 5, denominators: 3, positive: false, dimension: 2, varying: false, plain: false },
  { magnitude: 5, denominators: 4, positive: false, dimension: 1, varying: false, plain: false },
  { magnitude: 7, denominators: 3, positive: true, dimension: 2, varying: false, plain: false },
  { magnitude: 6, denominators: 4, positive: false, dimension: 1, varying: false, plain: false },
  { magnitude: 7, denominators: 5, positive: false, dimension: 2, varying: false, plain: false },
  { magnitude: 4, denominators: 5, positive: true, dimension: 1, varying: false, plain: false },
  { magnitude: 9, denominators: 4, positive: false, dimension: 1, varying: false, plain: false },
  { magnitude: 9, denominators: 7, positive: false, dimension: 2, varying: false, plain: false },
];

/** Models for letters that must be positive, or small, for a claim to say anything: a variance v or 1 − a², a step √(1 − β). */
const ADMISSIBLE: readonly ConcreteStyle[] = [
  { magnitude: 5, denominators: 3, positive: true, dimension: 1, varying: false, plain: false, unit: true },
  { magnitude: 5, denominators: 4, positive: true, dimension: 2, varying: false, plain: false },
  { magnitude: 7, denominators: 5, positive: true, dimension: 2, varying: false, plain: false, unit: true },
  { magnitude: 7, denominators: 6, positive: true, dimension: 1, varying: false, plain: false, unit: true },
  { magnitude: 9, denominators: 4, positive: true, dimension: 1, varying: false, plain: false },
  { magnitude: 9, denominators: 8, positive: true, dimension: 2, varying: false, plain: false, unit: true },
];

/** The plainest models first, for a counterexample that a person can recompute. */
const PLAIN: readonly ConcreteStyle[] = [
  { magnitude: 2, denominators: 1, positive: true, dimension: 1, varying: false, plain: true },
  { magnitude: 3, denominators: 1, positive: true, dimension: 1, varying: false, plain: true },
  { magnitude: 3, denominators: 2, positive: true, dimension: 1, varying: false, plain: true },
];

/** Models of each plain style that are tried: small numbers often hide a mistake, as σ = 1 hides a lost logarithm. */
const PLAIN_TRIES = 8;

/** How many more models an inequality is tried in: a false bound may fail in few of them. */
const INEQUALITY_FACTOR = 6;

/**
 * Decides a claim in concrete models: exactly where Gaussian arithmetic reaches, else by quadrature. `standInsCount` accepts a claim also where a density
 * without a form was met: enough for an obligation, which assumes rather than claims.
 */
export function decideConcrete(claim: Claim, key: string, models: number, standInsCount = false): ConcreteAnswer {
  const subject = concreteSubject(claim);
  if (subject.finiteRoots.size === 0) return decideSubject(subject, key, models, standInsCount);
  // Variables without a form keep finitely many places where the densities allow it; where they do not, normal laws stand in for what has no form.
  const mixed = decideSubject(subject, key, models, standInsCount);
  return mixed.result === "unknown" ? decideSubject({ ...subject, finiteRoots: new Set() }, key, models, standInsCount) : mixed;
}

function decideSubject(subject: ConcreteSubject, key: string, models: number, standInsCount: boolean): ConcreteAnswer {
  const { claim } = subject;
  const generic = tryAdmissible(subject, key, stylesFor(claim, models));
  if (generic.kind === "broken") {
    const plain = tryModels(
      subject,
      `${key}|plain`,
      PLAIN.flatMap((style) => Array.from({ length: PLAIN_TRIES }, () => style)),
    );
    const { instance, by } = plain.kind === "broken" ? plain : generic;
    return { result: "different", instance, by };
  }
  const { tally } = generic;
  if (tally.outside !== null && tally.inside === 0) {
    // An unknown function is a polynomial here; there may be others for which an integral converges.
    if (tally.polynomials && tally.reason.includes("diverges")) return decideByGrowth(subject, key, tally.outside);
    return { result: "different", instance: tally.outside, by: "gaussian" };
  }
  const decided = tally.exact + tally.quadrature;
  if (tally.first === null || decided < Math.min(2, models)) {
    const reason = tally.reason === "" ? "no concrete model could be evaluated" : tally.reason;
    return { result: "unknown", reason, illFormed: tally.illFormed >= 2 && tally.first === null };
  }
  if (tally.standIn && !standInsCount) {
    return {
      result: "unknown",
      reason: "it holds in the normal models tried, but a density in it has no form that would make these the only ones",
    };
  }
  const failing = isInequality(claim.relation) ? failingModel(subject, key) : null;
  if (failing !== null) return { result: "different", instance: failing, by: "gaussian" };
  if (!tally.constant)
    return { result: "equal", exact: tally.exact, quadrature: tally.quadrature, first: tally.first, functions: tally.functions };
  // A positive function was a constant in all of these: models in which it varies must agree as well.
  const varying = tryModels(
    subject,
    `${key}|varying`,
    STYLES.slice(0, 3).map((style) => ({ ...style, dimension: 1, varying: true })),
  );
  if (varying.kind === "broken") return { result: "different", instance: varying.instance, by: varying.by };
  const further = varying.tally.exact + varying.tally.quadrature;
  if (further < 2 && !standInsCount)
    return {
      result: "unknown",
      reason: "it holds where the positive functions in it are constant; where they vary it could not be evaluated",
    };
  return {
    result: "equal",
    exact: varying.tally.exact,
    quadrature: Math.max(1, varying.tally.quadrature),
    first: tally.first,
    functions: tally.functions,
  };
}

const UNKNOWN_GROWTH: ConcreteAnswer = {
  result: "unknown",
  reason: "no function was found for which the integral is finite",
};

const GROWTHS: readonly Growth[] = ["falling", "steep", "sinking"];

/** What diverges for polynomials may converge for functions that fall off or grow otherwise: refuted where the sides differ then, or diverge all the same. */
function decideByGrowth(subject: ConcreteSubject, key: string, outside: ConcreteInstance): ConcreteAnswer {
  let diverges = true;
  for (const growth of GROWTHS) {
    const styles = STYLES.slice(0, 2).map((style) => ({ ...style, dimension: 1, growth }));
    const trial = tryModels(subject, `${key}|${growth}`, styles);
    if (trial.kind === "broken") {
      // Such functions make integrands that quadrature may miss.
      if (trial.by === "quadrature") return UNKNOWN_GROWTH;
      return { result: "different", instance: trial.instance, by: trial.by };
    }
    diverges &&= trial.tally.inside === 0 && trial.tally.outside !== null;
  }
  return diverges ? { result: "different", instance: outside, by: "gaussian" } : UNKNOWN_GROWTH;
}

/** A model in which an inequality fails, looked for downhill from models of one dimension and of two. */
function failingModel(subject: ConcreteSubject, key: string): ConcreteInstance | null {
  for (const style of [...STYLES.slice(0, 2).reverse(), ...ADMISSIBLE.slice(0, 2)]) {
    const lowest = descendTo(subject, `${key}|descent`, style);
    const outcome = lowest === null ? null : judgeModel(subject.claim, lowest, Infinity);
    if (outcome?.kind === "broken") return outcome.instance;
  }
  return null;
}

function stylesFor(claim: Claim, models: number): readonly ConcreteStyle[] {
  if (!isInequality(claim.relation)) return STYLES.slice(0, models);
  return Array.from({ length: models * INEQUALITY_FACTOR }, (_, i) => STYLES[i % STYLES.length]).filter(
    (style) => style !== undefined,
  );
}

/** Models in which a side has no value are passed over, where there are others: their numbers are none that the letters can stand for. */
function tryAdmissible(subject: ConcreteSubject, key: string, styles: readonly ConcreteStyle[]): Trial {
  const generic = tryModels(subject, key, styles);
  if (generic.kind === "broken" || !generic.tally.skipped) return generic;
  const more = tryModels(subject, `${key}|admissible`, ADMISSIBLE);
  if (more.kind === "broken") return more;
  const [a, b] = [generic.tally, more.tally];
  return {
    kind: "held",
    tally: {
      exact: a.exact + b.exact,
      quadrature: a.quadrature + b.quadrature,
      illFormed: a.illFormed + b.illFormed,
      inside: a.inside + b.inside,
      standIn: a.standIn || b.standIn,
      functions: a.functions || b.functions,
      constant: a.constant || b.constant,
      first: a.first ?? b.first,
      skipped: true,
      polynomials: a.polynomials || b.polynomials,
      outside: a.outside ?? b.outside,
      reason: a.reason === "" ? b.reason : a.reason,
    },
  };
}

interface Tally {
  exact: number;
  quadrature: number;
  illFormed: number;
  /** Models that are not known to leave one side alone without a value. */
  inside: number;
  standIn: boolean;
  functions: boolean;
  constant: boolean;
  first: ClosedClaim | null;
  /** Whether a side had no value in some model. */
  skipped: boolean;
  /** Whether it had none where an unknown function was integrated over. */
  polynomials: boolean;
  /** The first model in which one side alone has no value. */
  outside: ConcreteInstance | null;
  reason: string;
}

type Trial =
  | { readonly kind: "broken"; readonly instance: ConcreteInstance; readonly by: "gaussian" | "quadrature" }
  | { readonly kind: "held"; readonly tally: Tally };

/** Evaluates a claim in one model of each style, until one breaks it. */
function tryModels(subject: ConcreteSubject, key: string, styles: readonly ConcreteStyle[]): Trial {
  const tally: Tally = {
    exact: 0,
    quadrature: 0,
    illFormed: 0,
    inside: 0,
    standIn: false,
    functions: false,
    constant: false,
    first: null,
    skipped: false,
    polynomials: false,
    outside: null,
    reason: "",
  };
  for (const [i, style] of styles.entries()) {
    checkDeadline();
    let evaluated: readonly Evaluated[];
    try {
      evaluated = concreteSamples(subject, `${key}|${i}`, style);
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      tally.reason = error.message;
      if (error.kind === "illFormed") tally.illFormed += 1;
      if (error.kind === "unsupported" || error.kind === "limit") return { kind: "held", tally };
      continue;
    }
    const [sample] = evaluated;
    if (sample === undefined) continue;
    const outcome = judgeModel(subject.claim, evaluated, i);
    if (outcome.kind === "broken") return { kind: "broken", instance: outcome.instance, by: outcome.by };
    if (outcome.kind === "outside") {
      tally.skipped = true;
      tally.polynomials ||= evaluated.some((one) => one.polynomials);
      tally.outside ??= outcome.instance;
      tally.reason = outcome.reason;
      continue;
    }
    tally.inside += 1;
    tally.first ??= sample.claim;
    tally.standIn ||= evaluated.some((one) => one.standIn);
    tally.functions ||= evaluated.some((one) => one.functions);
    tally.constant ||= evaluated.some((one) => one.constant);
    if (outcome.kind === "unknown") tally.reason = outcome.reason;
    else if (outcome.by === "gaussian") tally.exact += 1;
    else tally.quadrature += 1;
  }
  return { kind: "held", tally };
}

/** Equality decided exactly in every model tried; an inequality, or a value that only quadrature gives, is supported. */
export function decidedExactly(claim: Claim, answer: Extract<ConcreteAnswer, { result: "equal" }>): boolean {
  return answer.quadrature === 0 && answer.exact >= 2 && !isInequality(claim.relation);
}

/** Values of terms in concrete models of a claim's letters: one row a model, null where a term has no exact value. For diagnosis only. */
export function valuesInConcreteModels(claim: Claim, terms: readonly Term[], key: string, models: number): (number | null)[][] {
  const subject = concreteSubject(claim);
  return STYLES.slice(0, models).map((style, i) => {
    const concretizer = new Concretizer({ ...subject, finiteRoots: new Set() }, `${key}|${i}`, 0, style, new Set());
    return terms.map((term) => {
      try {
        const value = evaluateExactly(concretizer.number(term));
        return value.kind === "value" ? exact.toNumber(value.value) : null;
      } catch (error) {
        if (error instanceof EvaluationError) return null;
        throw error;
      }
    });
  });
}
