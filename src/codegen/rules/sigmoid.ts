import { call, isNumber, negate } from "../build.js";
import { sameExpression } from "../expression.js";
import { REAL, type Rule } from "./rule.js";

/** The exponential in the denominator overflows where the quotient is close to 0 or 1. */
export const sigmoid: Rule = {
  name: "sigmoid",
  statements: [
    { left: "\\frac{1}{1 + \\exp(-a)}", right: "\\text{sigmoid}(a)", symbols: { a: REAL } },
    { left: "\\frac{\\exp(a)}{1 + \\exp(a)}", right: "\\text{sigmoid}(a)", symbols: { a: REAL } },
  ],
  apply: (e) => {
    if (e.kind !== "divide" || e.denominator.kind !== "add" || e.denominator.terms.length !== 2) return null;
    const one = e.denominator.terms.find((term) => isNumber(term, 1));
    const exponential = e.denominator.terms.find((term) => term.kind === "call" && term.name === "exp");
    if (one === undefined || exponential?.kind !== "call") return null;
    if (isNumber(e.numerator, 1)) return call("sigmoid", negate(exponential.argument));
    return sameExpression(e.numerator, exponential) ? call("sigmoid", exponential.argument) : null;
  },
};
