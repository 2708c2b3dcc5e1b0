import { REAL, type Rule } from "./rule.js";

/** The exponential may overflow where its logarithm is an ordinary number. */
export const logOfExponential: Rule = {
  name: "log-of-exponential",
  statements: [{ left: "\\log \\exp(a)", right: "a", symbols: { a: REAL } }],
  apply: (e) =>
    e.kind === "call" && e.name === "log" && e.argument.kind === "call" && e.argument.name === "exp" ? e.argument.argument : null,
};
