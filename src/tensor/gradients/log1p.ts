import { add, divide } from "../graph/elementwise.js";
import type { Rule } from "./rule.js";

export const log1p: Rule<"log1p"> = ({ operands: [x] }, gradient, keep) => [keep(divide(gradient, add(x, 1)))];
