import { isNumber, multiply, number, refold, scaled } from "../build.js";
import { REALS, type Rule } from "./rule.js";

/** One multiplication instead of many. */
export const factorOut: Rule = {
  name: "factor-out",
  statements: [{ left: "\\sum_{k=1}^{n} 2 a_k", right: "2 \\sum_{k=1}^{n} a_k", symbols: { a: REALS } }],
  apply: (e) => {
    if (e.kind !== "fold" || e.name !== "sum") return null;
    const { scale, rest } = scaled(e.body);
    return isNumber(number(scale), 1) || isNumber(rest, 1) ? null : multiply(number(scale), refold(e, "sum", rest));
  },
};
