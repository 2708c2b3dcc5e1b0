import { oneSidedRadius, type Moments, type Tail } from "./concentration.js";
import type { Plan } from "./plan.js";

export interface SequentialResult {
  readonly result: "equal" | "different" | "unknown";
  readonly moments: Moments;
  /** Half the width of the interval that the last look gives for the difference. */
  readonly halfWidth: number;
}

/**
 * Looks at the mean of the differences as planned, and stops at the first look that decides: "different" where 0 is outside of its interval, "equal" where
 * `difference` is out of reach. `slack` is what rounding may add to a mean.
 *
 * `sampleTo(n)` draws on until n samples are in and gives their moments; no look goes beyond `most` samples.
 */
export function decideSequentially(
  tail: Tail,
  plan: Plan,
  difference: number,
  slack: number,
  most: number,
  sampleTo: (n: number) => Moments,
): SequentialResult {
  let last: SequentialResult | null = null;
  for (const look of plan.looks) {
    if (look.n > most) break;
    const moments = sampleTo(look.n);
    const halfWidth = slack + oneSidedRadius(tail, moments, look.alpha / 2);
    const distance = Math.abs(moments.mean);
    const result =
      distance > halfWidth
        ? "different"
        : distance + slack + oneSidedRadius(tail, moments, look.beta) < difference
          ? "equal"
          : "unknown";
    last = { result, moments, halfWidth };
    if (result !== "unknown") break;
  }
  if (last !== null) return last;
  return {
    result: "unknown",
    moments: { n: 0, mean: NaN, variance: NaN, skewness: NaN, excessKurtosis: NaN },
    halfWidth: Infinity,
  };
}
