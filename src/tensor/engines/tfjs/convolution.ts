import type { Rank, Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import { elements, findAxis, namesOf, withoutAxes } from "../../graph/axes.js";
import type { Axes } from "../../graph/axes.js";
import type { Channels, Convolution } from "../../graph/convolution-geometry.js";
import type { KernelOf, Tfjs } from "./kernel.js";
import { reordered, ungrouped } from "./layout.js";
import { product } from "./product.js";

/** Four groups of axes, as the library takes them. */
type Groups = readonly [Axes, Axes, Axes, Axes];

/** An image: examples, height, width, channel. */
function imageGroups(axes: Axes, channel: string): Groups {
  const find = (name: string): Axes => [findAxis("conv2d", axes, name)];
  return [withoutAxes(axes, ["height", "width", channel]), find("height"), find("width"), find(channel)];
}

/** A kernel: height, width, channel in, channel out. */
function kernelGroups(axes: Axes, channels: Channels): Groups {
  const find = (name: string): Axes => [findAxis("conv2d", axes, name)];
  return [find("height"), find("width"), find(channels.in), find(channels.out)];
}

function sizesOf(groups: Groups): [number, number, number, number] {
  const [a, b, c, d] = groups;
  return [elements(a), elements(b), elements(c), elements(d)];
}

/** The tensor in the order of the groups. */
function taken(tf: Tfjs, x: Tensor, axes: Axes, groups: Groups): Tensor4D {
  return tf.reshape<Rank.R4>(reordered(tf, x, axes, namesOf(groups.flat())), sizesOf(groups));
}

/** The image with its padding, and with further zeros at the bottom and on the right. */
function padded(
  tf: Tfjs,
  image: Tensor4D,
  { padding }: Convolution,
  [below, beside]: readonly [number, number] = [0, 0],
): Tensor4D {
  const { top, bottom, left, right } = padding;
  return tf.pad(image, [
    [0, 0],
    [top, bottom + below],
    [left, right + beside],
    [0, 0],
  ]);
}

export const conv2d: KernelOf<"conv2d"> = (tf, { axes, convolution, operands: [image, kernel] }) => {
  const { channels, strides } = convolution;
  const [imageSide, kernelSide] = [imageGroups(image.axes, channels.in), kernelGroups(kernel.axes, channels)];
  const outputSide = imageGroups(axes, channels.out);
  return (x, k) => {
    const [inside, weights] = [
      padded(tf, taken(tf, x, image.axes, imageSide), convolution),
      taken(tf, k, kernel.axes, kernelSide),
    ];
    return ungrouped(tf, tf.conv2d(inside, weights, [strides.height, strides.width], "valid"), outputSide, axes);
  };
};

/** Gives the padding too, which is cut off. */
export const conv2dTranspose: KernelOf<"conv2dTranspose"> = (tf, { axes, convolution, operands: [output, kernel] }) => {
  const { channels, strides, padding } = convolution;
  const [outputSide, kernelSide] = [imageGroups(output.axes, channels.out), kernelGroups(kernel.axes, channels)];
  const imageSide = imageGroups(axes, channels.in);
  const [examples, height, width, depth] = sizesOf(imageSide);
  const whole: [number, number, number, number] = [
    examples,
    padding.top + height + padding.bottom,
    padding.left + width + padding.right,
    depth,
  ];
  return (y, k) => {
    const [given, weights] = [taken(tf, y, output.axes, outputSide), taken(tf, k, kernel.axes, kernelSide)];
    const image = tf.conv2dTranspose(given, weights, whole, [strides.height, strides.width], "valid");
    const inside = tf.slice(image, [0, padding.top, padding.left, 0], [examples, height, width, depth]);
    return ungrouped(tf, inside, imageSide, axes);
  };
};

/**
 * One product of matrices: (what each tap of the kernel sees)ᵀ · output. Not every backend has a kernel for it. What a tap sees stands a stride apart in the
 * image: rows are dealt out by their place within a stride, and the columns of a stride lie beside each other as channels, so that the part is a slice. Slices
 * of more than four axes are slow on wasm.
 */
export const conv2dKernel: KernelOf<"conv2dKernel"> = (tf, { axes, convolution, operands: [image, output] }) => {
  const { channels, strides } = convolution;
  const [imageSide, outputSide] = [imageGroups(image.axes, channels.in), imageGroups(output.axes, channels.out)];
  const kernelSide = kernelGroups(axes, channels);
  const [examples, imageHeight, imageWidth, depth] = sizesOf(imageSide);
  const [, height, width, features] = sizesOf(outputSide);
  const [rows, columns] = sizesOf(kernelSide);
  const { top, bottom, left, right } = convolution.padding;
  const [paddedHeight, paddedWidth] = [top + imageHeight + bottom, left + imageWidth + right];
  const [down, across] = [Math.ceil(paddedHeight / strides.height), Math.ceil(paddedWidth / strides.width)];
  const further = [down * strides.height - paddedHeight, across * strides.width - paddedWidth] as const;
  const count = (size: number): readonly number[] => Array.from({ length: size }, (_, i) => i);
  const taps = count(rows).flatMap((row) => count(columns).map((column) => ({ row, column })));
  return (x, y) => {
    const inStrides = [examples * down, strides.height, across * strides.width * depth] as const;
    const places = tf.reshape(padded(tf, taken(tf, x, image.axes, imageSide), convolution, further), [...inStrides]);
    const dealt = count(strides.height).map((row) =>
      tf.reshape(tf.slice(places, [0, row, 0], [inStrides[0], 1, inStrides[2]]), [examples, down, across, strides.width * depth]),
    );
    const seen = taps.flatMap(({ row, column }) => {
      const start = [0, Math.floor(row / strides.height), Math.floor(column / strides.width), (column % strides.width) * depth];
      const own = dealt[row % strides.height];
      return own === undefined ? [] : [tf.reshape(tf.slice(own, start, [examples, height, width, depth]), [-1, depth])];
    });
    const given = tf.reshape(taken(tf, y, output.axes, outputSide), [-1, features]);
    return ungrouped(tf, product(tf, tf.transpose(tf.concat(seen, 1)), given), kernelSide, axes);
  };
};
