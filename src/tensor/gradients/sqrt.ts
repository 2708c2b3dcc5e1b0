import { divide, multiply } from "../graph/elementwise.js";
import type { Rule } from "./rule.js";

export const sqrt: Rule<"sqrt"> = (node, gradient, keep) => [keep(divide(gradient, multiply(2, node)))];
