import { findAxis } from "../graph/axes.js";
import { slice } from "../graph/moves.js";
import type { Rule } from "./rule.js";

export const concat: Rule<"concat"> = ({ axis, operands }, gradient) => {
  let start = 0;
  return operands.map((part) => {
    const { size } = findAxis("concat", part.axes, axis);
    start += size;
    return slice(gradient, axis, start - size, start);
  });
};
