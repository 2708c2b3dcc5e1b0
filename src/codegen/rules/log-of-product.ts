import { add, log, multiply } from "../build.js";
import { isNonnegative, isPositive } from "../sign.js";
import { isConstant, simplifiesUnderLog } from "./log-parts.js";
import { POSITIVE, REAL, type Rule } from "./rule.js";

/** Where the logarithm of a factor is simpler than the factor, the product is never formed. */
export const logOfProduct: Rule = {
  name: "log-of-product",
  statements: [
    { left: "\\log(2 \\pi s^2)", right: "\\log(2 \\pi) + \\log s^2", symbols: { s: POSITIVE } },
    { left: "\\log(t \\exp(a))", right: "\\log t + \\log \\exp(a)", symbols: { t: POSITIVE, a: REAL } },
  ],
  apply: (e) => {
    if (e.kind !== "call" || e.name !== "log" || e.argument.kind !== "multiply") return null;
    const { factors } = e.argument;
    if (!simplifiesUnderLog(e.argument)) return null;
    // The product is positive: so is a factor whose sign is not known, if all others are.
    if (!factors.every(isNonnegative) && factors.filter((factor) => !isPositive(factor)).length > 1) return null;
    const [constants, others] = [factors.filter(isConstant), factors.filter((factor) => !isConstant(factor))];
    const parts = constants.length === 0 ? others : [multiply(...constants), ...others];
    return parts.length < 2 ? null : add(...parts.map(log));
  },
};
