import { number, power, scaled } from "../build.js";
import { isPositive } from "../sign.js";
import { POSITIVE, type Rule } from "./rule.js";

/** A power needs neither function. */
export const exponentialOfLog: Rule = {
  name: "exponential-of-log",
  statements: [
    { left: "\\exp(\\log t)", right: "t", symbols: { t: POSITIVE } },
    { left: "\\exp(3 \\log t)", right: "t^3", symbols: { t: POSITIVE } },
  ],
  apply: (e) => {
    if (e.kind !== "call" || e.name !== "exp") return null;
    const { scale, rest } = scaled(e.argument);
    if (rest.kind !== "call" || rest.name !== "log" || !isPositive(rest.argument)) return null;
    return power(rest.argument, number(scale));
  },
};
