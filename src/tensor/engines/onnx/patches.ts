import type { Extent, Padding } from "../../graph/convolution-geometry.js";
import { concat, fit, reshape, slice } from "./arrays.js";
import type { GraphBuilder } from "./graph-builder.js";

/**
 * A convolution's trilinear form Σ image · kernel · output, for products of matrices.
 *
 * With strides s the padded image is cut into blocks of s positions: position s · block + place of the kernel meets the image's places `place` of the blocks
 * `block`, `block` + 1, …, one for each output. So what a part of the kernel meets is a slice of the blocks.
 */
export interface ConvolutionForm {
  readonly strides: Extent;
  readonly padding: Padding;
  readonly batch: number;
  readonly channels: { readonly in: number; readonly out: number };
  readonly image: Extent;
  readonly output: Extent;
  readonly kernel: Extent;
}

/** The kernel's blocks, which it fills but for the last ones, and the image's. */
export function blocksOf({ strides, kernel, output }: ConvolutionForm): {
  readonly kernel: Extent;
  readonly image: Extent;
} {
  const own = { height: Math.ceil(kernel.height / strides.height), width: Math.ceil(kernel.width / strides.width) };
  return { kernel: own, image: { height: output.height + own.height - 1, width: output.width + own.width - 1 } };
}

/** The image padded and cut so that it is whole blocks, its height and width these dimensions. */
export function wholeBlocks(graph: GraphBuilder, images: string, form: ConvolutionForm, height: number): string {
  const { strides, padding, image } = form;
  const blocks = blocksOf(form).image;
  return fit(graph, images, 4, [
    { dimension: height, before: padding.top, size: image.height, wanted: blocks.height * strides.height },
    { dimension: height + 1, before: padding.left, size: image.width, wanted: blocks.width * strides.width },
  ]);
}

/** Convolutions to so many positions are products too small for the runtime to do well image by image. */
const SMALL = 256;

/** Whether the convolution is to few positions: then what its kernel meets is put together whole. */
export function isSmall({ output }: ConvolutionForm): boolean {
  return output.height * output.width <= SMALL;
}

/**
 * What the kernel meets: a row for each output, over (batch, height, width), and a column for each value of the kernel, over (height, width of whole blocks,
 * channel). Images over (batch, height, width, channel).
 */
export function patches(graph: GraphBuilder, images: string, form: ConvolutionForm): string {
  return concat(graph, partsOfRows(graph, images, form).flat(), 1);
}

/** As `patches`, a matrix for each row of the kernel: as fast with many positions, in as many times less memory as there are rows. */
export function patchesOfRows(graph: GraphBuilder, images: string, form: ConvolutionForm): readonly string[] {
  return partsOfRows(graph, images, form).map((parts) => concat(graph, parts, 1));
}

/** For each row of the kernel the columns of `patches`, block by block. */
function partsOfRows(graph: GraphBuilder, images: string, form: ConvolutionForm): readonly (readonly string[])[] {
  const { strides, batch, channels, output, kernel } = form;
  const blocks = blocksOf(form);
  // The channels of the places of a block lie together.
  const places = strides.width * channels.in;
  const cut = reshape(graph, wholeBlocks(graph, images, form, 1), [
    batch,
    blocks.image.height,
    strides.height,
    blocks.image.width,
    places,
  ]);
  return Array.from({ length: kernel.height }, (_, row) => {
    const [a, place] = [Math.floor(row / strides.height), row % strides.height];
    return Array.from({ length: blocks.kernel.width }, (_block, b) => {
      const part = slice(graph, cut, [
        { dimension: 1, start: a, end: a + output.height, size: blocks.image.height },
        { dimension: 2, start: place, end: place + 1, size: strides.height },
        { dimension: 3, start: b, end: b + output.width, size: blocks.image.width },
      ]);
      return reshape(graph, part, [-1, places]);
    });
  });
}

/** The width of a kernel of whole blocks, as the columns of `patches` have it. */
export function wholeWidth(form: ConvolutionForm): number {
  return blocksOf(form).kernel.width * form.strides.width;
}

/**
 * The convolution as one product, plus a bias if there is one: a row for each output, over (batch, height, width), a column for each output channel. Images
 * over (batch, height, width, channel), the kernel over (height, width, input channel, output channel).
 */
export function productOfPatches(
  graph: GraphBuilder,
  images: string,
  kernel: string,
  form: ConvolutionForm,
  bias: readonly string[],
): string {
  const fitted = fit(graph, kernel, 4, [{ dimension: 1, before: 0, size: form.kernel.width, wanted: wholeWidth(form) }]);
  const factors = [patches(graph, images, form), reshape(graph, fitted, [-1, form.channels.out])];
  return graph.emit("Gemm", [...factors, ...bias]);
}
