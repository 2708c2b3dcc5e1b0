import { pickAxes, withoutAxes } from "../../graph/axes.js";
import type { Axes } from "../../graph/axes.js";
import type { Node } from "../../graph/node.js";
import type { Kernel, KernelOf } from "./kernel.js";
import { allocate, at, filled, offsets } from "./offsets.js";

interface ReductionNode {
  readonly axes: Axes;
  readonly operands: readonly [Node];
  readonly over: readonly string[];
}

/** The kernel that makes one number of the values at `start + place` for each place. */
function reduction(f: (x: Float64Array, start: number, places: Int32Array) => number): (node: ReductionNode) => Kernel {
  return ({ axes, over, operands: [{ axes: full }] }) => {
    const starts = offsets(axes, full);
    const places = offsets(pickAxes("reduction", full, over), full);
    return (x) => filled(axes, (i) => f(x, at(starts, i), places));
  };
}

/** With Neumaier's compensation: the error does not grow with the number of values. */
function sumOf(x: Float64Array, start: number, places: Int32Array): number {
  let total = 0;
  let lost = 0;
  for (const place of places) {
    const value = at(x, start + place);
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  // An infinite total leaves NaN in what was lost.
  return Number.isFinite(lost) ? total + lost : total;
}

function maxOf(x: Float64Array, start: number, places: Int32Array): number {
  let largest = -Infinity;
  for (const place of places) largest = Math.max(largest, at(x, start + place));
  return largest;
}

/** log Σ exp(x − largest), the largest value's own 1 left to log1p, so that nothing of the others is lost beside it. */
function logSumOfShifted(x: Float64Array, start: number, places: Int32Array, largest: number): number {
  let others = 0;
  let seen = false;
  for (const place of places) {
    const value = at(x, start + place);
    if (value === largest && !seen) seen = true;
    else others += Math.exp(value - largest);
  }
  return Math.log1p(others);
}

function logSumExpOf(x: Float64Array, start: number, places: Int32Array): number {
  const largest = maxOf(x, start, places);
  return Number.isFinite(largest) ? largest + logSumOfShifted(x, start, places, largest) : largest;
}

export const sum: KernelOf<"sum"> = reduction(sumOf);
export const max: KernelOf<"max"> = reduction(maxOf);
export const logSumExp: KernelOf<"logSumExp"> = reduction(logSumExpOf);

export const logSoftmax: KernelOf<"logSoftmax"> = ({ axes, axis }) => {
  const starts = offsets(withoutAxes(axes, [axis]), axes);
  const places = offsets(pickAxes("logSoftmax", axes, [axis]), axes);
  return (x) => {
    const result = allocate(axes);
    for (const start of starts) {
      const largest = maxOf(x, start, places);
      const rest = logSumOfShifted(x, start, places, largest);
      for (const place of places) result[start + place] = at(x, start + place) - largest - rest;
    }
    return result;
  };
};
