import { concat, reshape, slice, transpose } from "./arrays.js";
import type { GraphBuilder } from "./graph-builder.js";
import { blocksOf, isSmall, patches, patchesOfRows, wholeBlocks, wholeWidth } from "./patches.js";
import type { ConvolutionForm } from "./patches.js";

/** The kernel's part of a convolution's form, as products of matrices. */

/**
 * Where channels are few: all slices one above the other times the outputs. Images and outputs over (batch, channel, height, width); the kernel over (output
 * channel, input channel, height, width).
 */
export function productOfAll(graph: GraphBuilder, images: string, outputs: string, form: ConvolutionForm): string {
  const { strides, channels, output, kernel } = form;
  const blocks = blocksOf(form);
  const cut = channelsOfBlocks(graph, wholeBlocks(graph, images, form, 2), form);
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
function channelsOfBlocks(graph: GraphBuilder, images: string, form: ConvolutionForm): string {
  const { strides, batch, channels } = form;
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
 * Where channels are many: what the kernel meets times the outputs. Images over (batch, height, width, channel), outputs as a matrix of channels in rows of
 * (batch, height, width); the kernel over (height, width, input channel, output channel).
 */
export function productWithPatches(graph: GraphBuilder, images: string, outputs: string, form: ConvolutionForm): string {
  const { channels, kernel } = form;
  const width = wholeWidth(form);
  const factors = isSmall(form) ? [patches(graph, images, form)] : patchesOfRows(graph, images, form);
  const products = factors.map((factor) => graph.emit("Gemm", [factor, outputs], { attributes: { transA: { int: 1 } } }));
  const whole = reshape(graph, concat(graph, products, 0), [kernel.height, width, channels.in, channels.out]);
  return slice(graph, whole, [{ dimension: 1, start: 0, end: kernel.width, size: width }]);
}
