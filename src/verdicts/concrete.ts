import { nameLatex } from "../kernel/name.js";
import type { Term, TermOf } from "../kernel/term.js";
import { someNode, walk } from "../kernel/traverse.js";
import { EvaluationError } from "../claims/algebra.js";
import { checkDeadline } from "../numbers/deadline.js";
import type { ClosedClaim } from "../claims/closed.js";
import { Concretizer } from "../claims/concretize.js";
import type { ConcreteStyle, ConcreteSubject } from "../claims/concrete-values.js";
import { countDimensions, inferShapes } from "../claims/dimensions.js";
import { type Comparer, isInequality, judge, type Sample } from "../claims/relation.js";
import { rolesOf } from "../claims/roles.js";
import { variableRoot } from "../kernel/variable.js";
import type { Claim } from "../claims/setting.js";
import * as exact from "../numbers/exact.js";
import type { Exact } from "../numbers/exact.js";
import { evaluateExactly } from "../oracles/gaussian/evaluate.js";
import { decide as integrateBoth } from "../oracles/quadrature/decide.js";
import { distributionsOf } from "../meaning/vocabulary.js";

/** One concrete model in which a claim fails. */
export interface ConcreteInstance {
  readonly claim: ClosedClaim;
  /** A text where a side has no value: "the integral diverges". */
  readonly left: Exact | number | string;
  readonly right: Exact | number | string;
  readonly shown: readonly (readonly [string, string])[];
}

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

/** Work of one quadrature, in evaluations: enough for two dimensions. */
const QUADRATURE_WORK = 8_000_000;

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

export function subjectOf(claim: Claim): ConcreteSubject {
  const { hypotheses } = claim.setting;
  const calls = hypotheses.map((hypothesis): Term => ({ kind: "density", distribution: hypothesis.call }));
  const terms = [claim.left, claim.right, ...hypotheses.map((hypothesis) => hypothesis.body), ...calls];
  const familyRoots = new Map<string, string[]>();
  for (const term of [claim.left, claim.right, ...calls]) {
    walk(term, (node) => {
      for (const distribution of distributionsOf(node)) {
        if (distribution.kind !== "family") continue;
        const roots = [...distribution.targets, ...distribution.given].map(variableRoot).filter((root) => root !== null);
        const name = nameLatex(distribution.family);
        familyRoots.set(name, [...new Set([...(familyRoots.get(name) ?? []), ...roots])]);
      }
    });
  }
  const roles = rolesOf(terms, claim.setting.variables);
  const shapes = inferShapes(terms, claim.setting.dimensions, roles.generalFunctions);
  return {
    claim,
    roles: countDimensions(roles, shapes),
    shapes,
    familyRoots,
    densityFunctions: functionsInDensities(claim),
    finiteRoots: finiteRoots(claim, roles.variables),
  };
}

/** Variables that neither a form nor a law nor an integral of a plain function makes real. */
function finiteRoots(claim: Claim, variables: ReadonlySet<string>): ReadonlySet<string> {
  const real = new Set<string>();
  const mark = (terms: readonly Term[]): void => {
    for (const term of terms) {
      walk(term, (node) => {
        const root = node.kind === "symbol" ? variableRoot(node) : null;
        if (root !== null) real.add(root);
      });
    }
  };
  for (const hypothesis of claim.setting.hypotheses) if (hypothesis.space === "real") mark(hypothesis.call.targets);
  for (const side of [claim.left, claim.right, ...claim.setting.hypotheses.map((hypothesis) => hypothesis.body)]) {
    walk(side, (node) => {
      if (node.kind === "lawDensity") mark([node.point]);
      if (node.kind === "integral" && !mentionsFamilyOf(node)) mark(node.variables);
      if (node.kind === "expectation")
        for (const binder of node.binders) if (binder.distribution?.kind === "law") mark(binder.variables);
    });
  }
  return new Set([...variables].filter((root) => !real.has(root)));
}

function mentionsFamilyOf(node: TermOf<"integral">): boolean {
  const roots = node.variables.map(variableRoot);
  const isArgument = (argument: Term): boolean => roots.includes(variableRoot(argument));
  return someNode(node.body, (inner) =>
    distributionsOf(inner).some(
      (distribution) => distribution.kind === "family" && [...distribution.targets, ...distribution.given].some(isArgument),
    ),
  );
}

function functionsInDensities(claim: Claim): ReadonlySet<string> {
  const found = new Set<string>();
  const collect = (term: Term): void => {
    walk(term, (node) => {
      if (node.kind !== "apply") return;
      const head = node.function.kind === "component" ? node.function.of : node.function;
      if (head.kind === "symbol") found.add(nameLatex(head.name));
    });
  };
  for (const hypothesis of claim.setting.hypotheses) collect(hypothesis.body);
  for (const side of [claim.left, claim.right]) {
    walk(side, (node) => {
      if (node.kind === "lawDensity") node.parameters.forEach(collect);
      if (node.kind === "integral" && !mentionsFamilyOf(node)) collect(node.body);
      for (const distribution of distributionsOf(node)) if (distribution.kind === "law") distribution.parameters.forEach(collect);
    });
  }
  return found;
}

interface Evaluated {
  readonly claim: ClosedClaim;
  readonly standIn: boolean;
  readonly functions: boolean;
  readonly constant: boolean;
  readonly shown: readonly (readonly [string, string])[];
}

/**
 * Decides a claim in concrete models: exactly where Gaussian arithmetic reaches, else by quadrature. `standInsCount` accepts a claim also where a density
 * without a form was met: enough for an obligation, which assumes rather than claims.
 */
export function decideConcrete(claim: Claim, key: string, models: number, standInsCount = false): ConcreteAnswer {
  const subject = subjectOf(claim);
  if (subject.finiteRoots.size === 0) return decideSubject(subject, key, models, standInsCount);
  // Variables without a form keep finitely many places where the densities allow it; where they do not, normal laws stand in for what has no form.
  const mixed = decideSubject(subject, key, models, standInsCount);
  return mixed.result === "unknown" ? decideSubject({ ...subject, finiteRoots: new Set() }, key, models, standInsCount) : mixed;
}

function decideSubject(subject: ConcreteSubject, key: string, models: number, standInsCount: boolean): ConcreteAnswer {
  const { claim } = subject;
  const generic = tryModels(subject, key, stylesFor(claim, models));
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

function stylesFor(claim: Claim, models: number): readonly ConcreteStyle[] {
  if (!isInequality(claim.relation)) return STYLES.slice(0, models);
  return Array.from({ length: models * INEQUALITY_FACTOR }, (_, i) => STYLES[i % STYLES.length]).filter(
    (style) => style !== undefined,
  );
}

interface Tally {
  exact: number;
  quadrature: number;
  illFormed: number;
  standIn: boolean;
  functions: boolean;
  constant: boolean;
  first: ClosedClaim | null;
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
    standIn: false,
    functions: false,
    constant: false,
    first: null,
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
    tally.first ??= sample.claim;
    tally.standIn ||= evaluated.some((one) => one.standIn);
    tally.functions ||= evaluated.some((one) => one.functions);
    tally.constant ||= evaluated.some((one) => one.constant);
    const outcome = judgeModel(subject.claim, evaluated, i);
    if (outcome.kind === "broken") return { kind: "broken", instance: outcome.instance, by: outcome.by };
    if (outcome.kind === "unknown") tally.reason = outcome.reason;
    else if (outcome.by === "gaussian") tally.exact += 1;
    else tally.quadrature += 1;
  }
  return { kind: "held", tally };
}

/** The same model at several points, for relations that ask for a constant; at one point otherwise. */
function concreteSamples(subject: ConcreteSubject, key: string, style: ConcreteStyle): readonly Evaluated[] {
  const { relation, targets } = subject.claim;
  const count = relation === "similar" || relation === "proportional" ? 4 : 1;
  const held =
    relation === "proportional" && targets.length > 0
      ? new Set([...subject.roles.variables].filter((root) => !targets.includes(root)))
      : new Set<string>();
  return Array.from({ length: count }, (_, sample) => {
    const concretizer = new Concretizer(subject, key, sample, style, held);
    const left = concretizer.number(subject.claim.left);
    const right = concretizer.number(subject.claim.right);
    return {
      claim: { left, right },
      standIn: concretizer.usedStandIn,
      functions: concretizer.usedFunction,
      constant: concretizer.usedConstant,
      shown: concretizer.shown(),
    };
  });
}

type ModelOutcome =
  | { readonly kind: "holds"; readonly by: "gaussian" | "quadrature" }
  | { readonly kind: "broken"; readonly by: "gaussian" | "quadrature"; readonly instance: ConcreteInstance }
  | { readonly kind: "unknown"; readonly reason: string };

function judgeModel(claim: Claim, evaluated: readonly Evaluated[], index: number): ModelOutcome {
  const samples: Sample<Exact>[] = [];
  for (const one of evaluated) {
    const left = evaluateExactly(one.claim.left);
    const right = evaluateExactly(one.claim.right);
    if (left.kind === "value" && right.kind === "value") samples.push({ left: left.value, right: right.value, group: "" });
    else {
      const failed = left.kind === "value" ? right : left;
      const reason = failed.kind === "value" ? "" : failed.reason;
      if (left.kind === "undefined" && right.kind === "value") return undefinedSide(one, left.reason, right.value);
      if (left.kind === "value" && right.kind === "undefined") return undefinedSide(one, left.value, right.reason);
      if (failed.kind === "undefined") return { kind: "unknown", reason };
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

/** One side has a value where the other has none: they are not equal. */
function undefinedSide(one: Evaluated, left: Exact | string, right: Exact | string): ModelOutcome {
  return { kind: "broken", by: "gaussian", instance: { claim: one.claim, left, right, shown: one.shown } };
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
    instance: { claim: one.claim, left: decision.left, right: decision.right, shown: one.shown },
  };
}

/** Equality decided exactly in every model tried; an inequality, or a value that only quadrature gives, is supported. */
export function decidedExactly(claim: Claim, answer: Extract<ConcreteAnswer, { result: "equal" }>): boolean {
  return answer.quadrature === 0 && answer.exact >= 2 && !isInequality(claim.relation);
}

/** Values of terms in concrete models of a claim's letters: one row a model, null where a term has no exact value. For diagnosis only. */
export function valuesInConcreteModels(claim: Claim, terms: readonly Term[], key: string, models: number): (number | null)[][] {
  const subject = subjectOf(claim);
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
