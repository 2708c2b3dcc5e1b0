import { attempt, isFalse } from "./attempt.js";
import type { Weakening } from "./edits.js";
import { FALSEHOODS } from "./falsehoods.js";
import { grow, judgements, RULES } from "./grow.js";
import { KERNEL, type Kernel, type Proved } from "./load.js";
import { REFUSED } from "./refused.js";
import { TRUTHS } from "./truths.js";

/** What can be seen of an outcome. */
export function summary(outcome: Proved | string): string {
  if (typeof outcome === "string") return outcome;
  return JSON.stringify([outcome.relation, outcome.conditions, outcome.right]);
}

export const EXAMPLES = [...FALSEHOODS, ...TRUTHS, ...REFUSED].map((example) => ({
  example,
  before: summary(attempt(KERNEL, example)),
}));

/** Examples whose refusal is the one that an edit is about come first, then those of the rule that it is in. */
export function byPromise({ name, rule }: Weakening): typeof EXAMPLES {
  const promise = ({ example, before }: (typeof EXAMPLES)[number]): number => {
    const words = /: .*: (.*)$/.exec(before)?.[1];
    if (words !== undefined && name.includes(words)) return 0;
    return example.lines.some((line) => line.rule === rule) ? 1 : 2;
  };
  return EXAMPLES.toSorted((a, b) => promise(a) - promise(b));
}

const MODELS = 300;

/** The example of which a kernel makes a theorem that is false, and the kernel as it is does not. */
export function falseExample(kernel: Kernel, edit: Weakening): string | undefined {
  return byPromise(edit).find(({ example, before }) => {
    const outcome = attempt(kernel, example);
    return typeof outcome !== "string" && summary(outcome) !== before && isFalse(example, outcome, MODELS);
  })?.example.name;
}

/** A rule from which a kernel grows a theorem that is false. */
export function falseGrowth(kernel: Kernel, { rule, file }: Weakening, attempts: number): string | undefined {
  const own = rule ?? (file === "definitions.ts" ? "definition" : null);
  const first = own !== null && RULES.includes(own) ? [own] : [];
  return [...first, ...RULES.filter((each) => !first.includes(each))].find((each) =>
    Array.from({ length: each === own ? 5 * attempts : attempts }, (_, i) => `${i}`).some((key) => {
      try {
        const grown = grow(kernel, each, key);
        return grown !== null && judgements(grown, key, 4).includes("is false");
      } catch {
        // A kernel with an error may also fail where it should not.
        return false;
      }
    }),
  );
}
