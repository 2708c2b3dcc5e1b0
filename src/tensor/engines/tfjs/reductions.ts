import type { KernelOf } from "./kernel.js";
import { placesOf, sizesOf } from "./layout.js";

export const sum: KernelOf<"sum"> = (tf, { over, operands: [{ axes }] }) => {
  const places = placesOf(axes, over);
  return (x) => tf.sum(x, places);
};

export const max: KernelOf<"max"> = (tf, { over, operands: [{ axes }] }) => {
  const places = placesOf(axes, over);
  return (x) => tf.max(x, places);
};

/** The largest value is taken out first where it is finite: ∞ − ∞ would be NaN. */
export const logSumExp: KernelOf<"logSumExp"> = (tf, { axes: left, over, operands: [{ axes }] }) => {
  const places = placesOf(axes, over);
  const sizes = sizesOf(left);
  return (x) => {
    const largest = tf.max(x, places, true);
    const shift = tf.where(tf.less(tf.abs(largest), Infinity), largest, tf.zerosLike(largest));
    const total = tf.log(tf.sum(tf.exp(tf.sub(x, shift)), places));
    return tf.add(total, tf.reshape(shift, sizes));
  };
};

/** The largest value is taken out before the logarithm is: beside large logits nothing of it would be left. */
export const logSoftmax: KernelOf<"logSoftmax"> = (tf, { axes, axis }) => {
  const places = placesOf(axes, [axis]);
  return (x) => {
    const shifted = tf.sub(x, tf.max(x, places, true));
    return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), places, true)));
  };
};
