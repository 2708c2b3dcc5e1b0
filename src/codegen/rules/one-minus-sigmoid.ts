import { call, isNumber, negate, scaled } from "../build.js";
import { REAL, type Rule } from "./rule.js";

/** Where the logistic function is close to 1, the difference would have been rounded away. */
export const oneMinusSigmoid: Rule = {
  name: "one-minus-sigmoid",
  statements: [{ left: "1 - \\text{sigmoid}(a)", right: "\\text{sigmoid}(-a)", symbols: { a: REAL } }],
  apply: (e) => {
    if (e.kind !== "add" || e.terms.length !== 2 || !e.terms.some((term) => isNumber(term, 1))) return null;
    const other = e.terms.find((term) => !isNumber(term, 1));
    if (other === undefined) return null;
    const { scale, rest } = scaled(other);
    if (scale.numerator !== -1n || scale.denominator !== 1n || rest.kind !== "call" || rest.name !== "sigmoid") return null;
    return call("sigmoid", negate(rest.argument));
  },
};
