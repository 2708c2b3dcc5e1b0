import { findAxis, withoutAxes } from "../../graph/axes.js";
import type { Kernel, KernelOf } from "./kernel.js";
import { allocate, at, offsets, strideOf } from "./offsets.js";

/** The kernel of a result whose value at each index lies at `places[index]` of the operand. */
function taken(places: Int32Array): Kernel {
  return (x) => Float64Array.from(places, (place) => at(x, place));
}

/** Writes a part of a tensor, given over the tensor's axes but for the size of one, from `start` on along that one. */
function writePart(result: Float64Array, places: Int32Array, start: number, part: Float64Array): void {
  for (let i = 0; i < part.length; i++) result[start + at(places, i)] = at(part, i);
}

export const reshape: KernelOf<"reshape"> = () => (x) => x;

export const reorder: KernelOf<"reorder"> = ({ axes, operands: [x] }) => taken(offsets(axes, x.axes));

export const expand: KernelOf<"expand"> = ({ axes, operands: [x] }) => taken(offsets(axes, x.axes));

export const slice: KernelOf<"slice"> = ({ axes, axis, start, operands: [x] }) => {
  const first = start * strideOf(x.axes, axis);
  return taken(offsets(axes, x.axes).map((place) => first + place));
};

export const reverse: KernelOf<"reverse"> = ({ axes, axis }) => {
  const { size } = findAxis("reverse", axes, axis);
  const stride = strideOf(axes, axis);
  const [starts, places] = [offsets(withoutAxes(axes, [axis]), axes), new Int32Array(offsets(axes, axes).length)];
  for (const start of starts) {
    for (let i = 0; i < size; i++) places[start + i * stride] = start + (size - 1 - i) * stride;
  }
  return taken(places);
};

export const pad: KernelOf<"pad"> = ({ axes, axis, before, operands: [x] }) => {
  const places = offsets(x.axes, axes);
  const start = before * strideOf(axes, axis);
  return (values) => {
    const result = allocate(axes);
    writePart(result, places, start, values);
    return result;
  };
};

export const concat: KernelOf<"concat"> = ({ axes, axis, operands }) => {
  const parts: { readonly places: Int32Array; readonly start: number }[] = [];
  let position = 0;
  for (const operand of operands) {
    parts.push({ places: offsets(operand.axes, axes), start: position * strideOf(axes, axis) });
    position += findAxis("concat", operand.axes, axis).size;
  }
  return (...values) => {
    const result = allocate(axes);
    for (const [k, { places, start }] of parts.entries()) {
      const part = values[k];
      if (part !== undefined) writePart(result, places, start, part);
    }
    return result;
  };
};
