import type { Rule } from "./rule.js";

export const lessEqual: Rule<"lessEqual"> = () => [null, null];
