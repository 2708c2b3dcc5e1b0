import { findAxis } from "../../graph/axes.js";
import type { KernelOf } from "./kernel.js";
import { at, filled, offsets, strideOf } from "./offsets.js";

/** The kernel throws a RangeError for an index that is not whole or outside the axis. */
export const gather: KernelOf<"gather"> = ({ axes, axis, operands: [table, indices] }) => {
  const { size } = findAxis("gather", table.axes, axis);
  const stride = strideOf(table.axes, axis);
  const [starts, asked] = [offsets(axes, table.axes), offsets(axes, indices.axes)];
  return (values, wanted) =>
    filled(axes, (i) => {
      const index = at(wanted, at(asked, i));
      if (!Number.isInteger(index) || index < 0 || index >= size) {
        throw new RangeError(
          `gather: ${index} is no index of axis "${axis}" of size ${size}; give whole numbers from 0 to ${size - 1}`,
        );
      }
      return at(values, at(starts, i) + index * stride);
    });
};
