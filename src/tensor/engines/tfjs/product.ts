import type { Tensor } from "@tensorflow/tfjs-core";
import type { Tfjs } from "./kernel.js";

/**
 * (…, rows, inner) · (…, inner, columns). A product with one column is summed here: of such a one tfjs-backend-wasm 4.22 writes beyond the end of its result,
 * into the memory of other tensors.
 */
export function product(tf: Tfjs, x: Tensor, y: Tensor): Tensor {
  if (y.shape.at(-1) !== 1) return tf.matMul(x, y);
  const transposed = tf.reshape(y, [...y.shape.slice(0, -2), 1, y.shape.at(-2) ?? 1]);
  return tf.sum(tf.mul(x, transposed), -1, true);
}
