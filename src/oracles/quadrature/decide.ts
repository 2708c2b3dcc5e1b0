import type { ClosedClaim } from "../../claims/closed.js";
import { floorOf } from "./floor.js";
import { integrate, STANDARD_WORK, type IntegralResult } from "./integrate.js";

export interface QuadratureDecision {
  readonly result: "equal" | "different" | "unknown";
  /** NaN where a side has no value. */
  readonly left: number;
  readonly right: number;
  /** Both sides' error bounds together. */
  readonly error: number;
  /** The side that has no value, where it is known to be more than the number that stands for it above. */
  readonly more: "left" | "right" | null;
  readonly detail: string;
}

/** Sides this close, relative to the larger, count as equal. */
const TOLERANCE = 1e-8;
/** A difference within this many error bounds is explained by them. */
const EXPLAINED = 4;
/** A difference beyond this many error bounds is real. */
const REAL = 100;
/** By how much, relative to the other side, a part of a diverging integral must be larger. */
const MARGIN = 0.01;
/** Sides that are known no better than this, relative to the larger, cannot be told to be equal. */
const COARSEST = 1e-5;

/** Compares both sides of a claim by numerical integration; each side may take half of the work. */
export function decide(claim: ClosedClaim, work: number = 2 * STANDARD_WORK): QuadratureDecision {
  const left = integrate(claim.left, work / 2);
  const right = integrate(claim.right, work / 2);
  if (left.kind === "unknown" || right.kind === "unknown") {
    const reasons = [reason("left", left), reason("right", right)].filter((text) => text !== null);
    const floor = overtakes(claim, left, right, work / 4);
    if (floor !== null) return floor;
    return { result: "unknown", left: valueOf(left), right: valueOf(right), error: NaN, more: null, detail: reasons.join("; ") };
  }
  const error = left.error + right.error;
  const difference = Math.abs(left.value - right.value);
  const size = Math.max(Math.abs(left.value), Math.abs(right.value));
  const result = compare(difference, error, size);
  return { result, left: left.value, right: right.value, error, more: null, detail: explain(result, difference, error, size) };
}

/** A side without a value that is larger than the other on a part of its range already, with nothing negative to make up for it. */
function overtakes(claim: ClosedClaim, left: IntegralResult, right: IntegralResult, work: number): QuadratureDecision | null {
  if (left.kind === right.kind) return null;
  const more = left.kind === "unknown" ? "left" : "right";
  const known = left.kind === "value" ? left : right;
  if (known.kind === "unknown") return null;
  const floor = floorOf(claim[more], work);
  if (floor === null || floor - known.value <= REAL * known.error + MARGIN * (1 + Math.abs(known.value))) return null;
  return {
    result: "different",
    left: more === "left" ? floor : known.value,
    right: more === "left" ? known.value : floor,
    error: known.error,
    more,
    detail: `quadrature: the ${more} side has no value; a part of its integral is ${text(floor)} already, and its integrand is nowhere negative`,
  };
}

function compare(difference: number, error: number, size: number): QuadratureDecision["result"] {
  const small = difference <= Math.max(TOLERANCE * size, EXPLAINED * error);
  if (small) return error <= Math.max(COARSEST * size, 1e-9) ? "equal" : "unknown";
  return difference > REAL * error ? "different" : "unknown";
}

function explain(result: QuadratureDecision["result"], difference: number, error: number, size: number): string {
  const measured = `sides differ by ${text(difference)}, error at most ${text(error)}`;
  switch (result) {
    case "equal":
      return `quadrature: ${measured}, tolerance ${text(Math.max(TOLERANCE * size, EXPLAINED * error))}`;
    case "different":
      return `quadrature: ${measured}; more than ${REAL} times the error is a difference`;
    case "unknown":
      return `quadrature: ${measured}: too close to tell`;
  }
}

function text(value: number): string {
  return value === 0 ? "0" : value.toExponential(2);
}

function valueOf(result: IntegralResult): number {
  return result.kind === "value" ? result.value : NaN;
}

function reason(side: "left" | "right", result: IntegralResult): string | null {
  return result.kind === "unknown" ? `${side} side: ${result.reason}` : null;
}
