import {
  axesText,
  checkAxes,
  elements,
  equalAxes,
  findAxis,
  hasAxis,
  namesOf,
  pickAxes,
  replaceAxis,
  withoutAxes,
} from "./axes.js";
import type { Axes, Axis } from "./axes.js";
import type { Node } from "./node.js";
import { ShapeError } from "./shape-error.js";

/** The same values in the same row-major order under other axes. */
function reshape(operation: string, x: Node, axes: Axes): Node {
  checkAxes(operation, axes);
  return equalAxes(axes, x.axes) ? x : { kind: "reshape", operands: [x], axes };
}

/** Undoes a `reshape`: the axes have as many places as the tensor. */
export function withAxes(x: Node, axes: Axes): Node {
  return reshape("reshape", x, axes);
}

/** Gives axes other names: `rename(x, { latent: "features" })`. @throws ShapeError when an axis is missing or two get one name */
export function rename(x: Node, names: Readonly<Record<string, string>>): Node {
  const renamed = new Map(Object.entries(names));
  for (const old of renamed.keys()) findAxis("rename", x.axes, old);
  return reshape(
    "rename",
    x,
    x.axes.map(({ name, size }) => ({ name: renamed.get(name) ?? name, size })),
  );
}

/**
 * One axis as several, the last of them running fastest: position i · width + j of the axis is (i, j) of (height, width).
 *
 * @throws ShapeError when the axis is missing, the product of the sizes is not its size, or a name is taken
 */
export function split(x: Node, axis: string, into: Axes): Node {
  const { size } = findAxis("split", x.axes, axis);
  if (elements(into) !== size) {
    throw new ShapeError(
      "split",
      `axis "${axis}" has size ${size}, not that of (${axesText(into)})`,
      "make the product equal to it",
    );
  }
  return reshape("split", x, replaceAxis(x.axes, axis, ...into));
}

/**
 * Several axes as one, the last named running fastest, in the place of the first named: undoes `split`.
 *
 * @throws ShapeError when an axis is missing or named twice, none is named, or the name is taken
 */
export function merge(x: Node, axes: readonly string[], into: string): Node {
  const merged = pickAxes("merge", x.axes, axes);
  const [first] = axes;
  if (first === undefined) throw new ShapeError("merge", "no axes to merge", "name at least one");
  const adjacent = replaceAxis(
    x.axes.filter(({ name }) => name === first || !axes.includes(name)),
    first,
    ...merged,
  );
  const rest = withoutAxes(x.axes, axes.slice(1));
  return reshape("merge", reorder(x, namesOf(adjacent)), replaceAxis(rest, first, { name: into, size: elements(merged) }));
}

/** The same tensor with its axes in this order in memory. @throws ShapeError unless each axis is named once */
export function reorder(x: Node, names: readonly string[]): Node {
  const axes = pickAxes("reorder", x.axes, names);
  const left = x.axes.find(({ name }) => !names.includes(name));
  if (left !== undefined) throw new ShapeError("reorder", `axis "${left.name}" is not named`, "name every axis once");
  return equalAxes(axes, x.axes) ? x : { kind: "reorder", operands: [x], axes };
}

/** Repeats the tensor along a new axis, which comes last. @throws ShapeError when there is one of that name */
export function expand(x: Node, axis: Axis): Node {
  const { name, size } = axis;
  checkAxes("expand", [...x.axes, { name, size }]);
  return { kind: "expand", axis: name, operands: [x], axes: [...x.axes, { name, size }] };
}

/** The positions start .. end − 1 of an axis. @throws ShapeError when there is no such axis or no such position */
export function slice(x: Node, axis: string, start: number, end: number): Node {
  const { size } = findAxis("slice", x.axes, axis);
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || start > end || end > size) {
    throw new ShapeError(
      "slice",
      `axis "${axis}" of size ${size} has no part ${start} .. ${end}`,
      "slice between 0 and its size",
    );
  }
  if (start === 0 && end === size) return x;
  return { kind: "slice", axis, start, end, operands: [x], axes: replaceAxis(x.axes, axis, { name: axis, size: end - start }) };
}

/** Zeros before and after the positions of an axis. @throws ShapeError when there is no such axis or a number is not whole and 0 or more */
export function pad(x: Node, axis: string, before: number, after: number): Node {
  const { size } = findAxis("pad", x.axes, axis);
  if (!Number.isSafeInteger(before) || !Number.isSafeInteger(after) || before < 0 || after < 0) {
    throw new ShapeError("pad", `axis "${axis}" cannot grow by ${before} before and ${after} after`, "give whole numbers from 0");
  }
  if (before === 0 && after === 0) return x;
  const padded = { name: axis, size: before + size + after };
  return { kind: "pad", axis, before, after, operands: [x], axes: replaceAxis(x.axes, axis, padded) };
}

/**
 * Tensors one after another along an axis that all have; the other axes are the same in all, in any order. The result's order is the first one's.
 *
 * @throws ShapeError when there are none, one lacks an axis or has a further one, or the other axes differ in size
 */
export function concat(parts: readonly Node[], axis: string): Node {
  const [first, ...others] = parts;
  if (first === undefined) throw new ShapeError("concat", "no tensors to put together", "give at least one");
  let { size } = findAxis("concat", first.axes, axis);
  if (others.length === 0) return first;
  const names = namesOf(first.axes);
  const operands = [first];
  for (const part of others) {
    const own = findAxis("concat", part.axes, axis).size;
    const further = part.axes.find(({ name }) => !hasAxis(first.axes, name));
    if (further !== undefined) {
      throw new ShapeError(
        "concat",
        `axis "${further.name}" is in one part and not in the first`,
        "give all parts the same axes",
      );
    }
    const aligned = reorder(part, names);
    for (const [i, { name, size: expected }] of first.axes.entries()) {
      const found = aligned.axes[i]?.size;
      if (name !== axis && found !== expected) {
        throw new ShapeError(
          "concat",
          `axis "${name}" has size ${expected} in one part and ${found ?? 0} in another`,
          "make the sizes equal",
        );
      }
    }
    operands.push(aligned);
    size += own;
  }
  return { kind: "concat", axis, operands, axes: replaceAxis(first.axes, axis, { name: axis, size }) };
}

/** The positions of an axis from the last to the first. @throws ShapeError when there is no such axis */
export function reverse(x: Node, axis: string): Node {
  findAxis("reverse", x.axes, axis);
  return { kind: "reverse", axis, operands: [x], axes: x.axes };
}
