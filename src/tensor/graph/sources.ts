import { axis as checkedAxis, checkAxes, checkValues } from "./axes.js";
import type { Axes, Axis } from "./axes.js";
import type { Node, NodeOf } from "./node.js";
import { expand } from "./moves.js";

/** A tensor given at evaluation under this name. @throws ShapeError when the axes are no distinct names with sizes */
export function input(name: string, axes: Axes): NodeOf<"input"> {
  checkAxes(`input ${name}`, axes);
  return { kind: "input", name, operands: [], axes };
}

/** Fixed values, in row-major order: the last axis runs fastest. They are copied. @throws ShapeError unless there is one for each index */
export function constant(axes: Axes, values: ArrayLike<number>): NodeOf<"constant"> {
  checkValues("constant", axes, values.length);
  return { kind: "constant", values: Float64Array.from(values), operands: [], axes };
}

/** A number as a tensor without axes. */
export function scalar(value: number): NodeOf<"constant"> {
  return constant([], [value]);
}

/** The same number at each place. @throws ShapeError when the axes are no distinct names with sizes */
export function fill(axes: Axes, value: number): Node {
  return axes.reduce<Node>((x, own) => expand(x, own), scalar(value));
}

/** 0, 1, 2, … along one axis. @throws ShapeError when the axis has no name or size */
export function positions(axis: Axis): Node {
  const { name, size } = checkedAxis(axis.name, axis.size);
  return constant(
    [{ name, size }],
    Array.from({ length: size }, (_, i) => i),
  );
}
