import { select as choose } from "../graph/elementwise.js";
import type { Rule } from "./rule.js";

/** Exactly 0 on the branch not taken. */
export const select: Rule<"select"> = ({ operands: [condition] }, gradient) => [
  null,
  choose(condition, gradient, 0),
  choose(condition, 0, gradient),
];
