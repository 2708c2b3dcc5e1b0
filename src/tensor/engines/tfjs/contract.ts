import { hasAxis, pickAxes, withoutAxes } from "../../graph/axes.js";
import type { KernelOf } from "./kernel.js";
import { grouped, ungrouped } from "./layout.js";
import { product } from "./product.js";

/** One product of matrices: (batch, left, summed) · (batch, summed, right). Both are brought into this order first: of a transposed operand wasm is slow. */
export const contract: KernelOf<"contract"> = (tf, { axes, over, operands: [a, b] }) => {
  const summed = pickAxes("contract", a.axes, over);
  const kept = withoutAxes(a.axes, over);
  const batch = kept.filter(({ name }) => hasAxis(b.axes, name));
  const left = kept.filter(({ name }) => !hasAxis(b.axes, name));
  const right = b.axes.filter(({ name }) => !hasAxis(a.axes, name));
  return (x, y) => {
    const result = product(tf, grouped(tf, x, a.axes, [batch, left, summed]), grouped(tf, y, b.axes, [batch, summed, right]));
    return ungrouped(tf, result, [batch, left, right], axes);
  };
};
