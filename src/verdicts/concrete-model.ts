import { Concretizer } from "../claims/concretize.js";
import type { ConcreteStyle, ConcreteSubject, Drawn } from "../claims/concrete-values.js";
import type { ClosedClaim } from "../claims/closed.js";
import { type Comparer, judge, type Sample } from "../claims/relation.js";
import type { Claim } from "../claims/setting.js";
import type { Rational } from "../numbers/rational.js";
import * as exact from "../numbers/exact.js";
import type { Exact } from "../numbers/exact.js";
import { evaluateExactly } from "../oracles/gaussian/evaluate.js";
import { decide as integrateBoth } from "../oracles/quadrature/decide.js";

/** One concrete model in which a claim fails. */
export interface ConcreteInstance {
  readonly claim: ClosedClaim;
  /** A text where a side has no value: "the integral diverges". */
  readonly left: Exact | number | string;
  readonly right: Exact | number | string;
  readonly shown: readonly (readonly [string, string])[];
}

/** Work of one quadrature, in evaluations: enough for two dimensions. */
const QUADRATURE_WORK = 8_000_000;

/** Above this, digits of a number that is only known from below say nothing. */
const MOST_SHOWN = 1e6;

const COMPARER: Comparer<Exact> = {
  compare: (a, b) => {
    const order = exact.compare(a, b);
    return order === "unknown" ? null : order === "equal" ? 0 : order === "less" ? -1 : 1;
  },
  subtract: (a, b) => exact.subtract(a, b),
  divide: (a, b) => {
    const result = exact.divide(a, b);
    return result.kind === "exact" ? result : null;
  },
};

/** A claim's two sides in one concrete model, at one point. */
export interface Evaluated {
  readonly claim: ClosedClaim;
  readonly standIn: boolean;
  readonly functions: boolean;
  /** Whether one of them was integrated over. */
  readonly polynomials: boolean;
  readonly constant: boolean;
  readonly shown: readonly (readonly [string, string])[];
  readonly drawn: Drawn;
}

/** The same model at several points, for relations that ask for a constant; at one point otherwise. */
export function concreteSamples(
  subject: ConcreteSubject,
  key: string,
  style: ConcreteStyle,
  fixed: ReadonlyMap<string, Rational> = new Map(),
): readonly Evaluated[] {
  const { relation, targets } = subject.claim;
  const count = relation === "similar" || relation === "proportional" ? 4 : 1;
  const held =
    relation === "proportional" && targets.length > 0
      ? new Set([...subject.roles.variables].filter((root) => !targets.includes(root)))
      : new Set<string>();
  return Array.from({ length: count }, (_, sample) => {
    const concretizer = new Concretizer(subject, key, sample, style, held, fixed);
    const left = concretizer.number(subject.claim.left);
    const right = concretizer.number(subject.claim.right);
    return {
      claim: { left, right },
      standIn: concretizer.usedStandIn,
      functions: concretizer.usedFunction,
      polynomials: concretizer.usedPolynomial,
      constant: concretizer.usedConstant,
      shown: concretizer.shown(),
      drawn: concretizer.drawn,
    };
  });
}

export type ModelOutcome =
  | { readonly kind: "holds"; readonly by: "gaussian" | "quadrature" }
  | { readonly kind: "broken"; readonly by: "gaussian" | "quadrature"; readonly instance: ConcreteInstance }
  /** A side has no value: the model's numbers are none that the claim is about, if there are others. With an instance where the other side has one. */
  | { readonly kind: "outside"; readonly instance: ConcreteInstance | null; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string };

export function judgeModel(claim: Claim, evaluated: readonly Evaluated[], index: number): ModelOutcome {
  const samples: Sample<Exact>[] = [];
  for (const one of evaluated) {
    const left = evaluateExactly(one.claim.left);
    const right = evaluateExactly(one.claim.right);
    if (left.kind === "value" && right.kind === "value") samples.push({ left: left.value, right: right.value, group: "" });
    else {
      const failed = left.kind === "value" ? right : left;
      const reason = failed.kind === "value" ? "" : failed.reason;
      if (left.kind === "undefined" && right.kind === "value") return undefinedSide(one, left.reason, right.value, reason);
      if (left.kind === "value" && right.kind === "undefined") return undefinedSide(one, left.value, right.reason, reason);
      if (failed.kind === "undefined") return { kind: "outside", instance: null, reason };
      return index < 3 ? judgeByQuadrature(claim, evaluated) : { kind: "unknown", reason };
    }
  }
  const judgement = judge(claim.relation, samples, COMPARER);
  if (judgement.kind === "unknown") return judgement;
  if (judgement.kind === "broken") {
    const [sample, one] = [samples[judgement.at], evaluated[judgement.at]];
    if (sample === undefined || one === undefined) return { kind: "unknown", reason: "no such sample" };
    return {
      kind: "broken",
      by: "gaussian",
      instance: { claim: one.claim, left: sample.left, right: sample.right, shown: one.shown },
    };
  }
  return { kind: "holds", by: "gaussian" };
}

function undefinedSide(one: Evaluated, left: Exact | string, right: Exact | string, reason: string): ModelOutcome {
  return { kind: "outside", instance: { claim: one.claim, left, right, shown: one.shown }, reason };
}

function judgeByQuadrature(claim: Claim, evaluated: readonly Evaluated[]): ModelOutcome {
  const [one] = evaluated;
  if (one === undefined || evaluated.length > 1)
    return { kind: "unknown", reason: "no exact value, and quadrature compares single values only" };
  const decision = integrateBoth(one.claim, QUADRATURE_WORK);
  if (decision.result === "unknown") return { kind: "unknown", reason: decision.detail };
  const order = decision.result === "equal" ? 0 : decision.left - decision.right;
  const judgement = judge(claim.relation, [{ left: order, right: 0, group: "" }], {
    compare: (a, b) => a - b,
    subtract: (a, b) => a - b,
    divide: () => null,
  });
  if (judgement.kind === "unknown") return judgement;
  if (judgement.kind === "holds") return { kind: "holds", by: "quadrature" };
  return {
    kind: "broken",
    by: "quadrature",
    instance: {
      claim: one.claim,
      left: decision.more === "left" ? moreThan(decision.left) : decision.left,
      right: decision.more === "right" ? moreThan(decision.right) : decision.right,
      shown: one.shown,
    },
  };
}

/** A value that is only known from below. */
function moreThan(floor: number): string {
  return floor > MOST_SHOWN ? "more than a million" : `more than ${floor.toPrecision(3)}`;
}
