import { exp, multiply, subtract } from "../graph/elementwise.js";
import type { Rule } from "./rule.js";

/** The softmax exp(x − log Σ exp x): 0 for an x of −∞. */
export const logSumExp: Rule<"logSumExp"> = (node, gradient, keep) => {
  const [x] = node.operands;
  return [keep(multiply(gradient, exp(subtract(x, node))))];
};
