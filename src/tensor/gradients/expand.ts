import type { Rule } from "./rule.js";

export const expand: Rule<"expand"> = (_, gradient) => [gradient];
