import { checkValues } from "./graph/axes.js";
import type { Axes } from "./graph/axes.js";

/** Values over axes, in row-major order: the last axis runs fastest. */
export interface Tensor {
  readonly axes: Axes;
  readonly values: Float64Array;
}

/** @throws ShapeError unless there is one value for each index */
export function tensor(axes: Axes, values: ArrayLike<number>): Tensor {
  checkValues("tensor", axes, values.length);
  return { axes, values: Float64Array.from(values) };
}
