import { greater, select } from "../graph/elementwise.js";
import type { Rule } from "./rule.js";

/** 0 at 0. */
export const relu: Rule<"relu"> = ({ operands: [x] }, gradient) => [select(greater(x, 0), gradient, 0)];
