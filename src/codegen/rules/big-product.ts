import { exp, log, refold } from "../build.js";
import { isPositive } from "../sign.js";
import { simplifiesUnderLog } from "./log-parts.js";
import { POSITIVES, type Rule } from "./rule.js";

/** The density of many coordinates: its factors may overflow on the way to an ordinary number. */
export const bigProduct: Rule = {
  name: "big-product",
  statements: [
    {
      left: "\\prod_{k=1}^{n} \\frac{1}{t_k} \\exp(-t_k^2)",
      right: "\\exp\\left(\\sum_{k=1}^{n} \\log\\left(\\frac{1}{t_k} \\exp(-t_k^2)\\right)\\right)",
      symbols: { t: POSITIVES },
    },
  ],
  apply: (e) => {
    if (e.kind !== "fold" || e.name !== "product" || !isPositive(e.body) || !simplifiesUnderLog(e.body)) return null;
    return exp(refold(e, "sum", log(e.body)));
  },
};
