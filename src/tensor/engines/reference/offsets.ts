import { elements } from "../../graph/axes.js";
import type { Axes } from "../../graph/axes.js";

/** The step between neighbours along an axis of a row-major tensor; 0 along one that it lacks, so that it is repeated there. */
export function strideOf(layout: Axes, name: string): number {
  const at = layout.findIndex((own) => own.name === name);
  return at < 0 ? 0 : elements(layout.slice(at + 1));
}

/**
 * For every index over `axes`, in row-major order, where it lies in a row-major tensor over `layout`. Kernels are loops over such tables; that of a union of
 * disjoint groups of axes is the sum of the groups' tables.
 */
export function offsets(axes: Axes, layout: Axes): Int32Array {
  let table = new Int32Array(1);
  for (const { name, size } of axes) {
    const stride = strideOf(layout, name);
    const longer = new Int32Array(table.length * size);
    let at = 0;
    for (const start of table) for (let i = 0; i < size; i++) longer[at++] = start + i * stride;
    table = longer;
  }
  return table;
}

/** Room for a tensor, all 0. */
export function allocate(axes: Axes): Float64Array {
  return new Float64Array(elements(axes));
}

/** A tensor with f(place) at each place. */
export function filled(axes: Axes, f: (place: number) => number): Float64Array {
  const values = allocate(axes);
  for (let place = 0; place < values.length; place++) values[place] = f(place);
  return values;
}

/** The entry of a table at a place that the table has. */
export function at(table: Float64Array | Int32Array, place: number): number {
  return table[place] ?? NaN;
}
