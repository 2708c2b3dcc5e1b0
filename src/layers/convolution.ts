import { add, axis, conv2d, conv2dTranspose } from "../tensor/index.js";
import type { Axis, ConvolutionOptions, Extent, Node, SizedConvolutionOptions } from "../tensor/index.js";
import type { Initial, Parameters } from "./parameters.js";

/** Uniform with bound 1/√n, n the number of values that are summed for one. */
function uniform(summed: number): Initial {
  return { law: "uniform", bound: 1 / Math.sqrt(summed) };
}

/**
 * conv2d(x, kernel) + bias: from the channels `options.channels.in` of x to the axis `to`, which `options.channels.out` names.
 *
 * @throws ShapeError as `conv2d`
 */
export function convolution(parameters: Parameters, x: Node, to: Axis, kernel: Extent, options: ConvolutionOptions): Node {
  const from = x.axes.filter(({ name }) => name === options.channels.in);
  const axes = [to, ...from, axis("height", kernel.height), axis("width", kernel.width)];
  const initial = uniform((from[0]?.size ?? 0) * kernel.height * kernel.width);
  return add(conv2d(x, parameters.declare("kernel", axes, initial), options), parameters.declare("bias", [to], initial));
}

/**
 * conv2dTranspose(x, kernel) + bias: from the channels `options.channels.out` of x to the axis `to`, which `options.channels.in` names, and to the height and
 * width that `options.size` gives.
 *
 * @throws ShapeError as `conv2dTranspose`
 */
export function transposedConvolution(
  parameters: Parameters,
  x: Node,
  to: Axis,
  kernel: Extent,
  options: SizedConvolutionOptions,
): Node {
  const from = x.axes.filter(({ name }) => name === options.channels.out);
  const axes = [...from, to, axis("height", kernel.height), axis("width", kernel.width)];
  const strides = options.strides ?? { height: 1, width: 1 };
  const rows = Math.ceil(kernel.height / strides.height);
  const columns = Math.ceil(kernel.width / strides.width);
  const initial = uniform((from[0]?.size ?? 0) * rows * columns);
  return add(conv2dTranspose(x, parameters.declare("kernel", axes, initial), options), parameters.declare("bias", [to], initial));
}
