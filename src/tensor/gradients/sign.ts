import type { Rule } from "./rule.js";

export const sign: Rule<"sign"> = () => [null];
