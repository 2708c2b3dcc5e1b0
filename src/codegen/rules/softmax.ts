import { divide, exp, isNumber, log, multiply, subtract } from "../build.js";
import type { Expression } from "../expression.js";
import { isSumOfExponentials } from "./log-sum-exp.js";
import { REAL, REALS, type Rule } from "./rule.js";

const factorsOf = (e: Expression): readonly Expression[] => (e.kind === "multiply" ? e.factors : [e]);

/** The exponential and the sum overflow, or vanish, together: their quotient is that of two numbers which are never formed. */
export const softmax: Rule = {
  name: "softmax",
  statements: [
    {
      left: "\\frac{\\exp(a)}{\\exp(a) + \\exp(b)}",
      right: "\\exp(a - \\log(\\exp(a) + \\exp(b)))",
      symbols: { a: REAL, b: REAL },
    },
    {
      left: "\\sum_{i=1}^{n} y_i \\frac{\\exp(a_i)}{\\sum_{j=1}^{n} \\exp(a_j)}",
      right: "\\sum_{i=1}^{n} y_i \\exp\\left(a_i - \\log \\sum_{j=1}^{n} \\exp(a_j)\\right)",
      symbols: { y: REALS, a: REALS },
    },
  ],
  apply: (e) => {
    if (e.kind !== "divide") return null;
    const [over, under] = [factorsOf(e.numerator), factorsOf(e.denominator)];
    const raised = over.find((factor) => factor.kind === "call" && factor.name === "exp");
    const total = under.find(isSumOfExponentials);
    if (raised?.kind !== "call" || total === undefined) return null;
    const share = exp(subtract(raised.argument, log(total)));
    const numerator = multiply(...over.map((factor) => (factor === raised ? share : factor)));
    const denominator = multiply(...under.filter((factor) => factor !== total));
    return isNumber(denominator, 1) ? numerator : divide(numerator, denominator);
  },
};
