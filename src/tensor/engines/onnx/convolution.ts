import { elements, equalAxes, findAxis, hasAxis, withoutAxes } from "../../graph/axes.js";
import type { Axes } from "../../graph/axes.js";
import { extentOf } from "../../graph/convolution-geometry.js";
import type { Convolution, Extent, Padding } from "../../graph/convolution-geometry.js";
import type { Node, NodeOf } from "../../graph/node.js";
import type { Dimensions, Geometry } from "./blocks.js";
import type { Attribute, Attributes } from "./format.js";
import { grouped, ungrouped } from "./groups.js";
import { productOfAll, productWithPatches } from "./kernel-gradient.js";
import { productOfLines } from "./lines.js";
import type { Context, Lowering } from "./lowering.js";
import { reversed } from "./moves.js";
import { isSmall, productOfPatches } from "./patches.js";
import type { ConvolutionForm } from "./patches.js";
import { timesPlaces } from "./reductions.js";
import { tapsAskedFor } from "./taps.js";
import { asFloat, float, materialized, needsSize, number } from "./value.js";
import type { Scope, Value } from "./value.js";

/** Images with all their batch axes as one, in the order of ONNX: batch, channel, height, width. */
interface Images {
  readonly name: string;
  /** Those that the value has. */
  readonly batch: Axes;
}

/** @param batch the batch axes to be there, in their order; unless given those that the value has */
function imagesOf(scope: Scope, value: Value, axes: Axes, channel: string, batch = batchOf(value, channel)): Images {
  const plane = ["height", "width"].map((name) => findAxis("conv2d", axes, name));
  const own = [...batch, findAxis("conv2d", axes, channel), ...plane];
  const whole = float(materialized(scope, asFloat(scope, value), own), own);
  return { name: grouped(scope, whole, [batch, ...own.slice(batch.length).map((axis) => [axis])]), batch };
}

function batchOf({ axes }: Value, channel: string): Axes {
  return withoutAxes(axes, [channel, "height", "width"]);
}

/** Over (output channel, input channel, height, width), the order of ONNX. */
function kernelOf(context: Context, kernel: Node, { channels }: Convolution): string {
  const order = [channels.out, channels.in, "height", "width"].map((name) => findAxis("conv2d", kernel.axes, name));
  return materialized(context, asFloat(context, context.valueOf(kernel)), order);
}

/** Turned by half a turn, for images that have its output channels: over (input channel, output channel, height, width). */
function turnedKernelOf(context: Context, kernel: Node, { channels }: Convolution): string {
  const order = [channels.in, channels.out, "height", "width"].map((name) => findAxis("conv2d", kernel.axes, name));
  const turned = reversed(context, asFloat(context, context.valueOf(kernel)), ["height", "width"]);
  return materialized(context, turned, order);
}

function ints(...numbers: readonly number[]): { readonly ints: readonly number[] } {
  return { ints: numbers };
}

function attributesOf({ strides, padding }: Convolution, kernel: Extent): Attributes {
  return {
    kernel_shape: ints(kernel.height, kernel.width),
    strides: ints(strides.height, strides.width),
    pads: ints(padding.top, padding.left, padding.bottom, padding.right),
  };
}

function imagesBack(scope: Scope, name: string, { batch }: Images, axes: Axes, channel: string): Value {
  const own = [channel, "height", "width"].map((axis) => [findAxis("conv2d", axes, axis)]);
  return ungrouped(scope, name, [batch, ...own]);
}

export const conv2d: Lowering<"conv2d"> = (node, context) => convolved(node, context, []);

/** A convolution plus a bias over its channels alone, in one operation; null where the bias is no such, or the convolution is 0 for want of channels. */
export function convolutionWithBias(node: NodeOf<"conv2d" | "conv2dTranspose">, context: Context, bias: Value): Value | null {
  if (elements(node.operands[0].axes) === 0) return null;
  const { channels } = node.convolution;
  const channel = findAxis("conv2d", node.axes, node.kind === "conv2d" ? channels.out : channels.in);
  if (bias.type !== "float" || !equalAxes(bias.axes, [channel])) return null;
  return node.kind === "conv2d" ? convolved(node, context, [bias.name]) : convolvedBack(node, context, [bias.name]);
}

function convolved(node: NodeOf<"conv2d">, context: Context, bias: readonly string[]): Value {
  const {
    axes,
    convolution,
    operands: [image, kernel],
  } = node;
  if (elements(image.axes) === 0) return number(context, 0);
  if (meetsKernelGradient(node, context)) return convolvedAsProduct(node, context, bias);
  const images = imagesOf(context, context.valueOf(image), image.axes, convolution.channels.in);
  const inputs = [images.name, kernelOf(context, kernel, convolution), ...bias] as const;
  const name = emitted(context, inputs, attributesOf(convolution, extentOf(kernel.axes)), {
    before: sizeOf(image.axes, convolution.channels.in),
    size: extentOf(kernel.axes),
    to: dimensionsOf(images, axes, convolution.channels.out),
  });
  return imagesBack(context, name, images, axes, convolution.channels.out);
}

/** In blocks, where the runtime has them and images suit. */
function emitted(
  { graph, blocks }: Scope,
  inputs: readonly [string, string, ...string[]],
  attributes: Attributes,
  geometry: Geometry,
): string {
  return blocks?.suit(geometry) === true
    ? blocks.convolution(graph, inputs, attributes, geometry)
    : graph.emit("Conv", inputs, { attributes });
}

function dimensionsOf({ batch }: Images, axes: Axes, channel: string): Dimensions {
  const { height, width } = extentOf(axes);
  return [elements(batch), sizeOf(axes, channel), height, width];
}

/** Whether the gradient of a kernel takes the same parts of the same image, so that putting them together costs nothing more. */
function meetsKernelGradient({ convolution, axes, operands: [image, kernel] }: NodeOf<"conv2d">, context: Context): boolean {
  const batch = batchOf(context.valueOf(image), convolution.channels.in);
  if (isNarrow(convolution, image.axes) || hasAxis(batch, context.open ?? "")) return false;
  const form = formOf(convolution, batch, image.axes, axes, kernel.axes);
  if (!isSmall(form)) return false;
  const text = JSON.stringify(form);
  return context.usesOf(image).some((use) => {
    if (use.kind !== "conv2dKernel" || use.operands[0] !== image) return false;
    return JSON.stringify(formOf(use.convolution, batch, image.axes, use.operands[1].axes, use.axes)) === text;
  });
}

function convolvedAsProduct(
  { axes, convolution, operands: [image, kernel] }: NodeOf<"conv2d">,
  context: Context,
  bias: readonly string[],
): Value {
  const { channels } = convolution;
  const x = context.valueOf(image);
  const batch = batchOf(x, channels.in);
  const order = ["height", "width", channels.in, channels.out].map((name) => findAxis("conv2d", kernel.axes, name));
  const product = productOfPatches(
    context.graph,
    channelsLast(context, x, image.axes, channels.in, batch, false),
    materialized(context, asFloat(context, context.valueOf(kernel)), order),
    formOf(convolution, batch, image.axes, axes, kernel.axes),
    bias,
  );
  const plane = ["height", "width"].map((name) => findAxis("conv2d", axes, name));
  return ungrouped(context, product, [[...batch, ...plane], [findAxis("conv2d", axes, channels.out)]]);
}

export const conv2dTranspose: Lowering<"conv2dTranspose"> = (node, context) => convolvedBack(node, context, []);

function convolvedBack(node: NodeOf<"conv2dTranspose">, context: Context, bias: readonly string[]): Value {
  const {
    axes,
    convolution,
    operands: [output, kernel],
  } = node;
  if (elements(output.axes) === 0) return number(context, 0);
  const { channels } = convolution;
  const images = imagesOf(context, context.valueOf(output), output.axes, channels.out);
  const turned = turnedPadding(node);
  const size = extentOf(kernel.axes);
  const name =
    turned === null || isNarrow(convolution, axes)
      ? context.graph.emit("ConvTranspose", [images.name, kernelOf(context, kernel, convolution), ...bias], {
          attributes: { ...attributesOf(convolution, size), output_padding: leftover(node) },
        })
      : emitted(
          context,
          [images.name, turnedKernelOf(context, kernel, convolution), ...bias],
          attributesOf({ ...convolution, padding: turned }, size),
          { before: sizeOf(output.axes, channels.out), size, to: dimensionsOf(images, axes, channels.in) },
        );
  return imagesBack(context, name, images, axes, channels.in);
}

/** Rows and columns that no position of the kernel reached, at the bottom and right, are the output's padding. */
function leftover({ axes, convolution, operands: [output, kernel] }: NodeOf<"conv2dTranspose">): Attribute {
  const { strides, padding } = convolution;
  const [full, taken, size] = [extentOf(axes), extentOf(output.axes), extentOf(kernel.axes)];
  return ints(
    full.height + padding.top + padding.bottom - size.height - strides.height * (taken.height - 1),
    full.width + padding.left + padding.right - size.width - strides.width * (taken.width - 1),
  );
}

/** With strides of 1 the adjoint of a convolution is the one with the kernel turned around, and this padding; null where there is no such. */
function turnedPadding({ axes, convolution, operands: [output, kernel] }: NodeOf<"conv2dTranspose">): Padding | null {
  const { strides, padding } = convolution;
  if (strides.height !== 1 || strides.width !== 1) return null;
  const [full, taken, size] = [extentOf(axes), extentOf(output.axes), extentOf(kernel.axes)];
  const [top, left] = [size.height - 1 - padding.top, size.width - 1 - padding.left];
  const turned = { top, left, bottom: full.height - taken.height + padding.top, right: full.width - taken.width + padding.left };
  return Object.values(turned).every((amount) => amount >= 0) ? turned : null;
}

export const conv2dKernel: Lowering<"conv2dKernel"> = (node, context) => {
  const {
    axes,
    convolution,
    operands: [image, output],
  } = node;
  if (elements(image.axes) === 0 || elements(output.axes) === 0) return number(context, 0);
  const { channels } = convolution;
  const [x, y] = [context.valueOf(image), context.valueOf(output)];
  const [ofImage, ofOutput] = [batchOf(x, channels.in), batchOf(y, channels.out)];
  const batch = [...ofImage, ...ofOutput.filter(({ name }) => !hasAxis(ofImage, name))];
  const { open } = context;
  if (open !== null && (hasAxis(batch, open) || [channels.in, channels.out, "height", "width"].includes(open)))
    throw needsSize(open, "the gradient of a convolution's kernel");
  const form = formOf(convolution, batch, image.axes, output.axes, axes);
  const met = [channels.in, "height", "width", ...batch.map(({ name }) => name)];
  const { name, order } = kernelGradient(node, context, { x, y, batch, form });
  const own = order.map((axis) => findAxis("conv2dKernel", axes, axis));
  return timesPlaces(context, float(name, own), withoutAxes(image.axes, met));
};

/** The product that computes it, and the order of its axes. */
function kernelGradient(
  node: NodeOf<"conv2dKernel">,
  context: Context,
  { x, y, batch, form }: { readonly x: Value; readonly y: Value; readonly batch: Axes; readonly form: ConvolutionForm },
): { readonly name: string; readonly order: readonly string[] } {
  const {
    convolution,
    operands: [image, output],
  } = node;
  const { graph } = context;
  const { channels, strides } = convolution;
  if (isNarrow(convolution, image.axes)) {
    const images = imagesOf(context, x, image.axes, channels.in, batch).name;
    const outputs = imagesOf(context, y, output.axes, channels.out, batch).name;
    return { name: productOfAll(graph, images, outputs, form), order: [channels.out, channels.in, "height", "width"] };
  }
  if (strides.height === 1 && strides.width === 1 && !isSmall(form)) {
    const images = channelsFirst(context, x, image.axes, channels.in, batch);
    const outputs = channelsFirst(context, y, output.axes, channels.out, batch);
    const name = productOfLines(graph, images, outputs, form, tapsAskedFor(node, context));
    return { name, order: [channels.in, "height", "width", channels.out] };
  }
  const images = channelsLast(context, x, image.axes, channels.in, batch, false);
  const outputs = channelsLast(context, y, output.axes, channels.out, batch, true);
  return { name: productWithPatches(graph, images, outputs, form), order: ["height", "width", channels.in, channels.out] };
}

/** With fewer values side by side, copying them one by one costs more than what is done with them. */
const NARROW = 16;

function isNarrow({ strides, channels }: Convolution, image: Axes): boolean {
  return strides.width * sizeOf(image, channels.in) < NARROW;
}

function formOf(
  { channels, strides, padding }: Convolution,
  batch: Axes,
  image: Axes,
  output: Axes,
  kernel: Axes,
): ConvolutionForm {
  return {
    strides,
    padding,
    batch: elements(batch),
    channels: { in: sizeOf(kernel, channels.in), out: sizeOf(kernel, channels.out) },
    image: extentOf(image),
    output: extentOf(output),
    kernel: extentOf(kernel),
  };
}

/** Images over (channel, batch, height, width). */
function channelsFirst(scope: Scope, value: Value, axes: Axes, channel: string, batch: Axes): string {
  const plane = ["height", "width"].map((name) => findAxis("conv2d", axes, name));
  const first = findAxis("conv2d", axes, channel);
  const own = [first, ...batch, ...plane];
  const whole = float(materialized(scope, asFloat(scope, value), own), own);
  return grouped(scope, whole, [[first], batch, ...plane.map((axis) => [axis])]);
}

/** Images over (batch, height, width, channel), or as a matrix with a column for each channel. */
function channelsLast(scope: Scope, value: Value, axes: Axes, channel: string, batch: Axes, asMatrix: boolean): string {
  const plane = ["height", "width"].map((name) => findAxis("conv2d", axes, name));
  const last = findAxis("conv2d", axes, channel);
  const own = [...batch, ...plane, last];
  const whole = float(materialized(scope, asFloat(scope, value), own), own);
  return grouped(scope, whole, asMatrix ? [[...batch, ...plane], [last]] : [batch, ...plane.map((axis) => [axis]), [last]]);
}

function sizeOf(axes: Axes, name: string): number {
  return findAxis("conv2d", axes, name).size;
}
