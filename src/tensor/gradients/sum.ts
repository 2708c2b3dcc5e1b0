import type { Rule } from "./rule.js";

export const sum: Rule<"sum"> = (_, gradient) => [gradient];
