import { exp, multiply, subtract } from "../graph/elementwise.js";
import { sum } from "../graph/reductions.js";
import type { Rule } from "./rule.js";

export const logSoftmax: Rule<"logSoftmax"> = (node, gradient) => [
  subtract(gradient, multiply(exp(node), sum(gradient, [node.axis]))),
];
