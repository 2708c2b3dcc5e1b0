import { divide, isNumber, multiply, square } from "../build.js";
import type { Expression, ExpressionOf } from "../expression.js";
import { POSITIVE, REAL, type Rule } from "./rule.js";

const isSquare = (e: Expression): e is ExpressionOf<"power"> => e.kind === "power" && isNumber(e.exponent, 2);

/** Two squares may overflow or vanish where their quotient is an ordinary number. */
export const quotientOfSquares: Rule = {
  name: "quotient-of-squares",
  statements: [
    { left: "\\frac{a^2}{s^2}", right: "\\left(\\frac{a}{s}\\right)^2", symbols: { a: REAL, s: POSITIVE } },
    {
      left: "\\frac{a^2 b}{2 s^2}",
      right: "\\frac12 \\left(\\frac{a}{s}\\right)^2 b",
      symbols: { a: REAL, b: REAL, s: POSITIVE },
    },
  ],
  apply: (e) => {
    if (e.kind !== "divide") return null;
    const [over, under] = [e.numerator, e.denominator].map((part) => (part.kind === "multiply" ? part.factors : [part]));
    const top = over?.find(isSquare);
    const bottom = under?.find(isSquare);
    if (over === undefined || under === undefined || top === undefined || bottom === undefined) return null;
    const squared = square(divide(top.base, bottom.base));
    const rest = over.filter((factor) => factor !== top);
    return divide(multiply(squared, ...rest), multiply(...under.filter((factor) => factor !== bottom)));
  },
};
