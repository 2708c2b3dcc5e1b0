import { evaluate, tensor } from "../../src/tensor/index.js";
import type { Axes, Node, Tensor } from "../../src/tensor/index.js";

/** A position along each of some axes, by name. */
export type Index = Readonly<Record<string, number>>;

/** Every index over the axes, the last axis running fastest. */
export function indices(axes: Axes): Index[] {
  const [first, ...others] = axes;
  if (first === undefined) return [{}];
  const rest = indices(others);
  return Array.from({ length: first.size }, (_, i) => rest.map((index) => ({ [first.name]: i, ...index }))).flat();
}

/** The value at an index, which may name further axes. */
export function read({ axes, values }: Tensor, index: Index): number {
  const place = axes.reduce((before, { name, size }) => before * size + (index[name] ?? NaN), 0);
  const value = values[place];
  if (value === undefined) throw new Error(`no value at ${JSON.stringify(index)}`);
  return value;
}

/** The tensor with f(index) at each index. */
export function tabulate(axes: Axes, f: (index: Index) => number): Tensor {
  return tensor(axes, indices(axes).map(f));
}

/** The value of one node under the reference engine. */
export function valueOf(node: Node, inputs: Readonly<Record<string, Tensor>> = {}): Tensor {
  const { value } = evaluate({ value: node }, inputs);
  if (value === undefined) throw new Error("no value");
  return value;
}

export const total = (numbers: readonly number[]): number => numbers.reduce((before, x) => before + x, 0);
