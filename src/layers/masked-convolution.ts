import { add, axis, axesText, conv2d, multiply, rename, ShapeError } from "../tensor/index.js";
import type { Axis, Extent, Node, NodeOf } from "../tensor/index.js";
import type { MaskOptions } from "../probability/index.js";
import type { Initial, Parameters } from "./parameters.js";

export interface MaskedConvolutionOptions {
  /** Rows and columns of the kernel, both odd. */
  readonly size: Extent;
  /** `maskA` or `maskB`. */
  readonly mask: (options: MaskOptions) => NodeOf<"constant">;
  /** Into which the channels are divided: 1 for grey images, 3 for red, green, blue. */
  readonly colours: number;
}

/**
 * The convolution of x with a kernel that is masked, plus a bias: from the channels `from` of x to the axis `to`, which may have their name. The image is
 * padded so that height and width stay. Weights are drawn uniformly with bound 1/√n, n the mean number of values that the mask leaves to be summed.
 *
 * @throws ShapeError when x lacks the channels, RangeError as the mask
 */
export function maskedConvolution(
  parameters: Parameters,
  x: Node,
  from: string,
  to: Axis,
  { size, mask, colours }: MaskedConvolutionOptions,
): Node {
  const channels = x.axes.find(({ name }) => name === from);
  if (channels === undefined) {
    throw new ShapeError("maskedConvolution", `the operand lacks the channels "${from}"`, `it has (${axesText(x.axes)})`);
  }
  const before = axis("from", channels.size);
  const after = axis("to", to.size);
  const seen = mask({ size, channels: { in: before, out: after }, colours });
  const summed = seen.values.reduce((total, one) => total + one, 0) / to.size;
  const initial: Initial = { law: "uniform", bound: 1 / Math.sqrt(Math.max(1, summed)) };
  const kernel = parameters.declare("kernel", [after, before, axis("height", size.height), axis("width", size.width)], initial);
  const [rows, columns] = [(size.height - 1) / 2, (size.width - 1) / 2];
  const result = conv2d(rename(x, { [from]: before.name }), multiply(kernel, seen), {
    channels: { in: before.name, out: after.name },
    padding: { top: rows, bottom: rows, left: columns, right: columns },
  });
  return rename(add(result, parameters.declare("bias", [after], initial)), { [after.name]: to.name });
}
