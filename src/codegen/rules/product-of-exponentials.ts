import { add, divide, exp, isNumber, log, multiply, negate } from "../build.js";
import { type Expression, someExpression } from "../expression.js";
import { isPositive } from "../sign.js";
import { POSITIVE, POSITIVES, REAL, type Rule } from "./rule.js";

const isExponential = (e: Expression): e is Extract<Expression, { kind: "call" }> => e.kind === "call" && e.name === "exp";

/** Whether a factor grows with a dimension, so that it may overflow where the exponential beside it makes up for it. */
function isLarge(e: Expression): boolean {
  if (!isPositive(e)) return false;
  if (e.kind === "fold") return e.name === "product";
  return e.kind === "power" && someExpression(e.exponent, ({ kind }) => kind === "place");
}

/** One exponential instead of several: none of them overflows before the whole does. */
export const productOfExponentials: Rule = {
  name: "product-of-exponentials",
  statements: [
    { left: "\\exp(a) \\exp(b)", right: "\\exp(a + b)", symbols: { a: REAL, b: REAL } },
    { left: "\\frac{\\exp(a)}{\\exp(b)}", right: "\\exp(a - b)", symbols: { a: REAL, b: REAL } },
    { left: "(\\exp(a))^3", right: "\\exp(3 a)", symbols: { a: REAL } },
    {
      left: "t^{n/2} \\exp(a) + \\sum_{k=1}^{n} s_k",
      right: "\\exp(a + \\log t^{n/2}) + \\sum_{k=1}^{n} s_k",
      symbols: { t: POSITIVE, a: REAL, s: POSITIVES },
    },
    {
      left: "\\frac{\\exp(a)}{\\prod_{k=1}^{n} t_k}",
      right: "\\exp\\left(a - \\log \\prod_{k=1}^{n} t_k\\right)",
      symbols: { a: REAL, t: POSITIVES },
    },
  ],
  apply: (e) => {
    if (e.kind === "multiply") {
      // Quotients among the factors have their own numerators and denominators.
      const over = e.factors.flatMap((factor) => (factor.kind === "divide" ? factorsOf(factor.numerator) : [factor]));
      const under = e.factors.flatMap((factor) => (factor.kind === "divide" ? factorsOf(factor.denominator) : []));
      return merged(over, under);
    }
    if (e.kind === "divide") return merged(factorsOf(e.numerator), factorsOf(e.denominator));
    if (e.kind === "power" && isExponential(e.base)) return exp(multiply(e.exponent, e.base.argument));
    return null;
  },
};

const factorsOf = (e: Expression): readonly Expression[] => (e.kind === "multiply" ? e.factors : [e]);

function merged(over: readonly Expression[], under: readonly Expression[]): Expression | null {
  const exponentials = [...over, ...under].filter(isExponential).length;
  const large = [...over, ...under].filter(isLarge).length;
  if (exponentials === 0 || (exponentials + large < 2 && !under.some(isExponential))) return null;
  const absorbed = (e: Expression): boolean => isExponential(e) || isLarge(e);
  const exponent = add(...over.filter(absorbed).map(logOf), ...under.filter(absorbed).map((e) => negate(logOf(e))));
  const rest = multiply(...over.filter((e) => !absorbed(e)));
  const denominator = multiply(...under.filter((e) => !absorbed(e)));
  const numerator = multiply(rest, exp(exponent));
  return isNumber(denominator, 1) ? numerator : divide(numerator, denominator);
}

const logOf = (e: Expression): Expression => (isExponential(e) ? e.argument : log(e));
