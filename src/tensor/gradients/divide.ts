import { divide as over, multiply, negate } from "../graph/elementwise.js";
import type { Rule } from "./rule.js";

/** ∂(a/b)/∂b = −(a/b)/b: b² could overflow where this does not. */
export const divide: Rule<"divide"> = (node, gradient, keep) => {
  const [, b] = node.operands;
  return [keep(over(gradient, b)), keep(negate(over(multiply(gradient, node), b)))];
};
