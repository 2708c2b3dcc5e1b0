import type { Tensor } from "@tensorflow/tfjs-core";
import { namesOf } from "../../graph/axes.js";
import type { Axes } from "../../graph/axes.js";
import type { KernelOf } from "./kernel.js";
import { placesOf, reordered, sizesOf } from "./layout.js";

export const reshape: KernelOf<"reshape"> = (tf, { axes }) => {
  const sizes = sizesOf(axes);
  return (x) => tf.reshape(x, sizes);
};

export const reorder: KernelOf<"reorder"> = (tf, { axes, operands: [operand] }) => {
  return (x) => reordered(tf, x, operand.axes, namesOf(axes));
};

export const expand: KernelOf<"expand"> = (tf, { axes }) => {
  const sizes = sizesOf(axes);
  return (x) => tf.broadcastTo(tf.expandDims(x, -1), sizes);
};

export const slice: KernelOf<"slice"> = (tf, { axes, axis, start }) => {
  const [begin, sizes] = [along(axes, axis, start), sizesOf(axes)];
  return (x) => tf.slice(x, begin, sizes);
};

export const pad: KernelOf<"pad"> = (tf, { axes, axis, before, after }) => {
  const around = axes.map(({ name }): [number, number] => (name === axis ? [before, after] : [0, 0]));
  return (x) => tf.pad(x, around);
};

export const concat: KernelOf<"concat"> = (tf, { axes, axis }) => {
  const [place = 0] = placesOf(axes, [axis]);
  return (...parts) => tf.concat<Tensor>(parts, place);
};

export const reverse: KernelOf<"reverse"> = (tf, { axes, axis }) => {
  const places = placesOf(axes, [axis]);
  return (x) => tf.reverse(x, places);
};

/** 0 along each axis but the one named. */
function along(axes: Axes, axis: string, position: number): number[] {
  return axes.map(({ name }) => (name === axis ? position : 0));
}
