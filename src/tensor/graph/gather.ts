import { alignAxes, findAxis, hasAxis, withoutAxes } from "./axes.js";
import type { Axis } from "./axes.js";
import { equal } from "./elementwise.js";
import type { Node } from "./node.js";
import { ShapeError } from "./shape-error.js";
import { positions } from "./sources.js";

/**
 * The table's values at the positions along one of its axes that the indices name. The result has the indices' axes, then those that the table adds,
 * without the one looked up; axes of both are batch axes. Indices are whole numbers from 0 to below the axis's size: engines refuse others. They have
 * gradient 0.
 *
 * @throws ShapeError when the table lacks the axis, the indices have it, or an axis of both has two sizes
 */
export function gather(table: Node, indices: Node, axis: string): Node {
  findAxis("gather", table.axes, axis);
  refuseIndicesAlong("gather", indices, axis);
  const axes = alignAxes("gather", indices.axes, withoutAxes(table.axes, [axis]));
  return { kind: "gather", axis, operands: [table, indices], axes };
}

/** 1 where the position along the new, last axis is the index, else 0. Indices outside the axis, or not whole, have no 1. @throws ShapeError when taken */
export function oneHot(indices: Node, axis: Axis): Node {
  refuseIndicesAlong("oneHot", indices, axis.name);
  return equal(indices, positions(axis));
}

function refuseIndicesAlong(operation: string, indices: Node, axis: string): void {
  if (!hasAxis(indices.axes, axis)) return;
  throw new ShapeError(operation, `the indices have the axis "${axis}" themselves`, "rename one of the two");
}
