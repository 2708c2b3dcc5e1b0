import { lessEqual, multiply, select } from "../graph/elementwise.js";
import type { Rule } from "./rule.js";

/** 1 at both bounds. */
export const clamp: Rule<"clamp"> = ({ low, high, operands: [x] }, gradient) => [
  select(multiply(lessEqual(low, x), lessEqual(x, high)), gradient, 0),
];
