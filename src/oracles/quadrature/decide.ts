import type { ClosedClaim } from "../../claims/closed.js";
import { integrate, STANDARD_WORK, type IntegralResult } from "./integrate.js";

export interface QuadratureDecision {
  readonly result: "equal" | "different" | "unknown";
  /** NaN where a side has no value. */
  readonly left: number;
  readonly right: number;
  /** Both sides' error bounds together. */
  readonly error: number;
  readonly detail: string;
}

/** Sides this close, relative to the larger, count as equal. */
const TOLERANCE = 1e-8;
/** A difference within this many error bounds is explained by them. */
const EXPLAINED = 4;
/** A difference beyond this many error bounds is real. */
const REAL = 100;
/** Sides that are known no better than this, relative to the larger, cannot be told to be equal. */
const COARSEST = 1e-5;

/** Compares both sides of a claim by numerical integration; each side may take half of the work. */
export function decide(claim: ClosedClaim, work: number = 2 * STANDARD_WORK): QuadratureDecision {
  const left = integrate(claim.left, work / 2);
  const right = integrate(claim.right, work / 2);
  if (left.kind === "unknown" || right.kind === "unknown") {
    const reasons = [reason("left", left), reason("right", right)].filter((text) => text !== null);
    return { result: "unknown", left: valueOf(left), right: valueOf(right), error: NaN, detail: reasons.join("; ") };
  }
  const error = left.error + right.error;
  const difference = Math.abs(left.value - right.value);
  const size = Math.max(Math.abs(left.value), Math.abs(right.value));
  const result = compare(difference, error, size);
  return { result, left: left.value, right: right.value, error, detail: explain(result, difference, error, size) };
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
