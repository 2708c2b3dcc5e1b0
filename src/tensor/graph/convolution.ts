import { axesText, checkAxes, equalAxes, findAxis, hasAxis, replaceAxis } from "./axes.js";
import type { Axes } from "./axes.js";
import { checkKernel, convolutionOf, outputAxes } from "./convolution-geometry.js";
import type { ConvolutionOptions, Extent } from "./convolution-geometry.js";
import type { Node } from "./node.js";
import { ShapeError } from "./shape-error.js";

/** A convolution whose result's height and width are given. */
export interface SizedConvolutionOptions extends ConvolutionOptions {
  readonly size: Extent;
}

/**
 * output[h, w, out] = Σ image[h · stride + i − top, w · stride + j − left, in] · kernel[i, j, in, out], summed over the rows i and columns j of the kernel
 * and the channels `in`; the image is 0 outside. (In the field: a convolution; it does not flip the kernel.)
 *
 * The image's axes are `height`, `width`, the channels `in`, and any further ones, along which it is repeated; the kernel's are `height`, `width`, `in`
 * and `out`. The result has the image's axes with `out` in the place of `in` and a height of ⌊(height + top + bottom − kernel's height) / stride⌋ + 1, the
 * width likewise. A masked kernel is a kernel multiplied by a constant, one whose mask leaves whole rows empty the slice of the others.
 *
 * @throws ShapeError when an axis is missing, one too many or of the wrong size, the kernel exceeds the padded image, or a stride or padding is no such
 */
export function conv2d(image: Node, kernel: Node, options: ConvolutionOptions): Node {
  const convolution = convolutionOf("conv2d", options);
  const axes = outputAxes("conv2d", image.axes, kernel.axes, convolution);
  return { kind: "conv2d", convolution, operands: [image, kernel], axes };
}

/**
 * The adjoint of `conv2d` in its image: Σ conv2d(image, kernel) · output = Σ image · conv2dTranspose(output, kernel) for every image. With a stride several
 * heights of an image have outputs of one height, so the height and width of the result are given.
 *
 * @throws ShapeError unless conv2d takes an image of that size to one with the axes of `output`
 */
export function conv2dTranspose(output: Node, kernel: Node, options: SizedConvolutionOptions): Node {
  const operation = "conv2dTranspose";
  const convolution = convolutionOf(operation, options);
  const { channels } = convolution;
  checkKernel(operation, kernel.axes, convolution);
  findAxis(operation, output.axes, channels.out);
  if (hasAxis(output.axes, channels.in)) {
    throw new ShapeError(operation, `the operand has the axis "${channels.in}" of the result`, "rename one of the two");
  }
  const axes = replaceAxis(resized(operation, output.axes, options), channels.out, findAxis(operation, kernel.axes, channels.in));
  checkOutput(operation, outputAxes(operation, axes, kernel.axes, convolution), output.axes);
  return { kind: "conv2dTranspose", convolution, operands: [output, kernel], axes };
}

/**
 * The adjoint of `conv2d` in its kernel: Σ conv2d(image, kernel) · output = Σ kernel · conv2dKernel(image, output) for every kernel, of the height and width
 * that are given. The result's axes are `height`, `width`, `in` and `out`.
 *
 * @throws ShapeError unless conv2d takes the image and a kernel of that size to one with the axes of `output`
 */
export function conv2dKernel(image: Node, output: Node, options: SizedConvolutionOptions): Node {
  const operation = "conv2dKernel";
  const convolution = convolutionOf(operation, options);
  const { channels } = convolution;
  const axes = resized(
    operation,
    [
      { name: "height", size: 0 },
      { name: "width", size: 0 },
      findAxis(operation, image.axes, channels.in),
      findAxis(operation, output.axes, channels.out),
    ],
    options,
  );
  checkOutput(operation, outputAxes(operation, image.axes, axes, convolution), output.axes);
  return { kind: "conv2dKernel", convolution, operands: [image, output], axes };
}

function resized(operation: string, axes: Axes, { size: { height, width } }: SizedConvolutionOptions): Axes {
  findAxis(operation, axes, "height");
  findAxis(operation, axes, "width");
  const result = replaceAxis(replaceAxis(axes, "height", { name: "height", size: height }), "width", {
    name: "width",
    size: width,
  });
  checkAxes(operation, result);
  return result;
}

/** The order of the axes does not matter. */
function checkOutput(operation: string, expected: Axes, actual: Axes): void {
  const inOrder = actual.flatMap(({ name }) => expected.filter((own) => own.name === name));
  if (actual.length === expected.length && equalAxes(inOrder, actual)) return;
  throw new ShapeError(
    operation,
    `conv2d gives (${axesText(expected)}), the operand has (${axesText(actual)})`,
    "give the size that leads to the operand",
  );
}
