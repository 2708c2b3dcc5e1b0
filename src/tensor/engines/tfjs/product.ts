import type { Tensor } from "@tensorflow/tfjs-core";
import type { Tfjs } from "./kernel.js";

/**
 * (batch, rows, inner) · (batch, inner, columns). tfjs-backend-wasm 4.22 keeps what it has prepared of a right operand by the memory that this lies in,
 * whatever its shape: of one that is another tensor reshaped it would take the other one's columns. There the operand gets memory of its own.
 */
export function product(tf: Tfjs, x: Tensor, y: Tensor): Tensor {
  return tf.matMul(
    x,
    tf.getBackend() === "wasm"
      ? tf.slice(
          y,
          y.shape.map(() => 0),
          y.shape,
        )
      : y,
  );
}
