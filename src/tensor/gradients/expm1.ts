import { exp, multiply } from "../graph/elementwise.js";
import type { Rule } from "./rule.js";

/** exp(x) and not expm1(x) + 1, which rounds to 0 far below 0. */
export const expm1: Rule<"expm1"> = ({ operands: [x] }, gradient, keep) => [keep(multiply(gradient, exp(x)))];
