import type { Rule } from "./rule.js";

export const equal: Rule<"equal"> = () => [null, null];
