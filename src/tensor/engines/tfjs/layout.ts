import type { Tensor } from "@tensorflow/tfjs-core";
import { elements, hasAxis, namesOf } from "../../graph/axes.js";
import type { Axes } from "../../graph/axes.js";
import type { Tfjs } from "./kernel.js";

export function sizesOf(axes: Axes): number[] {
  return axes.map(({ size }) => size);
}

/** The places of the named axes. */
export function placesOf(axes: Axes, names: readonly string[]): number[] {
  return names.map((name) => axes.findIndex((own) => own.name === name));
}

/** The tensor with its axes in the order of the names, which are all of them. */
export function reordered(tf: Tfjs, x: Tensor, axes: Axes, names: readonly string[]): Tensor {
  const places = placesOf(axes, names);
  return places.every((place, i) => place === i) ? x : tf.transpose(x, places);
}

/** The tensor with its axes in the order of `to`, of size 1 along those that it lacks, so that it is repeated there. */
export function aligned(tf: Tfjs, x: Tensor, axes: Axes, to: Axes): Tensor {
  const own = to.filter(({ name }) => hasAxis(axes, name));
  const sizes = to.map(({ name, size }) => (hasAxis(axes, name) ? size : 1));
  const inOrder = reordered(tf, x, axes, namesOf(own));
  return sizes.length === axes.length ? inOrder : tf.reshape(inOrder, sizes);
}

/** The tensor as one with an axis for each group of its axes, which are all of them. */
export function grouped(tf: Tfjs, x: Tensor, axes: Axes, groups: readonly Axes[]): Tensor {
  return tf.reshape(reordered(tf, x, axes, namesOf(groups.flat())), groups.map(elements));
}

/** Undoes `grouped`: from an axis for each group to the axes, which are all of the groups'. */
export function ungrouped(tf: Tfjs, x: Tensor, groups: readonly Axes[], axes: Axes): Tensor {
  const all = groups.flat();
  return reordered(tf, tf.reshape(x, sizesOf(all)), all, namesOf(axes));
}
