import { exp, multiply, subtract } from "../graph/elementwise.js";
import { sum } from "../graph/reductions.js";
import type { Rule } from "./rule.js";

/** To the rounding error of the largest gradient: of 1 − p nothing is left where a probability p rounds to 1. */
export const logSoftmax: Rule<"logSoftmax"> = (node, gradient) => [
  subtract(gradient, multiply(exp(node), sum(gradient, [node.axis]))),
];
