import type { Rule } from "./rule.js";

export const reorder: Rule<"reorder"> = (_, gradient) => [gradient];
