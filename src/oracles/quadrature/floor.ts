import type { ClosedTerm } from "../../claims/closed.js";
import { integrateAxis } from "./axis.js";
import { compile } from "./compile.js";
import { Evaluation } from "./evaluation.js";
import { constant } from "./expression.js";
import type { Axis } from "./program.js";
import { Undecidable } from "./undecidable.js";

/** Ends of the windows: powers of two on both sides. */
const ENDS = [1, 2, 4, 8, 16, 32, 64];
const WINDOWS = [...ENDS.map((end) => -end).reverse(), 0, ...ENDS];
/** Points of each window at which the integrand must not be negative; they are off the places where formulas have their poles. */
const POINTS = Array.from({ length: 16 }, (_, index) => (index + Math.SQRT1_2) / 17);

/**
 * What an integral over the whole line is at least, from windows around 0 alone: that is enough to refute a value below it where the integral itself
 * diverges or does not settle. Null when the term is no such integral, or its integrand was seen to be negative or undefined somewhere.
 */
export function floorOf(term: ClosedTerm, work: number): number | null {
  try {
    const { program, slots } = compile(term);
    const [integral, ...others] = program.integrals;
    if (integral === undefined || others.length > 0 || program.expression.slot !== integral.slot) return null;
    const evaluation = new Evaluation(slots, work);
    if (!isWholeLine(integral.axis, evaluation)) return null;
    let floor = 0;
    for (const [index, low] of WINDOWS.slice(0, -1).entries()) {
      const high = WINDOWS[index + 1] ?? low;
      if (!isPositive(integral.axis, evaluation, low, high)) return null;
      floor += overWindow(integral.axis, evaluation, low, high);
    }
    return floor;
  } catch (cause) {
    if (cause instanceof Undecidable) return null;
    throw cause;
  }
}

function isWholeLine({ range }: Axis, { at }: Evaluation): boolean {
  if (range.kind === "line") return true;
  return range.kind === "interval" && range.lower.value(at) === -Infinity && range.upper.value(at) === Infinity;
}

function isPositive({ slot, body }: Axis, evaluation: Evaluation, low: number, high: number): boolean {
  return POINTS.every((point) => {
    evaluation.at[slot] = low + point * (high - low);
    // Beyond the range of doubles a value still has its sign.
    const { sign } = body.integrals.length === 0 ? body.expression.scaled(evaluation.at) : { sign: evaluation.run(body) };
    return sign >= 0;
  });
}

/** Nothing where the integral over the window does not settle: a floor may leave out what is positive. */
function overWindow(axis: Axis, evaluation: Evaluation, low: number, high: number): number {
  try {
    const { value, error } = integrateAxis(
      { ...axis, range: { kind: "interval", lower: constant(low), upper: constant(high) } },
      evaluation,
    );
    return Math.max(0, value - error);
  } catch (cause) {
    if (cause instanceof Undecidable) return 0;
    throw cause;
  }
}
