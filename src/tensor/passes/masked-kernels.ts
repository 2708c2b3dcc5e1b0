import { findAxis, hasAxis } from "../graph/axes.js";
import { conv2d, conv2dKernel, conv2dTranspose } from "../graph/convolution.js";
import { extentOf } from "../graph/convolution-geometry.js";
import type { Padding } from "../graph/convolution-geometry.js";
import { multiply } from "../graph/elementwise.js";
import { pad, slice } from "../graph/moves.js";
import type { Node, NodeOf } from "../graph/node.js";
import type { Program } from "../graph/program.js";
import { rewrite } from "./rewrite.js";

/**
 * The program in which kernels have no outer rows and columns that a constant mask makes 0, as far as the padding goes that they reached into, and their
 * gradients are not computed there:
 *
 *     1 1 1                    1 1 1
 *     1 c 0    padded by 1  →  1 c 0    padded by 1, but not below
 *     0 0 0
 *
 * Values are the same as long as images are finite: 0 · ∞ of what is left out is left out too.
 */
export function cropMaskedKernels(program: Program): Program {
  return rewrite(program, (node) => {
    switch (node.kind) {
      case "conv2d":
      case "conv2dTranspose":
        return croppedConvolution(node);
      case "multiply": {
        const [a, b] = node.operands;
        return croppedGradient(node, a, b) ?? croppedGradient(node, b, a) ?? node;
      }
      default:
        return node;
    }
  });
}

/** How many rows at the top and bottom, and columns at the left and right, may be left out. */
function croppable(kernel: Node, padding: Padding): Padding {
  const crop = { top: 0, bottom: 0, left: 0, right: 0 };
  for (const [axis, first, last] of [["height", "top", "bottom"] as const, ["width", "left", "right"] as const]) {
    const { size } = findAxis("kernel", kernel.axes, axis);
    const zeros = zerosAlong(kernel, axis);
    // One row is left of a kernel that is 0 throughout.
    crop[first] = Math.min(zeros.before, padding[first], size - 1);
    crop[last] = Math.min(zeros.after, padding[last], size - 1 - crop[first]);
  }
  return crop;
}

function isNothing({ top, bottom, left, right }: Padding): boolean {
  return top + bottom + left + right === 0;
}

function cropped(kernel: Node, { top, bottom, left, right }: Padding): Node {
  const { height, width } = extentOf(kernel.axes);
  return slice(slice(kernel, "height", top, height - bottom), "width", left, width - right);
}

function less(padding: Padding, crop: Padding): Padding {
  return {
    top: padding.top - crop.top,
    bottom: padding.bottom - crop.bottom,
    left: padding.left - crop.left,
    right: padding.right - crop.right,
  };
}

function croppedConvolution(node: NodeOf<"conv2d" | "conv2dTranspose">): Node {
  const [x, kernel] = node.operands;
  const { convolution } = node;
  const crop = croppable(kernel, convolution.padding);
  if (isNothing(crop)) return node;
  const options = { ...convolution, padding: less(convolution.padding, crop) };
  const small = cropped(kernel, crop);
  return node.kind === "conv2d"
    ? conv2d(x, small, options)
    : conv2dTranspose(x, small, { ...options, size: extentOf(node.axes) });
}

/** The product of a kernel's gradient, in any order of its axes, and a mask. */
function croppedGradient(node: NodeOf<"multiply">, factor: Node, mask: Node): Node | null {
  const gradient = factor.kind === "reorder" ? factor.operands[0] : factor;
  if (gradient.kind !== "conv2dKernel" || !hasAxis(mask.axes, "height") || !hasAxis(mask.axes, "width")) return null;
  const [image, output] = gradient.operands;
  const { convolution } = gradient;
  const crop = croppable(mask, convolution.padding);
  if (isNothing(crop) || node.axes.length !== gradient.axes.length) return null;
  const { height, width } = extentOf(gradient.axes);
  const size = { height: height - crop.top - crop.bottom, width: width - crop.left - crop.right };
  const small = conv2dKernel(image, output, { ...convolution, padding: less(convolution.padding, crop), size });
  const product = multiply(small, cropped(mask, crop));
  return pad(pad(product, "height", crop.top, crop.bottom), "width", crop.left, crop.right);
}

/** How many positions at both ends of an axis are sure to hold 0 and nothing else. */
function zerosAlong(node: Node, axis: string): { readonly before: number; readonly after: number } {
  if (!hasAxis(node.axes, axis)) return { before: 0, after: 0 };
  switch (node.kind) {
    case "constant":
      return zerosOfConstant(node, axis);
    case "multiply": {
      const [a, b] = node.operands.map((operand) => zerosAlong(operand, axis));
      return { before: Math.max(a?.before ?? 0, b?.before ?? 0), after: Math.max(a?.after ?? 0, b?.after ?? 0) };
    }
    case "reorder":
      return zerosAlong(node.operands[0], axis);
    case "expand":
      return node.axis === axis ? { before: 0, after: 0 } : zerosAlong(node.operands[0], axis);
    default:
      return { before: 0, after: 0 };
  }
}

function zerosOfConstant(
  { axes, values }: NodeOf<"constant">,
  axis: string,
): { readonly before: number; readonly after: number } {
  const place = axes.findIndex(({ name }) => name === axis);
  const inner = axes.slice(place + 1).reduce((product, { size }) => product * size, 1);
  const { size } = findAxis("mask", axes, axis);
  const used = new Set<number>();
  for (const [i, value] of values.entries()) if (value !== 0) used.add(Math.floor(i / inner) % size);
  return used.size === 0 ? { before: size, after: size } : { before: Math.min(...used), after: size - 1 - Math.max(...used) };
}
