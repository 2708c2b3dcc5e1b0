import { log, refold } from "../build.js";
import { isNonnegative } from "../sign.js";
import { POSITIVES, type Rule } from "./rule.js";

/** A product of many factors overflows or vanishes; the sum of their logarithms does not. */
export const logOfBigProduct: Rule = {
  name: "log-of-big-product",
  statements: [{ left: "\\log \\prod_{k=1}^{n} t_k", right: "\\sum_{k=1}^{n} \\log t_k", symbols: { t: POSITIVES } }],
  apply: (e) => {
    if (e.kind !== "call" || e.name !== "log" || e.argument.kind !== "fold" || e.argument.name !== "product") return null;
    return isNonnegative(e.argument.body) ? refold(e.argument, "sum", log(e.argument.body)) : null;
  },
};
