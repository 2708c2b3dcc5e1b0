import { findAxis } from "../graph/axes.js";
import { pad } from "../graph/moves.js";
import type { Rule } from "./rule.js";

export const slice: Rule<"slice"> = ({ axis, start, end, operands: [x] }, gradient) => [
  pad(gradient, axis, start, findAxis("slice", x.axes, axis).size - end),
];
