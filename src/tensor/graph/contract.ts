import { alignAxes, pickAxes, withoutAxes } from "./axes.js";
import type { Node } from "./node.js";

/**
 * Σ a · b over axes that both have: the product of matrices and its batched forms. Axes of both that are not summed over are batch axes. The result has
 * the axes of a that are left, then those that b adds. Over no axes it is the product value by value.
 *
 * @throws ShapeError when one of the axes summed over is missing in a or in b or named twice, or an axis of both has two sizes
 */
export function contract(a: Node, b: Node, over: readonly string[]): Node {
  pickAxes("contract's left operand", a.axes, over);
  pickAxes("contract's right operand", b.axes, over);
  return { kind: "contract", over, operands: [a, b], axes: withoutAxes(alignAxes("contract", a.axes, b.axes), over) };
}
