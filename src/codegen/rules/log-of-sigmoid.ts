import { call, negate } from "../build.js";
import { REAL, type Rule } from "./rule.js";

/** The logistic function vanishes below −745, its logarithm is an ordinary number there. */
export const logOfSigmoid: Rule = {
  name: "log-of-sigmoid",
  statements: [{ left: "\\log \\text{sigmoid}(a)", right: "-\\text{softplus}(-a)", symbols: { a: REAL } }],
  apply: (e) => {
    if (e.kind !== "call" || e.name !== "log" || e.argument.kind !== "call" || e.argument.name !== "sigmoid") return null;
    return negate(call("softplus", negate(e.argument.argument)));
  },
};
