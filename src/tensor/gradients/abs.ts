import { multiply, sign } from "../graph/elementwise.js";
import type { Rule } from "./rule.js";

/** 0 at 0. */
export const abs: Rule<"abs"> = ({ operands: [x] }, gradient) => [multiply(gradient, sign(x))];
