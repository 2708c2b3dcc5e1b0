import { add, axis, axesText, conv2d, multiply, rename, ShapeError } from "../tensor/index.js";
import type { Axis, Channels, Extent, Node, NodeOf, Padding } from "../tensor/index.js";
import type { MaskOptions } from "../probability/index.js";
import type { Initial, Parameters } from "./parameters.js";

export interface MaskedConvolutionOptions {
  /** Rows and columns of the kernel, both odd. */
  readonly size: Extent;
  /** One of `maskA`, `maskB` and `maskBelow`. */
  readonly mask: (options: MaskOptions) => NodeOf<"constant">;
  /** Into which the channels are divided: 1 for grey images, 3 for red, green, blue. */
  readonly colours: number;
}

/** What a masked convolution learns, over channels of names of their own. */
export interface MaskedKernel {
  /** Over the channels `to`, the channels `from`, height and width; 0 where the mask is. */
  readonly kernel: Node;
  /** Over the channels `to`. */
  readonly bias: Node;
  readonly channels: Channels;
}

/**
 * The kernel and the bias of a masked convolution from channels of this number to `to`. Weights are drawn uniformly with bound 1/√n, n the mean number of
 * values that the mask leaves to be summed.
 *
 * @throws RangeError as the mask
 */
export function maskedKernel(
  parameters: Parameters,
  from: number,
  to: Axis,
  { size, mask, colours }: MaskedConvolutionOptions,
): MaskedKernel {
  const [before, after] = [axis("from", from), axis("to", to.size)];
  const seen = mask({ size, channels: { in: before, out: after }, colours });
  const summed = seen.values.reduce((total, one) => total + one, 0) / to.size;
  const initial: Initial = { law: "uniform", bound: 1 / Math.sqrt(Math.max(1, summed)) };
  const kernel = parameters.declare("kernel", [after, before, axis("height", size.height), axis("width", size.width)], initial);
  return {
    kernel: multiply(kernel, seen),
    bias: parameters.declare("bias", [after], initial),
    channels: { in: before.name, out: after.name },
  };
}

/**
 * The convolution of x with a kernel that is masked, plus a bias: from the channels `from` of x to the axis `to`, which may have their name. The image is
 * padded so that height and width stay.
 *
 * @throws ShapeError when x lacks the channels, RangeError as the mask
 */
export function maskedConvolution(
  parameters: Parameters,
  x: Node,
  from: string,
  to: Axis,
  options: MaskedConvolutionOptions,
): Node {
  const channels = x.axes.find(({ name }) => name === from);
  if (channels === undefined) {
    throw new ShapeError("maskedConvolution", `the operand lacks the channels "${from}"`, `it has (${axesText(x.axes)})`);
  }
  const [rows, columns] = [(options.size.height - 1) / 2, (options.size.width - 1) / 2];
  const padding = { top: rows, bottom: rows, left: columns, right: columns };
  return convolvedWith(maskedKernel(parameters, channels.size, to, options), x, from, to, padding);
}

/** The convolution of x with a kernel, or with a part of it, plus the bias. */
export function convolvedWith({ kernel, bias, channels }: MaskedKernel, x: Node, from: string, to: Axis, padding: Padding): Node {
  const result = conv2d(rename(x, { [from]: channels.in }), kernel, { channels, padding });
  return rename(add(result, bias), { [channels.out]: to.name });
}
