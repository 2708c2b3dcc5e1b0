import { multiply, negate, sigmoid as logistic } from "../graph/elementwise.js";
import type { Rule } from "./rule.js";

/** σ′(x) = σ(x) σ(−x): 1 − σ(x) loses all its digits where σ rounds to 1. */
export const sigmoid: Rule<"sigmoid"> = (node, gradient) => {
  const [x] = node.operands;
  return [multiply(gradient, multiply(node, logistic(negate(x))))];
};
