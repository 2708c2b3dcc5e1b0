import { nameLatex } from "../terms/name.js";
import type { RelationName, Term } from "../terms/term.js";
import { termKey } from "../terms/traverse.js";
import { type Dimension, inferShapes } from "../claims/dimensions.js";
import { isInequality } from "../claims/relation.js";
import { rolesOf } from "../claims/roles.js";
import * as exact from "../numbers/exact.js";
import type { Exact } from "../numbers/exact.js";
import { printTerm } from "../notation/print.js";
import { describeModel } from "../oracles/finite/describe.js";
import type { ConcreteAnswer } from "./concrete.js";
import type { Decision } from "./decide.js";
import type { Counterexample, Evidence } from "./result.js";
import type { Sides } from "./resolver.js";

const SIGNS: Readonly<Record<RelationName, string>> = {
  equal: "=",
  define: ":=",
  same: "\\equiv",
  notEqual: "\\neq",
  less: "<",
  lessEqual: "\\le",
  greater: ">",
  greaterEqual: "\\ge",
  proportional: "\\propto",
  similar: "\\sim",
  approximate: "\\approx",
  other: "?",
};

/** The step with everything written out, and what its letters range over. */
export function understoodAs(
  sides: Sides,
  relation: RelationName,
  real: ReadonlySet<string>,
  dimensions: ReadonlyMap<string, Dimension> = new Map(),
): string {
  const text = `${printTerm(sides.left)} ${SIGNS[relation]} ${printTerm(sides.right)}`;
  const roles = rolesOf([sides.left, sides.right]);
  const shapes = inferShapes([sides.left, sides.right], dimensions);
  const domains = [...roles.variables].sort().map((root) => {
    const shape = shapes.get(root);
    const size = shape === undefined ? null : shape.dimension.kind === "named" ? printTerm(shape.dimension.size) : null;
    if (size !== null) return `${root} \\in ${real.has(root) ? "\\mathbb{R}" : `\\mathcal{${calligraphic(root)}}`}^{${size}}`;
    return real.has(root) ? `${root} \\in \\mathbb{R}` : `${root} \\in \\mathcal{${calligraphic(root)}}`;
  });
  return domains.length === 0 ? text : `${text} \\qquad (${domains.join(",\\; ")})`;
}

function calligraphic(root: string): string {
  const letter = /[A-Za-z]/.exec(root.replace(/\\[A-Za-z]+/g, ""))?.[0] ?? "S";
  return letter.toUpperCase();
}

const RANGES = { signed: "", positive: ", unknown numbers positive", unit: ", unknown numbers between 0 and 1" } as const;

/** What each oracle that was asked says of a claim. */
export function evidenceOf(decision: Decision): Evidence[] {
  const evidence: Evidence[] = [];
  const { finite, concrete } = decision;
  if (finite !== null && (decision.byFinite || finite.result === "equal")) evidence.push(finiteEvidence(decision));
  if (concrete !== null) evidence.push(concreteEvidence(decision, concrete));
  evidence.push(...decision.further);
  return evidence;
}

function finiteEvidence(decision: Decision): Evidence {
  const { finite } = decision;
  if (finite === null || finite.result === "unknown") {
    return { oracle: "finite", result: "unknown", detail: finite === null ? "not asked" : finite.reason };
  }
  if (finite.result === "different") {
    const how = finite.instance === null ? "in double precision, with a margin far above rounding" : "in exact arithmetic";
    return { oracle: "finite", result: "different", detail: `one finite model in which the sides differ, decided ${how}` };
  }
  const numbers = RANGES[finite.range];
  const inequality = isInequality(decision.claim.relation);
  const detail = finite.exactly
    ? `decided exactly in ${finite.exact} finite models, screened in ${finite.screened} (supports of 2–4 points, random base weights${numbers})`
    : inequality
      ? `held in ${finite.screened + finite.exact} finite models, ${finite.exact} of them exactly${numbers}: support, not proof`
      : `agreed to 9 digits in ${finite.screened} finite models${numbers}; no exact value to compare`;
  // That an inequality held in some models does not contradict one in which it fails.
  const result = inequality && decision.outcome === "refuted" ? "unknown" : "equal";
  return { oracle: "finite", result, detail, worlds: finite.screened + finite.exact };
}

function concreteEvidence(decision: Decision, concrete: ConcreteAnswer): Evidence {
  switch (concrete.result) {
    case "equal": {
      const worlds = concrete.exact + concrete.quadrature;
      if (concrete.quadrature === 0) {
        const functions = concrete.functions ? ", unknown functions as random polynomials" : "";
        return {
          oracle: "gaussian",
          result: "equal",
          worlds,
          detail: `${isInequality(decision.claim.relation) ? "held" : "decided exactly"} in ${worlds} real models with random rational parameters${functions}`,
        };
      }
      return {
        oracle: "quadrature",
        result: "equal",
        worlds,
        detail: `agreed within the error of the quadrature in ${concrete.quadrature} real models`,
      };
    }
    case "different":
      return {
        oracle: concrete.by,
        result: "different",
        detail:
          concrete.by === "gaussian"
            ? "one real model in which the sides differ, in exact arithmetic"
            : "one real model in which the sides differ by far more than the quadrature error",
      };
    case "unknown":
      return { oracle: "gaussian", result: "unknown", detail: concrete.reason };
  }
}

/** The model that refutes a claim, for people. */
export function counterexampleOf(decision: Decision): Counterexample | null {
  const { finite, concrete } = decision;
  if (concrete?.result === "different") {
    const { instance } = concrete;
    return {
      model: instance.shown.map(([name, value]) => `${name.replace(/#([0-9,]+)/g, "_{$1}")} = ${value}`),
      left: valueText(instance.left),
      right: valueText(instance.right),
      leftValue: valueNumber(instance.left),
      rightValue: valueNumber(instance.right),
    };
  }
  if (finite?.result !== "different") return null;
  const { instance, doubles } = finite;
  if (instance === null) {
    return {
      model: describeModel(doubles, [decision.claim.left, decision.claim.right]),
      left: doubles.left.toPrecision(8),
      right: doubles.right.toPrecision(8),
      leftValue: doubles.left,
      rightValue: doubles.right,
    };
  }
  return {
    model: describeModel(instance, [decision.claim.left, decision.claim.right]),
    left: exact.text(instance.left),
    right: exact.text(instance.right),
    leftValue: exact.toNumber(instance.left),
    rightValue: exact.toNumber(instance.right),
  };
}

function valueText(value: Exact | number | string): string {
  if (typeof value === "string") return value;
  return typeof value === "number" ? value.toPrecision(8) : exact.text(value);
}

function valueNumber(value: Exact | number | string): number | null {
  if (typeof value === "string") return null;
  return typeof value === "number" ? value : exact.toNumber(value);
}

/** Roots of the variables that a setting places on real spaces. */
export function realVariables(decision: Decision | null): ReadonlySet<string> {
  const found = new Set<string>();
  for (const hypothesis of decision?.claim.setting.hypotheses ?? []) {
    if (hypothesis.space !== "real") continue;
    for (const target of hypothesis.call.targets)
      if (target.kind === "symbol") found.add(nameLatex({ ...target.name, marks: [] }));
  }
  return found;
}

export function sameTerm(a: Term, b: Term): boolean {
  return termKey(a) === termKey(b);
}
