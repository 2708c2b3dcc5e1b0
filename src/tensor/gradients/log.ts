import { divide } from "../graph/elementwise.js";
import type { Rule } from "./rule.js";

export const log: Rule<"log"> = ({ operands: [x] }, gradient, keep) => [keep(divide(gradient, x))];
