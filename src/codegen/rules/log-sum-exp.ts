import { log, pair, refold } from "../build.js";
import type { Expression } from "../expression.js";
import { isNonnegative } from "../sign.js";
import { POSITIVES, REAL, REALS, type Rule } from "./rule.js";

/** Whether an expression is an exponential with factors around it. */
function holdsExponential(e: Expression): boolean {
  if (e.kind === "call") return e.name === "exp";
  if (e.kind === "multiply") return e.factors.some(holdsExponential);
  return e.kind === "divide" && (holdsExponential(e.numerator) || holdsExponential(e.denominator));
}

/** The largest exponential is taken out of the sum, so that none overflows and not all vanish. */
export const logSumExp: Rule = {
  name: "log-sum-exp",
  statements: [
    {
      left: "\\log \\sum_{i=1}^{n} w_i \\exp(a_i)",
      right: "\\log \\sum_{i=1}^{n} \\exp(\\log(w_i \\exp(a_i)))",
      symbols: { w: POSITIVES, a: REALS },
    },
    { left: "\\log(\\exp(a) + \\exp(b))", right: "b + \\log(1 + \\exp(a - b))", symbols: { a: REAL, b: REAL } },
  ],
  apply: (e) => {
    if (e.kind !== "call" || e.name !== "log") return null;
    const sum = e.argument;
    if (sum.kind === "fold" && sum.name === "sum" && holdsExponential(sum.body) && isNonnegative(sum.body))
      return refold(sum, "logSumExp", log(sum.body));
    if (sum.kind !== "add" || !sum.terms.every((term) => holdsExponential(term) && isNonnegative(term))) return null;
    return sum.terms.map(log).reduce((left, right) => pair("logAddExp", left, right));
  },
};
