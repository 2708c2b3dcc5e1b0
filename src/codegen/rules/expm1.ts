import { add, call, isNumber } from "../build.js";
import { REAL, type Rule } from "./rule.js";

/** Near 0 the exponential is near 1, and its difference from 1 would have been rounded away. */
export const expm1: Rule = {
  name: "expm1",
  statements: [{ left: "\\exp(a) + b - 1", right: "(\\exp(a) - 1) + b", symbols: { a: REAL, b: REAL } }],
  apply: (e) => {
    if (e.kind !== "add" || !e.terms.some((term) => isNumber(term, -1))) return null;
    const at = e.terms.findIndex((term) => term.kind === "call" && term.name === "exp");
    if (at < 0) return null;
    return add(
      ...e.terms.flatMap((term, i) => {
        if (isNumber(term, -1)) return [];
        return [i === at && term.kind === "call" ? call("expm1", term.argument) : term];
      }),
    );
  },
};
