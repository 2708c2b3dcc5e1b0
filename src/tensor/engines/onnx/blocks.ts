import type { Extent } from "../../graph/convolution-geometry.js";
import type { Attributes } from "./format.js";
import type { GraphBuilder } from "./graph-builder.js";

/** Operators that onnxruntime's native library has for itself: they convolve several times faster where processors have wide registers. */
const DOMAIN = "com.microsoft.nchwc";

/** The fewest positions that repay putting a kernel's values in order. */
const POSITIONS = 4096;

/** Dimensions of images, in the order of ONNX: batch, channel, height, width. */
export type Dimensions = readonly [number, number, number, number];

export interface Geometry {
  /** How many channels the images have that are convolved. */
  readonly before: number;
  /** Of the kernel. */
  readonly size: Extent;
  readonly to: Dimensions;
}

interface Convolved {
  readonly inputs: readonly string[];
  readonly attributes: Attributes;
  /** Of the result. */
  readonly channels: number;
}

/**
 * Images whose channels lie in blocks, in memory over (batch, block of channels, height, width, channel of the block). What is computed so is known under two
 * names: that of the images in their usual order, which are not computed unless something reads them, and that of the images in blocks.
 */
export class Blocks {
  /** How many channels are a block. */
  readonly #size: number;
  /** By the names of the images in their usual order. */
  readonly #known = new Map<string, string>();
  /** What computes those of them that are convolutions with nothing added but a bias, by the same names. */
  readonly #convolutions = new Map<string, Convolved>();

  constructor(size: number) {
    this.#size = size;
  }

  /** Whether images are many enough, and have whole blocks before and after a convolution. */
  suit({ before, to: [batch, after, height, width] }: Geometry): boolean {
    return before % this.#size === 0 && after % this.#size === 0 && batch * height * width >= POSITIONS;
  }

  /** As the operator Conv, to images of these dimensions. The kernel over (output channel, input channel, height, width). */
  convolution(
    graph: GraphBuilder,
    [images, kernel, ...bias]: readonly [string, string, ...string[]],
    attributes: Attributes,
    { before, size: { height, width }, to: [, after] }: Geometry,
  ): string {
    const apart = [after / this.#size, this.#size, before / this.#size, this.#size, height, width];
    const split = graph.emit("Reshape", [kernel, graph.integers(apart)]);
    const moved = graph.emit("Transpose", [split], { attributes: { perm: { ints: [0, 2, 4, 5, 3, 1] } } });
    const inBlocks = graph.emit("Reshape", [moved, graph.integers([after, before, height, width])]);
    const convolved = { inputs: [this.#of(graph, images), inBlocks, ...bias], attributes, channels: after };
    const name = this.#named(graph, graph.emit("Conv", convolved.inputs, { domain: DOMAIN, attributes }), after);
    this.#convolutions.set(name, convolved);
    return name;
  }

  /** A convolution plus other images of the same dimensions, in one operation; null where the first name is of no convolution in blocks. */
  convolutionPlus(graph: GraphBuilder, convolution: string, images: string): string | null {
    const known = this.#convolutions.get(convolution);
    if (known === undefined) return null;
    const { inputs, attributes, channels } = known;
    const [from = "", kernel = "", bias = ""] = inputs;
    const sum = graph.emit("Conv", [from, kernel, bias, this.#of(graph, images)], { domain: DOMAIN, attributes });
    return this.#named(graph, sum, channels);
  }

  /** An operation place by place on images of the same dimensions and on numbers, if some of the images are known in blocks; else null. */
  elementwise(
    graph: GraphBuilder,
    operator: string,
    operands: readonly { readonly name: string; readonly isNumber: boolean }[],
    channels: number,
    attributes: Attributes = {},
  ): string | null {
    if (!operands.some(({ name }) => this.#known.has(name))) return null;
    const inputs = operands.map(({ name, isNumber }) => (isNumber ? name : this.#of(graph, name)));
    return this.#named(graph, graph.emit(operator, inputs, { attributes }), channels);
  }

  #of(graph: GraphBuilder, images: string): string {
    return this.#known.get(images) ?? graph.emit("ReorderInput", [images], { domain: DOMAIN });
  }

  #named(graph: GraphBuilder, inBlocks: string, channels: number): string {
    const images = graph.emit("ReorderOutput", [inBlocks], { domain: DOMAIN, attributes: { channels: { int: channels } } });
    this.#known.set(images, inBlocks);
    return images;
  }
}
