import { conv2d, conv2dTranspose } from "../graph/convolution.js";
import { extentOf } from "../graph/convolution-geometry.js";
import type { Rule } from "./rule.js";

/** Each operand's part of the form Σ image · kernel · output, the gradient in the place of the kernel. */
export const conv2dKernel: Rule<"conv2dKernel"> = ({ convolution, operands: [image, output] }, gradient) => [
  conv2dTranspose(output, gradient, { ...convolution, size: extentOf(image.axes) }),
  conv2d(image, gradient, convolution),
];
