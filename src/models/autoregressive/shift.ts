import { axis, merge, pad, slice, split } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";

/** What is at a position goes to the one `by` further along the axis, back where `by` is negative; what comes in is 0. */
export function shifted(x: Node, along: string, by: number): Node {
  const size = sizeOf(x, along);
  const longer = pad(x, along, Math.max(0, by), Math.max(0, -by));
  return slice(longer, along, Math.max(0, -by), Math.max(0, -by) + size);
}

/**
 * Row i moved i places to the right, so that the pixel to the left and the one above lie in the column before; zeros fill the rest.
 *
 *     a b c        a b c 0
 *     d e f   →    0 d e f
 */
export function skewed(x: Node): Node {
  const [height, width] = [sizeOf(x, "height"), sizeOf(x, "width")];
  // In rows that are one place shorter each row begins one place later.
  const longer = pad(x, "width", 0, height);
  const all = slice(merge(longer, ["height", "width"], "place"), "place", 0, height * (width + height - 1));
  return split(all, "place", [axis("height", height), axis("width", width + height - 1)]);
}

/** Undoes `skewed`. */
export function unskewed(x: Node): Node {
  const [height, width] = [sizeOf(x, "height"), sizeOf(x, "width")];
  const all = pad(merge(x, ["height", "width"], "place"), "place", 0, height);
  return slice(split(all, "place", [axis("height", height), axis("width", width + 1)]), "width", 0, width + 1 - height);
}

function sizeOf(x: Node, along: string): number {
  return x.axes.find(({ name }) => name === along)?.size ?? 0;
}
