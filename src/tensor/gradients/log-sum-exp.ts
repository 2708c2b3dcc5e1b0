import { multiply } from "../graph/elementwise.js";
import { softmax } from "../graph/reductions.js";
import type { Rule } from "./rule.js";

/** The softmax, 0 for an x of −∞; not exp(x − logSumExp x), which loses the digits of both beside large values. */
export const logSumExp: Rule<"logSumExp"> = (node, gradient, keep) => {
  const [x] = node.operands;
  return [keep(multiply(gradient, softmax(x, node.over)))];
};
