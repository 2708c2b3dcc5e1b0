import type { Positions } from "../document/positions.js";
import { isInequality } from "../claims/relation.js";
import { printTerm } from "../notation/print.js";
import type { Step } from "../meaning/steps.js";
import { expand } from "../meaning/definitions.js";
import type { Dimension } from "../claims/dimensions.js";
import type { Term } from "../terms/term.js";
import { isNumeric } from "./conditions.js";
import { diagnose } from "./diagnosis/diagnose.js";
import { nameDifference } from "./diagnosis/name.js";
import { valuerOf } from "./diagnosis/values.js";
import type { Decision } from "./decide.js";
import { counterexampleOf, evidenceOf, realVariables, understoodAs } from "./present.js";
import type { Resolution, Resolver, Sides } from "./resolver.js";
import type { Evidence, StepProof, StepResult } from "./result.js";

type Settled = Resolution | { readonly kind: "not-understood"; readonly reason: string };

/** Turns a resolution into the record that every renderer reads. */
export function presentStep(step: Step, resolution: Settled, resolver: Resolver, positions: Positions): StepResult {
  const { line, column } = positions.at(step.signRange.start);
  const base = {
    id: step.id,
    line,
    column,
    relation: step.sign,
    left: step.left.latex,
    right: step.right.latex,
    understoodAs: "",
    reading: [],
    evidence: [],
    range: { sign: step.signRange, step: step.range },
  };
  switch (resolution.kind) {
    case "not-understood":
      return { ...base, verdict: "not-understood", message: resolution.reason };
    case "undecided": {
      const understood =
        resolution.sides === null ? "" : understoodAs(resolution.sides, step.relation, new Set(), dimensionsAt(step, resolver));
      return { ...base, understoodAs: understood, verdict: "undecided", message: resolution.reason };
    }
    case "repeats":
      return {
        ...base,
        understoodAs: understoodAs(resolution.sides, step.relation, new Set(), dimensionsAt(step, resolver)),
        verdict: resolution.known.verdict,
        repeats: resolution.known.id,
        reading: resolution.reading,
      };
    case "assumed":
      return {
        ...base,
        understoodAs: understoodAs(
          resolution.sides,
          step.relation,
          realVariables(resolution.obligations[0] ?? null),
          dimensionsAt(step, resolver),
        ),
        verdict: "assumed",
        evidence: resolution.obligations.flatMap(evidenceOf),
        message: [resolution.text, ...resolution.notes].join("; "),
      };
    case "ill-formed":
      return {
        ...base,
        understoodAs:
          resolution.sides === null ? "" : understoodAs(resolution.sides, step.relation, new Set(), dimensionsAt(step, resolver)),
        ...illFormed(resolution.reason),
      };
    case "broken-obligation":
      return { ...base, ...brokenObligation(step, resolution, resolver) };
    case "decided":
      return { ...base, ...decided(step, resolution, resolver) };
  }
}

function dimensionsAt(step: Step, resolver: Resolver): ReadonlyMap<string, Dimension> {
  return resolver.scope.settingAt(step.section).dimensions;
}

type Fields = Pick<StepResult, "understoodAs" | "verdict" | "reading" | "evidence"> & Partial<StepResult>;

function brokenObligation(
  step: Step,
  resolution: Extract<Resolution, { kind: "broken-obligation" }>,
  resolver: Resolver,
): Fields {
  const { decision, sides } = resolution;
  const counterexample = counterexampleOf(decision);
  const targets = sides.left.kind === "density" ? sides.left.distribution.targets.map(printTerm).join(", ") : "its variables";
  const total =
    counterexample === null ? "it does not integrate to 1" : `its integral over ${targets} is ${counterexample.left}, not 1`;
  return {
    understoodAs: understoodAs(sides, step.relation, realVariables(decision), dimensionsAt(step, resolver)),
    verdict: "refuted",
    reading: [],
    evidence: evidenceOf(decision),
    message: `this is no density: ${decision.outcome === "refuted" ? total : decision.reason}`,
    ...(counterexample === null ? {} : { counterexample }),
  };
}

function decided(step: Step, resolution: Extract<Resolution, { kind: "decided" }>, resolver: Resolver): Fields {
  const { decision, sides, reading } = resolution;
  const fields = {
    understoodAs: understoodAs(sides, step.relation, realVariables(decision), dimensionsAt(step, resolver)),
    reading,
    evidence: evidenceOf(decision),
  };
  switch (decision.outcome) {
    case "exact":
    case "supported":
      return {
        ...fields,
        verdict: decision.outcome,
        ...constantOf(step, decision),
        ...provedBy(fields.evidence, resolution.proof),
      };
    case "undecided":
      return { ...fields, verdict: "undecided", message: decision.reason };
    case "illFormed":
      return { ...fields, ...illFormed(decision.reason) };
    case "refuted": {
      const condition = conditionOnModel(sides, decision);
      if (condition !== null) return { ...fields, evidence: [], verdict: "undecided", message: condition };
      const counterexample = counterexampleOf(decision);
      const { scope } = resolver;
      const prepare = (term: Term): Term => expand(term, scope.definitions);
      const { message, blame } = diagnose({
        step,
        claim: decision.claim,
        left: sides.left,
        right: sides.right,
        byFinite: decision.byFinite,
        prepare,
      });
      return {
        ...fields,
        verdict: "refuted",
        message: message ?? refutation(step, decision, resolution.tried),
        ...(counterexample === null ? {} : { counterexample }),
        ...(blame === null ? {} : { blame }),
      };
    }
  }
}

/** What a proof adds to what the oracles say. */
function provedBy(evidence: readonly Evidence[], proof: StepProof | undefined): Partial<Fields> {
  if (proof === undefined) return {};
  const length = `proved in ${proof.lines} ${proof.lines === 1 ? "line" : "lines"}`;
  const detail = proof.lines === 0 ? "proved: written out, both sides are the same" : `${length}: ${proof.rules.join(", ")}`;
  return { verdict: "proved", evidence: [{ oracle: "symbolic", result: "equal", detail }, ...evidence], proof };
}

/** What makes no sense in any model is refuted without one. */
function illFormed(reason: string): Pick<StepResult, "verdict" | "evidence" | "message"> {
  return {
    verdict: "refuted",
    evidence: [{ oracle: "static", result: "different", detail: reason }],
    message: `this makes no sense as written: ${reason}`,
  };
}

const MOMENTS: ReadonlySet<Term["kind"]> = new Set(["expectation", "variance", "density", "apply", "divergence", "entropy"]);

/** A moment or density set equal to a number constrains the model: it is no claim about every model, so no model refutes it. */
function conditionOnModel(sides: Sides, decision: Decision): string | null {
  if (decision.claim.relation !== "equal" || !decision.byFinite) return null;
  const [number, other] = isNumeric(sides.right) ? [sides.right, sides.left] : [sides.left, sides.right];
  if (!isNumeric(number) || isNumeric(other)) return null;
  // What the document defines is fixed: written out, it is no moment or it is one of the model's own.
  const { left, right } = decision.claim;
  if (!MOMENTS.has(other.kind) || !(MOMENTS.has(left.kind) || MOMENTS.has(right.kind))) return null;
  return `a condition on the model: nothing in the document fixes ${printTerm(other)}`;
}

/** What the sides of an accepted "equal up to a constant" differ by, where it has a simple name. */
function constantOf(step: Step, decision: Decision): Pick<StepResult, "upTo"> {
  const { claim } = decision;
  if (claim.relation !== "similar") return {};
  const bodies = claim.setting.hypotheses.map((hypothesis) => hypothesis.body);
  const named = nameDifference(claim.right, claim.left, valuerOf(claim, decision.byFinite, step.id), bodies);
  if (named?.kind !== "by") return {};
  return { upTo: printTerm(named.larger === "right" ? named.amount : { kind: "negate", argument: named.amount }) };
}

function refutation(step: Step, decision: Decision, tried: readonly string[]): string {
  if (tried.length > 0) return `no term that the document has set aside makes this hold; tried ${tried.join(" and ")}`;
  switch (decision.claim.relation) {
    case "similar":
      return "the two sides do not differ by a constant";
    case "proportional":
      return "the ratio of the two sides is not constant";
    default:
      return isInequality(decision.claim.relation)
        ? `${step.sign} does not hold in every model`
        : "the two sides are not equal in every model";
  }
}
