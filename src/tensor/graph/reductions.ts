import { elements, findAxis, freshName, namesOf, pickAxes, withoutAxes } from "./axes.js";
import { divide, exp } from "./elementwise.js";
import { merge, reorder, split } from "./moves.js";
import type { Node } from "./node.js";
import { ShapeError } from "./shape-error.js";

/**
 * Reductions name the axes that they take away; what is left keeps its order. Over no axes they change nothing. All throw a ShapeError when an axis is
 * missing or named twice.
 */
function reduce(kind: "sum" | "max" | "logSumExp", x: Node, over: readonly string[]): Node {
  pickAxes(kind, x.axes, over);
  return over.length === 0 ? x : { kind, over, operands: [x], axes: withoutAxes(x.axes, over) };
}

/** 0 over an empty axis. */
export const sum = (x: Node, over: readonly string[]): Node => reduce("sum", x, over);

/** −∞ over an empty axis, NaN if any value is. Values that share the maximum share the gradient equally. */
export const max = (x: Node, over: readonly string[]): Node => reduce("max", x, over);

/** log Σ exp x, without overflow; −∞ over an empty axis. */
export const logSumExp = (x: Node, over: readonly string[]): Node => reduce("logSumExp", x, over);

/** The sum over the number of places summed over. @throws ShapeError as `sum`, and when there is nothing to average */
export function mean(x: Node, over: readonly string[]): Node {
  const averaged = pickAxes("mean", x.axes, over);
  const empty = averaged.find(({ size }) => size === 0);
  if (empty !== undefined) throw new ShapeError("mean", `axis "${empty.name}" has size 0`, "there is nothing to average");
  return divide(sum(x, over), elements(averaged));
}

/**
 * x − logSumExp(x) along one axis, or along several together, accurate where one value outweighs the others.
 *
 * @throws ShapeError when an axis is missing or named twice, or none is named
 */
export function logSoftmax(x: Node, along: string | readonly string[]): Node {
  if (typeof along !== "string") {
    const axes = pickAxes("logSoftmax", x.axes, along);
    const [only, ...others] = along;
    if (only === undefined) throw new ShapeError("logSoftmax", "no axis is named", "name at least one");
    if (others.length === 0) return logSoftmax(x, only);
    const all = freshName(x.axes, "all");
    return reorder(split(logSoftmax(merge(x, along, all), all), all, axes), namesOf(x.axes));
  }
  findAxis("logSoftmax", x.axes, along);
  return { kind: "logSoftmax", axis: along, operands: [x], axes: x.axes };
}

/** exp(x) over its sum along one axis, or along several together. @throws ShapeError as `logSoftmax` */
export function softmax(x: Node, along: string | readonly string[]): Node {
  return exp(logSoftmax(x, along));
}
