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

/** Whether an expression is a sum, none of whose parts is negative, of exponentials with factors around them. */
export function isSumOfExponentials(e: Expression): boolean {
  const isPart = (term: Expression): boolean => holdsExponential(term) && isNonnegative(term);
  if (e.kind === "fold") return e.name === "sum" && isPart(e.body);
  return e.kind === "add" && e.terms.every(isPart);
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
    if (!isSumOfExponentials(sum)) return null;
    if (sum.kind === "fold") return refold(sum, "logSumExp", log(sum.body));
    if (sum.kind !== "add") return null;
    return sum.terms.map(log).reduce((left, right) => pair("logAddExp", left, right));
  },
};
