import { call, isNumber, multiply, number } from "../build.js";
import { HALF, sameExpression } from "../expression.js";
import { rational } from "../../numbers/rational.js";
import { REAL, type Rule } from "./rule.js";

/** Both exponentials overflow where their quotient is close to 1. */
export const tanh: Rule = {
  name: "tanh",
  statements: [
    { left: "\\frac{\\exp(2 a) - 1}{\\exp(2 a) + 1}", right: "\\tanh(a)", symbols: { a: REAL } },
    { left: "\\frac{1 - \\exp(-2 a)}{1 + \\exp(-2 a)}", right: "\\tanh(a)", symbols: { a: REAL } },
  ],
  apply: (e) => {
    if (e.kind !== "divide" || e.denominator.kind !== "add" || e.denominator.terms.length !== 2) return null;
    const exponential = e.denominator.terms.find((term) => term.kind === "call" && term.name === "exp");
    if (exponential?.kind !== "call" || !e.denominator.terms.some((term) => isNumber(term, 1))) return null;
    const half = call("tanh", multiply(number(HALF), exponential.argument));
    const { numerator } = e;
    if (numerator.kind === "call" && numerator.name === "expm1")
      return sameExpression(numerator.argument, exponential.argument) ? half : null;
    if (numerator.kind !== "add" || numerator.terms.length !== 2) return null;
    const has = (scale: number): boolean =>
      numerator.terms.some((term) => isNumber(term, -scale)) &&
      numerator.terms.some((term) => sameExpression(term, multiply(number(scale), exponential)));
    if (has(1)) return half;
    return has(-1) ? call("tanh", multiply(number(rational(-1, 2)), exponential.argument)) : null;
  },
};
