import { multiply } from "../graph/elementwise.js";
import type { Rule } from "./rule.js";

export const exp: Rule<"exp"> = (node, gradient, keep) => [keep(multiply(gradient, node))];
