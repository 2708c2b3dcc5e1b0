import { add, call, isNumber } from "../build.js";
import { REAL, type Rule, UNIT } from "./rule.js";

/** Near 1 the logarithm is as small as the difference from 1, which would have been rounded away. */
export const log1p: Rule = {
  name: "log1p",
  statements: [
    { left: "\\log(1 - u)", right: "\\log(-u + 1)", symbols: { u: UNIT } },
    { left: "\\log(1 + a^2)", right: "\\log(a^2 + 1)", symbols: { a: REAL } },
  ],
  apply: (e) => {
    if (e.kind !== "call" || e.name !== "log" || e.argument.kind !== "add") return null;
    const { terms } = e.argument;
    if (!terms.some((term) => isNumber(term, 1))) return null;
    return call("log1p", add(...terms.filter((term) => !isNumber(term, 1))));
  },
};
