import type { ElementaryName } from "../../terms/term.js";

/** All values that a quantity can take lie in low .. high; ends may be infinite. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

export const LINE: Interval = { low: -Infinity, high: Infinity };
export const POSITIVE: Interval = { low: 0, high: Infinity };

export function point(value: number): Interval {
  return { low: value, high: value };
}

export function affineInterval({ low, high }: Interval, scale: number, shift: number): Interval {
  const ends = [times(scale, low) + shift, times(scale, high) + shift];
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

export function addIntervals(parts: readonly Interval[]): Interval {
  return parts.reduce((sum, part) => ({ low: sum.low + part.low, high: sum.high + part.high }), point(0));
}

export function multiplyIntervals(a: Interval, b: Interval): Interval {
  const products = [times(a.low, b.low), times(a.low, b.high), times(a.high, b.low), times(a.high, b.high)];
  return { low: Math.min(...products), high: Math.max(...products) };
}

export function squareInterval({ low, high }: Interval): Interval {
  const ends = [low * low, high * high];
  return { low: low <= 0 && high >= 0 ? 0 : Math.min(...ends), high: Math.max(...ends) };
}

export function reciprocalInterval({ low, high }: Interval): Interval {
  return low > 0 || high < 0 ? { low: 1 / high, high: 1 / low } : LINE;
}

const monotone =
  (f: (x: number) => number) =>
  ({ low, high }: Interval): Interval => ({ low: f(low), high: f(high) });
const within = (low: number, high: number) => (): Interval => ({ low, high });

/** Images under the elementary functions; for `log` and `sqrt` of their domains' part. */
export const ELEMENTARY_INTERVALS: Readonly<Record<ElementaryName, (argument: Interval) => Interval>> = {
  log: ({ low, high }) => ({ low: low > 0 ? Math.log(low) : -Infinity, high: high > 0 ? Math.log(high) : -Infinity }),
  exp: monotone(Math.exp),
  sqrt: ({ low, high }) => ({ low: Math.sqrt(Math.max(low, 0)), high: Math.sqrt(Math.max(high, 0)) }),
  abs: ({ low, high }) => ({
    low: low <= 0 && high >= 0 ? 0 : Math.min(Math.abs(low), Math.abs(high)),
    high: Math.max(-low, high),
  }),
  sin: within(-1, 1),
  cos: within(-1, 1),
  tan: within(-Infinity, Infinity),
  tanh: within(-1, 1),
  sigmoid: within(0, 1),
  softplus: ({ high }) => ({ low: 0, high: high === Infinity ? Infinity : Math.max(high, 0) + Math.LN2 }),
  erf: within(-1, 1),
};

/** Zero times an infinite end is zero: the end itself is no value. */
function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b;
}
