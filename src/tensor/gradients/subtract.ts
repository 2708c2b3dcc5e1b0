import { negate } from "../graph/elementwise.js";
import type { Rule } from "./rule.js";

export const subtract: Rule<"subtract"> = (_, gradient) => [gradient, negate(gradient)];
