import { conv2d, conv2dKernel } from "../graph/convolution.js";
import { extentOf } from "../graph/convolution-geometry.js";
import type { Rule } from "./rule.js";

/** Each operand's part of the form Σ image · kernel · output, the gradient in the place of the image. */
export const conv2dTranspose: Rule<"conv2dTranspose"> = ({ convolution, operands: [output, kernel] }, gradient) => [
  conv2d(gradient, kernel, convolution),
  conv2dKernel(gradient, output, { ...convolution, size: extentOf(kernel.axes) }),
];
