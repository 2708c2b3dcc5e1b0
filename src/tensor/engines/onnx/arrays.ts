import type { GraphBuilder } from "./graph-builder.js";

/** Operations on tensors by the positions of their dimensions, that do nothing where nothing is to be done. */

export function transpose(graph: GraphBuilder, x: string, order: readonly number[]): string {
  return graph.emit("Transpose", [x], { attributes: { perm: { ints: order } } });
}

/** −1 stands for the one size that follows from the others. */
export function reshape(graph: GraphBuilder, x: string, dimensions: readonly number[]): string {
  return graph.emit("Reshape", [x, graph.integers(dimensions)]);
}

export function concat(graph: GraphBuilder, parts: readonly string[], dimension: number): string {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only;
  return graph.emit("Concat", parts, { attributes: { axis: { int: dimension } } });
}

/** A part of one dimension. */
export interface Part {
  readonly dimension: number;
  readonly start: number;
  readonly end: number;
  /** How long the dimension is. */
  readonly size: number;
}

export function slice(graph: GraphBuilder, x: string, parts: readonly Part[]): string {
  const cut = parts.filter(({ start, end, size }) => start > 0 || end < size);
  if (cut.length === 0) return x;
  const lists = [cut.map(({ start }) => start), cut.map(({ end }) => end), cut.map(({ dimension }) => dimension)];
  return graph.emit("Slice", [x, ...lists.map((numbers) => graph.integers(numbers))]);
}

/** How a dimension is to begin with zeros, and how long it is to be. */
export interface Fit {
  readonly dimension: number;
  readonly before: number;
  readonly size: number;
  readonly wanted: number;
}

/** Zeros before dimensions, and zeros after them or a part of them cut off, so that they have the wanted sizes. */
export function fit(graph: GraphBuilder, x: string, rank: number, fits: readonly Fit[]): string {
  const amounts = (of: (own: Fit) => number): readonly number[] =>
    Array.from({ length: rank }, (_, dimension) => {
      const own = fits.find((other) => other.dimension === dimension);
      return own === undefined ? 0 : of(own);
    });
  const pads = [
    ...amounts(({ before }) => before),
    ...amounts(({ before, size, wanted }) => Math.max(0, wanted - before - size)),
  ];
  const longer = pads.every((amount) => amount === 0) ? x : graph.emit("Pad", [x, graph.integers(pads), graph.scalar(0)]);
  return slice(
    graph,
    longer,
    fits.map(({ dimension, before, size, wanted }) => ({
      dimension,
      start: 0,
      end: wanted,
      size: Math.max(wanted, before + size),
    })),
  );
}

/** Zeros of these dimensions, where there are any. */
export function zeros(graph: GraphBuilder, dimensions: readonly number[]): readonly string[] {
  return dimensions.includes(0) ? [] : [graph.emit("Expand", [graph.scalar(0), graph.integers(dimensions)])];
}
