import { findAxis } from "../graph/axes.js";
import { slice } from "../graph/moves.js";
import type { Rule } from "./rule.js";

export const pad: Rule<"pad"> = ({ axis, before, operands: [x] }, gradient) => [
  slice(gradient, axis, before, before + findAxis("pad", x.axes, axis).size),
];
