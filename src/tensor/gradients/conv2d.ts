import { conv2dKernel, conv2dTranspose } from "../graph/convolution.js";
import { extentOf } from "../graph/convolution-geometry.js";
import type { Rule } from "./rule.js";

/** Each operand's part of the form Σ image · kernel · output, the gradient in the place of the output. */
export const conv2d: Rule<"conv2d"> = ({ convolution, operands: [image, kernel] }, gradient) => [
  conv2dTranspose(gradient, kernel, { ...convolution, size: extentOf(image.axes) }),
  conv2dKernel(image, gradient, { ...convolution, size: extentOf(kernel.axes) }),
];
