import { hasAxis } from "../../graph/axes.js";
import { extentOf } from "../../graph/convolution-geometry.js";
import type { Extent } from "../../graph/convolution-geometry.js";
import type { Node, NodeOf } from "../../graph/node.js";
import type { Context } from "./lowering.js";

/** A position of a kernel. */
export interface Tap {
  readonly row: number;
  readonly column: number;
}

/** All positions, row by row. */
export function tapsOf({ height, width }: Extent): readonly Tap[] {
  return Array.from({ length: height * width }, (_, i) => ({ row: Math.floor(i / width), column: i % width }));
}

/** The positions of a kernel's gradient that are asked for: not those that all that is done with it is to multiply them by a mask's zeros. */
export function tapsAskedFor(gradient: NodeOf<"conv2dKernel">, context: Context): readonly Tap[] {
  const taps = tapsOf(extentOf(gradient.axes));
  const mask = maskOf(gradient, context);
  if (mask === null) return taps;
  const { height, width } = extentOf(mask.axes);
  const [perRow, perColumn] = [stepOf(mask, "height"), stepOf(mask, "width")];
  const open = new Set<number>();
  for (const [i, value] of mask.values.entries()) {
    if (value !== 0) open.add((Math.floor(i / perRow) % height) * width + (Math.floor(i / perColumn) % width));
  }
  return taps.filter((_, i) => open.has(i));
}

/** The constant over height and width that the node, in whatever order of its axes, is multiplied by, which is all that is done with it; null if there is none. */
function maskOf(node: Node, context: Context): NodeOf<"constant"> | null {
  const [use] = context.usesOf(node);
  if (use === undefined || !context.usedOnce(node)) return null;
  if (use.kind === "reorder") return maskOf(use, context);
  if (use.kind !== "multiply") return null;
  const mask = use.operands.find((operand) => operand !== node);
  return mask?.kind === "constant" && ["height", "width"].every((name) => hasAxis(mask.axes, name)) ? mask : null;
}

/** How many values of a constant lie between two that are neighbours along an axis. */
function stepOf({ axes }: NodeOf<"constant">, name: string): number {
  const place = axes.findIndex((axis) => axis.name === name);
  return axes.slice(place + 1).reduce((product, { size }) => product * size, 1);
}
