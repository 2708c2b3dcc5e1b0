import { exp, multiply, negate, square } from "../graph/elementwise.js";
import type { Rule } from "./rule.js";

/** erf′(x) = 2/√π exp(−x²). */
export const erf: Rule<"erf"> = ({ operands: [x] }, gradient) => {
  const density = multiply(2 / Math.sqrt(Math.PI), exp(negate(square(x))));
  return [multiply(gradient, density)];
};
