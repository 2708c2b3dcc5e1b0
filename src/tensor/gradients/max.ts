import { divide, equal, select } from "../graph/elementwise.js";
import { sum } from "../graph/reductions.js";
import type { Rule } from "./rule.js";

/** Shared equally by the values that are the maximum. */
export const max: Rule<"max"> = (node, gradient) => {
  const [x] = node.operands;
  const reached = equal(x, node);
  return [select(reached, divide(gradient, sum(reached, node.over)), 0)];
};
