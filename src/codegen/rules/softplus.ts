import { call, isNumber } from "../build.js";
import { REAL, type Rule } from "./rule.js";

/** The exponential overflows at 710, its softplus never. */
export const softplus: Rule = {
  name: "softplus",
  statements: [{ left: "\\log(1 + \\exp(a))", right: "\\text{softplus}(a)", symbols: { a: REAL } }],
  apply: (e) => {
    if (e.kind !== "call" || e.name !== "log" || e.argument.kind !== "add" || e.argument.terms.length !== 2) return null;
    const one = e.argument.terms.find((term) => isNumber(term, 1));
    const exponential = e.argument.terms.find((term) => term.kind === "call" && term.name === "exp");
    return one !== undefined && exponential?.kind === "call" ? call("softplus", exponential.argument) : null;
  },
};
