import { multiply, number, power } from "../build.js";
import { type Expression, mentions, type Place, placeKey } from "../expression.js";
import { REAL, REALS, type Rule } from "./rule.js";

/** What does not depend on the index is there as often as the index has values. */
export const sumOfConstant: Rule = {
  name: "sum-of-constant",
  statements: [
    { left: "\\sum_{k=1}^{n} b + \\sum_{k=1}^{n} a_k", right: "n b + \\sum_{k=1}^{n} a_k", symbols: { b: REAL, a: REALS } },
    { left: "\\prod_{k=1}^{n} b + \\sum_{k=1}^{n} a_k", right: "b^n + \\sum_{k=1}^{n} a_k", symbols: { b: REAL, a: REALS } },
  ],
  apply: (e) => {
    if (e.kind !== "fold" || mentions(e.body, e.index)) return null;
    const count = countOf(e.lower, e.upper);
    if (count === null) return null;
    if (e.name === "sum") return multiply(count, e.body);
    return e.name === "product" ? power(e.body, count) : null;
  },
};

/** How many values an index has that is never empty; null where the bounds may be the wrong way round. */
function countOf(lower: Place, upper: Place): Expression | null {
  if (lower.of !== null) return null;
  if (upper.of === null) return number(Math.max(0, upper.offset - lower.offset + 1));
  if (upper.of.kind !== "size" || placeKey(lower) !== "1" || upper.offset !== 0) return null;
  return { kind: "place", place: upper };
}
