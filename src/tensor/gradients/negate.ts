import { negate as minus } from "../graph/elementwise.js";
import type { Rule } from "./rule.js";

export const negate: Rule<"negate"> = (_, gradient) => [minus(gradient)];
