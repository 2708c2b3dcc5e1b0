import type { Rule } from "./rule.js";

export const less: Rule<"less"> = () => [null, null];
