import { multiply as times } from "../graph/elementwise.js";
import type { Rule } from "./rule.js";

export const multiply: Rule<"multiply"> = ({ operands: [a, b] }, gradient, keep) => [
  keep(times(gradient, b)),
  keep(times(gradient, a)),
];
