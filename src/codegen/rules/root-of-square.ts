import { call, isNumber, multiply } from "../build.js";
import type { Expression, ExpressionOf } from "../expression.js";
import { isNonnegative } from "../sign.js";
import { POSITIVE, REAL, type Rule } from "./rule.js";

const isSquare = (e: Expression): e is ExpressionOf<"power"> => e.kind === "power" && isNumber(e.exponent, 2);

/** The square may overflow or vanish where its root is an ordinary number. */
export const rootOfSquare: Rule = {
  name: "root-of-square",
  statements: [
    { left: "\\sqrt{t^2}", right: "t", symbols: { t: POSITIVE } },
    { left: "\\sqrt{a^2}", right: "|a|", symbols: { a: REAL } },
    { left: "\\sqrt{2 \\pi s^2}", right: "s \\sqrt{2 \\pi}", symbols: { s: POSITIVE } },
  ],
  apply: (e) => {
    if (e.kind !== "call" || e.name !== "sqrt") return null;
    const factors = e.argument.kind === "multiply" ? e.argument.factors : [e.argument];
    const squares = factors.filter(isSquare);
    const others = factors.filter((factor) => !isSquare(factor));
    if (squares.length === 0 || !others.every(isNonnegative)) return null;
    const roots = squares.map(({ base }) => (isNonnegative(base) ? base : call("abs", base)));
    return others.length === 0 ? multiply(...roots) : multiply(...roots, call("sqrt", multiply(...others)));
  },
};
