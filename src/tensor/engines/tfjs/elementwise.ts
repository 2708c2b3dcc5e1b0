import type { Tensor } from "@tensorflow/tfjs-core";
import type { Axes } from "../../graph/axes.js";
import type { Node } from "../../graph/node.js";
import type { Kernel, KernelOf, Tfjs } from "./kernel.js";
import { aligned } from "./layout.js";

/** The kernel of a function value by value. */
export function unary(f: (tf: Tfjs, x: Tensor) => Tensor): (tf: Tfjs) => Kernel {
  return (tf) => (x) => f(tf, x);
}

interface BinaryNode {
  readonly axes: Axes;
  readonly operands: readonly [Node, Node];
}

/** The kernel of a function of two values, over operands that are repeated along the axes that they lack. */
export function binary(f: (tf: Tfjs, x: Tensor, y: Tensor) => Tensor): (tf: Tfjs, node: BinaryNode) => Kernel {
  return (tf, { axes, operands: [a, b] }) =>
    (x, y) =>
      f(tf, aligned(tf, x, a.axes, axes), aligned(tf, y, b.axes, axes));
}

/** The kernel of a comparison, which gives 1 where it holds. */
export function comparison(f: (tf: Tfjs, x: Tensor, y: Tensor) => Tensor): (tf: Tfjs, node: BinaryNode) => Kernel {
  return binary((tf, x, y) => tf.cast(f(tf, x, y), "float32"));
}

export const clamp: KernelOf<"clamp"> =
  (tf, { low, high }) =>
  (x) =>
    keepingNaN(tf, x, tf.clipByValue(x, low, high));

export const select: KernelOf<"select"> = (tf, { axes, operands: [condition, a, b] }) => {
  return (c, x, y) => {
    const chosen = tf.notEqual(aligned(tf, c, condition.axes, axes), 0);
    return tf.where(chosen, aligned(tf, x, a.axes, axes), aligned(tf, y, b.axes, axes));
  };
};

export function sign(tf: Tfjs, x: Tensor): Tensor {
  return keepingNaN(tf, x, tf.sign(x));
}

/** NaN where either is; on wasm the library's own may give the other one. */
export function maximum(tf: Tfjs, x: Tensor, y: Tensor): Tensor {
  return tf.where(tf.greaterEqual(x, y), x, tf.where(tf.equal(x, x), y, x));
}

/** What a function made of x, but x itself where this is NaN, which some backends' kernels take for a number. */
function keepingNaN(tf: Tfjs, x: Tensor, result: Tensor): Tensor {
  return tf.where(tf.equal(x, x), result, x);
}

/** The library's own computes log(1 + exp x), in which a small exponential is lost. */
export function softplus(tf: Tfjs, x: Tensor): Tensor {
  return tf.add(tf.relu(x), tf.log1p(tf.exp(tf.neg(tf.abs(x)))));
}
