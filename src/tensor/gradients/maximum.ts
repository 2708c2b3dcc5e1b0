import { equal, less, multiply, select } from "../graph/elementwise.js";
import type { Rule } from "./rule.js";

/** Half to each where they are equal. */
export const maximum: Rule<"maximum"> = ({ operands: [a, b] }, gradient) => {
  const shared = multiply(gradient, 0.5);
  const given = (larger: typeof a, smaller: typeof a) => select(less(smaller, larger), gradient, select(equal(a, b), shared, 0));
  return [given(a, b), given(b, a)];
};
