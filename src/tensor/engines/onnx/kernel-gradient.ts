import type { Convolution, Extent } from "../../graph/convolution-geometry.js";
import { concat, fit, reshape, slice, transpose } from "./arrays.js";
import type { GraphBuilder } from "./graph-builder.js";

/**
 * The kernel's part of a convolution's trilinear form Σ image · kernel · output, as products of matrices.
 *
 * With strides s the padded image is cut into blocks of s positions: position s · block + place of the kernel meets the image's places `place` of the blocks
 * `block`, `block` + 1, …, one for each output. So a slice of the blocks times the outputs is a part of the kernel.
 */
export interface KernelForm {
  readonly convolution: Convolution;
  readonly batch: number;
  readonly channels: { readonly in: number; readonly out: number };
  readonly image: Extent;
  readonly output: Extent;
  readonly kernel: Extent;
}

/** The kernel's blocks, which it fills but for the last ones, and the image's. */
function blocksOf({ convolution: { strides }, kernel, output }: KernelForm): { readonly kernel: Extent; readonly image: Extent } {
  const own = { height: Math.ceil(kernel.height / strides.height), width: Math.ceil(kernel.width / strides.width) };
  return { kernel: own, image: { height: output.height + own.height - 1, width: output.width + own.width - 1 } };
}

/** The image padded and cut so that it is whole blocks, its height and width these dimensions. */
function fitted(graph: GraphBuilder, images: string, form: KernelForm, height: number): string {
  const { convolution, image } = form;
  const { strides, padding } = convolution;
  const blocks = blocksOf(form).image;
  return fit(graph, images, 4, [
    { dimension: height, before: padding.top, size: image.height, wanted: blocks.height * strides.height },
    { dimension: height + 1, before: padding.left, size: image.width, wanted: blocks.width * strides.width },
  ]);
}

/**
 * Where channels are few: all slices one above the other times the outputs. Images and outputs over (batch, channel, height, width); the kernel over (output
 * channel, input channel, height, width).
 */
export function productOfAll(graph: GraphBuilder, images: string, outputs: string, form: KernelForm): string {
  const { convolution, channels, output, kernel } = form;
  const { strides } = convolution;
  const blocks = blocksOf(form);
  const cut = channelsOfBlocks(graph, fitted(graph, images, form, 2), form);
  const rows: string[] = [];
  for (let a = 0; a < blocks.kernel.height; a++) {
    for (let b = 0; b < blocks.kernel.width; b++) {
      const part = slice(graph, cut, [
        { dimension: 2, start: a, end: a + output.height, size: blocks.image.height },
        { dimension: 3, start: b, end: b + output.width, size: blocks.image.width },
      ]);
      rows.push(reshape(graph, part, [strides.height * strides.width * channels.in, -1]));
    }
  }
  const outputRows = reshape(graph, transpose(graph, outputs, [1, 0, 2, 3]), [channels.out, -1]);
  const product = graph.emit("Gemm", [outputRows, concat(graph, rows, 0)], { attributes: { transB: { int: 1 } } });
  const apart = reshape(graph, product, [
    channels.out,
    blocks.kernel.height,
    blocks.kernel.width,
    strides.height,
    strides.width,
    channels.in,
  ]);
  const whole = { height: blocks.kernel.height * strides.height, width: blocks.kernel.width * strides.width };
  const dimensions = [channels.out, channels.in, whole.height, whole.width];
  return slice(graph, reshape(graph, transpose(graph, apart, [0, 5, 1, 3, 2, 4]), dimensions), [
    { dimension: 2, start: 0, end: kernel.height, size: whole.height },
    { dimension: 3, start: 0, end: kernel.width, size: whole.width },
  ]);
}

/** Images over (place within a block and channel, batch, row of blocks, column of blocks). */
function channelsOfBlocks(graph: GraphBuilder, images: string, form: KernelForm): string {
  const { batch, channels, convolution } = form;
  const { strides } = convolution;
  const blocks = blocksOf(form).image;
  if (strides.height === 1 && strides.width === 1) return transpose(graph, images, [1, 0, 2, 3]);
  if (strides.height === strides.width) {
    const cut = graph.emit("SpaceToDepth", [images], { attributes: { blocksize: { int: strides.height } } });
    return transpose(graph, cut, [1, 0, 2, 3]);
  }
  const apart = reshape(graph, images, [batch, channels.in, blocks.height, strides.height, blocks.width, strides.width]);
  const places = strides.height * strides.width * channels.in;
  return reshape(graph, transpose(graph, apart, [3, 5, 1, 0, 2, 4]), [places, batch, blocks.height, blocks.width]);
}

/**
 * Where channels are many: each slice, in which the channels of the places of a block lie together, times the outputs. Images over (batch, height, width,
 * channel), outputs as a matrix of channels in rows of (batch, height, width); the kernel over (height, width, input channel, output channel).
 */
export function productsOfEach(graph: GraphBuilder, images: string, outputs: string, form: KernelForm): string {
  const { convolution, batch, channels, output, kernel } = form;
  const { strides } = convolution;
  const blocks = blocksOf(form);
  const places = strides.width * channels.in;
  const cut = reshape(graph, fitted(graph, images, form, 1), [
    batch,
    blocks.image.height,
    strides.height,
    blocks.image.width,
    places,
  ]);
  const products: string[] = [];
  for (let row = 0; row < kernel.height; row++) {
    const [a, place] = [Math.floor(row / strides.height), row % strides.height];
    for (let b = 0; b < blocks.kernel.width; b++) {
      const part = slice(graph, cut, [
        { dimension: 1, start: a, end: a + output.height, size: blocks.image.height },
        { dimension: 2, start: place, end: place + 1, size: strides.height },
        { dimension: 3, start: b, end: b + output.width, size: blocks.image.width },
      ]);
      const attributes = { transA: { int: 1 } };
      products.push(graph.emit("Gemm", [reshape(graph, part, [-1, places]), outputs], { attributes }));
    }
  }
  const width = blocks.kernel.width * strides.width;
  const whole = reshape(graph, concat(graph, products, 0), [kernel.height, width, channels.in, channels.out]);
  return slice(graph, whole, [{ dimension: 1, start: 0, end: kernel.width, size: width }]);
}
