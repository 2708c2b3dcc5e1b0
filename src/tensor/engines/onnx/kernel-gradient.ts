import type { Convolution, Extent } from "../../graph/convolution-geometry.js";
import type { GraphBuilder } from "./graph-builder.js";

/** Two operands of Σ image · kernel · output in ONNX's order, batch, channel, height, width, of which the kernel's part is wanted. */
export interface KernelForm {
  readonly images: string;
  readonly outputs: string;
  readonly batch: number;
  readonly channels: { readonly in: number; readonly out: number };
  readonly image: Extent;
  readonly output: Extent;
  readonly kernel: Extent;
}

/**
 * The kernel's part of a convolution's trilinear form, over (output channel, input channel, height, width), as products of matrices.
 *
 * With strides s the padded image is cut into blocks of s places: position (block a, place p within it) of the kernel meets the image's places p of the
 * blocks a, a + 1, …, one for each output. So for each of the kernel's blocks a slice of the blocks, whose rows are the places and input channels, times the
 * outputs is a part of the kernel.
 */
export function kernelGradient(graph: GraphBuilder, { strides, padding }: Convolution, form: KernelForm): string {
  const { images, outputs, batch, channels, image, output, kernel } = form;
  const taps = { height: Math.ceil(kernel.height / strides.height), width: Math.ceil(kernel.width / strides.width) };
  const blocks = { height: output.height + taps.height - 1, width: output.width + taps.width - 1 };
  const fitted = fit(graph, images, [
    { at: 2, before: padding.top, size: image.height, wanted: blocks.height * strides.height },
    { at: 3, before: padding.left, size: image.width, wanted: blocks.width * strides.width },
  ]);
  const places = strides.height * strides.width * channels.in;
  const cut = inBlocks(graph, fitted, { batch, channels: channels.in, blocks, strides });
  const outputRows = reshape(graph, transpose(graph, outputs, [1, 0, 2, 3]), [channels.out, -1]);
  const columns: string[] = [];
  for (let a = 0; a < taps.height; a++) {
    for (let b = 0; b < taps.width; b++) {
      const part = slice(graph, cut, [2, 3], [a, b], [a + output.height, b + output.width], [blocks.height, blocks.width]);
      columns.push(reshape(graph, part, [places, -1]));
    }
  }
  const rows = columns.length === 1 ? (columns[0] ?? "") : graph.emit("Concat", columns, { attributes: { axis: { int: 0 } } });
  const flat = graph.emit("Gemm", [outputRows, rows], { attributes: { transB: { int: 1 } } });
  const apart = reshape(graph, flat, [channels.out, taps.height, taps.width, strides.height, strides.width, channels.in]);
  const whole = { height: taps.height * strides.height, width: taps.width * strides.width };
  const ordered = reshape(graph, transpose(graph, apart, [0, 5, 1, 3, 2, 4]), [
    channels.out,
    channels.in,
    whole.height,
    whole.width,
  ]);
  return slice(graph, ordered, [2, 3], [0, 0], [kernel.height, kernel.width], [whole.height, whole.width]);
}

interface Side {
  readonly at: number;
  readonly before: number;
  readonly size: number;
  readonly wanted: number;
}

/** Zeros before each side, and zeros after it or a part cut off, so that it has the wanted size. */
function fit(graph: GraphBuilder, images: string, sides: readonly [Side, Side]): string {
  const after = sides.map(({ before, size, wanted }) => wanted - before - size);
  const pads = [0, 0, sides[0].before, sides[1].before, 0, 0, ...after.map((amount) => Math.max(amount, 0))];
  const padded = pads.every((amount) => amount === 0)
    ? images
    : graph.emit("Pad", [images, graph.integers(pads), graph.scalar(0)]);
  const sizes = sides.map(({ before, size, wanted }) => Math.max(wanted, before + size));
  return slice(
    graph,
    padded,
    sides.map(({ at }) => at),
    [0, 0],
    sides.map(({ wanted }) => wanted),
    sizes,
  );
}

interface Cut {
  readonly batch: number;
  readonly channels: number;
  readonly blocks: Extent;
  readonly strides: Extent;
}

/** Images over (place within a block and channel, batch, row of blocks, column of blocks). */
function inBlocks(graph: GraphBuilder, images: string, { batch, channels, blocks, strides }: Cut): string {
  if (strides.height === 1 && strides.width === 1) return transpose(graph, images, [1, 0, 2, 3]);
  if (strides.height === strides.width) {
    return transpose(
      graph,
      graph.emit("SpaceToDepth", [images], { attributes: { blocksize: { int: strides.height } } }),
      [1, 0, 2, 3],
    );
  }
  const apart = reshape(graph, images, [batch, channels, blocks.height, strides.height, blocks.width, strides.width]);
  const places = strides.height * strides.width * channels;
  return reshape(graph, transpose(graph, apart, [3, 5, 1, 0, 2, 4]), [places, batch, blocks.height, blocks.width]);
}

function transpose(graph: GraphBuilder, x: string, order: readonly number[]): string {
  return graph.emit("Transpose", [x], { attributes: { perm: { ints: order } } });
}

function reshape(graph: GraphBuilder, x: string, dimensions: readonly number[]): string {
  return graph.emit("Reshape", [x, graph.integers(dimensions)]);
}

function slice(
  graph: GraphBuilder,
  x: string,
  axes: readonly number[],
  starts: readonly number[],
  ends: readonly number[],
  sizes: readonly number[],
): string {
  if (starts.every((start) => start === 0) && ends.every((end, i) => end === sizes[i])) return x;
  return graph.emit("Slice", [x, ...[starts, ends, axes].map((numbers) => graph.integers(numbers))]);
}
