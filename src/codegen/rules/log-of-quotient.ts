import { isNumber, log, negate, subtract } from "../build.js";
import { isNonnegative } from "../sign.js";
import { simplifiesUnderLog } from "./log-parts.js";
import { POSITIVE, REAL, type Rule } from "./rule.js";

/** Where the logarithm of a part is simpler than the part, the quotient is never formed. */
export const logOfQuotient: Rule = {
  name: "log-of-quotient",
  statements: [
    { left: "\\log \\frac{1}{t}", right: "-\\log t", symbols: { t: POSITIVE } },
    { left: "\\log \\frac{\\exp(a)}{t}", right: "\\log \\exp(a) - \\log t", symbols: { t: POSITIVE, a: REAL } },
  ],
  apply: (e) => {
    if (e.kind !== "call" || e.name !== "log" || e.argument.kind !== "divide") return null;
    const { numerator, denominator } = e.argument;
    if (isNumber(numerator, 1)) return negate(log(denominator));
    if (!simplifiesUnderLog(e.argument) || !(isNonnegative(numerator) || isNonnegative(denominator))) return null;
    return subtract(log(numerator), log(denominator));
  },
};
