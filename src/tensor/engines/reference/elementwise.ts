import { equalAxes } from "../../graph/axes.js";
import type { Axes } from "../../graph/axes.js";
import type { Node } from "../../graph/node.js";
import type { Kernel, KernelOf } from "./kernel.js";
import { at, filled, offsets } from "./offsets.js";

/** The kernel of a function of one number. */
export function unary(f: (x: number) => number): (node: { readonly axes: Axes }) => Kernel {
  return () => (x) => x.map(f);
}

interface BinaryNode {
  readonly axes: Axes;
  readonly operands: readonly [Node, Node];
}

/** The kernel of a function of two numbers, over operands that are repeated along the axes that they lack. */
export function binary(f: (x: number, y: number) => number): (node: BinaryNode) => Kernel {
  return ({ axes, operands: [a, b] }) => {
    if (equalAxes(axes, a.axes) && equalAxes(axes, b.axes)) return (x, y) => x.map((value, i) => f(value, at(y, i)));
    const left = offsets(axes, a.axes);
    const right = offsets(axes, b.axes);
    return (x, y) => filled(axes, (i) => f(at(x, at(left, i)), at(y, at(right, i))));
  };
}

export const clamp: KernelOf<"clamp"> =
  ({ low, high }) =>
  (x) =>
    x.map((value) => Math.min(Math.max(value, low), high));

export const select: KernelOf<"select"> = ({ axes, operands: [condition, a, b] }) => {
  const [asked, left, right] = [offsets(axes, condition.axes), offsets(axes, a.axes), offsets(axes, b.axes)];
  return (c, x, y) => filled(axes, (i) => (at(c, at(asked, i)) !== 0 ? at(x, at(left, i)) : at(y, at(right, i))));
};
