import { axesText, checkAxes, elements } from "./graph/axes.js";
import type { Axes } from "./graph/axes.js";
import { ShapeError } from "./graph/shape-error.js";

/** Values over axes, in row-major order: the last axis runs fastest. */
export interface Tensor {
  readonly axes: Axes;
  readonly values: Float64Array;
}

/** @throws ShapeError unless there is one value for each index */
export function tensor(axes: Axes, values: ArrayLike<number>): Tensor {
  checkAxes("tensor", axes);
  const expected = elements(axes);
  if (values.length !== expected) {
    throw new ShapeError(
      "tensor",
      `${values.length} values for ${expected} places (${axesText(axes)})`,
      "give one for each place",
    );
  }
  return { axes, values: Float64Array.from(values) };
}
