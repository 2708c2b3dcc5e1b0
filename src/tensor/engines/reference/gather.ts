import { findAxis } from "../../graph/axes.js";
import { isIndex, noIndexText } from "../no-index.js";
import type { KernelOf } from "./kernel.js";
import { at, filled, offsets, strideOf } from "./offsets.js";

/** The kernel throws a RangeError for an index that is not whole or outside the axis. */
export const gather: KernelOf<"gather"> = ({ axes, axis, operands: [table, indices] }) => {
  const named = findAxis("gather", table.axes, axis);
  const stride = strideOf(table.axes, axis);
  const [starts, asked] = [offsets(axes, table.axes), offsets(axes, indices.axes)];
  return (values, wanted) =>
    filled(axes, (i) => {
      const index = at(wanted, at(asked, i));
      if (!isIndex(index, named)) throw new RangeError(noIndexText(index, named));
      return at(values, at(starts, i) + index * stride);
    });
};
