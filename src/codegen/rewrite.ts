import { rebuild } from "./build.js";
import type { Expression } from "./expression.js";
import type { Rule } from "./rules/rule.js";
import { RULES } from "./rules/rules.js";

/** Rewritings of one formula. The rules shrink what they rewrite or move it outward, so this is far beyond what any formula takes. */
const MOST_REWRITINGS = 10_000;

/** An expression with its parts rewritten from the inside out, until no rule applies. */
export function rewrite(e: Expression, rules: readonly Rule[] = RULES): Expression {
  let left = MOST_REWRITINGS;
  const visit = (part: Expression): Expression => {
    const inner = rebuild(part, visit);
    for (const rule of rules) {
      const better = rule.apply(inner);
      if (better === null) continue;
      left -= 1;
      return left > 0 ? visit(better) : better;
    }
    return inner;
  };
  return visit(e);
}
