import { call, isNumber, log, multiply, number } from "../build.js";
import { HALF } from "../expression.js";
import { isNonnegative } from "../sign.js";
import { POSITIVE, POSITIVES, REAL, type Rule } from "./rule.js";

/** The square of a small number is 0 long before the number is. */
export const logOfPower: Rule = {
  name: "log-of-power",
  statements: [
    { left: "\\log t^3", right: "3 \\log t", symbols: { t: POSITIVE } },
    { left: "\\log t^{n/2}", right: "\\frac{n}{2} \\log t", symbols: { t: POSITIVE, s: POSITIVES } },
    { left: "\\log a^2", right: "2 \\log |a|", symbols: { a: REAL } },
    { left: "\\log \\sqrt{t}", right: "\\frac12 \\log t", symbols: { t: POSITIVE } },
  ],
  apply: (e) => {
    if (e.kind !== "call" || e.name !== "log") return null;
    const of = e.argument;
    if (of.kind === "call" && of.name === "sqrt") return multiply(number(HALF), log(of.argument));
    if (of.kind !== "power") return null;
    if (isNonnegative(of.base)) return multiply(of.exponent, log(of.base));
    return isNumber(of.exponent, 2) ? multiply(number(2), log(call("abs", of.base))) : null;
  },
};
