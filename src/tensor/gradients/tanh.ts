import { multiply, sigmoid } from "../graph/elementwise.js";
import type { Rule } from "./rule.js";

/** tanh′(x) = 4 σ(2x) σ(−2x): 1 − tanh² loses all its digits where tanh rounds to ±1. */
export const tanh: Rule<"tanh"> = ({ operands: [x] }, gradient) => {
  const slope = multiply(4, multiply(sigmoid(multiply(2, x)), sigmoid(multiply(-2, x))));
  return [multiply(gradient, slope)];
};
