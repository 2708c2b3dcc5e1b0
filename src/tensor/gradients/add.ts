import type { Rule } from "./rule.js";

export const add: Rule<"add"> = (_, gradient) => [gradient, gradient];
