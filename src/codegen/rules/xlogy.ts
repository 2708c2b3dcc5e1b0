import { add, multiply, number, pair } from "../build.js";
import type { Expression, ExpressionOf } from "../expression.js";
import { isPositive, signOf } from "../sign.js";
import { BINARY, type Rule, UNIT } from "./rule.js";

/** A logarithm whose argument may be 0. */
function isBottomless(e: Expression): e is ExpressionOf<"call"> {
  if (e.kind !== "call") return false;
  if (e.name === "log") return !isPositive(e.argument);
  return e.name === "log1p" && !isPositive(add(number(1), e.argument));
}

/** Where an event does not happen, its logarithm does not count, even if its probability is 0: 0 log 0 is 0, and not 0 · (−∞). */
export const xlogy: Rule = {
  name: "xlogy",
  statements: [
    { left: "b \\log u", right: "b \\log u", symbols: { b: BINARY, u: UNIT } },
    { left: "(1 - b) \\log(1 - u)", right: "\\log(1 - u) - b \\log(1 - u)", symbols: { b: BINARY, u: UNIT } },
  ],
  apply: (e) => {
    if (e.kind !== "multiply") return null;
    const logarithm = e.factors.find(isBottomless);
    const weight = e.factors.find((factor) => factor.kind !== "number" && signOf(factor) === "nonnegative");
    if (logarithm === undefined || weight === undefined || (logarithm.name !== "log" && logarithm.name !== "log1p")) return null;
    const rest = e.factors.filter((factor) => factor !== logarithm && factor !== weight);
    return multiply(...rest, pair(logarithm.name === "log" ? "xlogy" : "xlog1py", weight, logarithm.argument));
  },
};
