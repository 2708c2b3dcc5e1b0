import { describe, expect, it } from "vitest";
import { EQUATIONS, INEQUALITIES } from "../../src/kernel/axioms.js";
import { grow, judgements, RULES } from "./grow.js";
import { KERNEL } from "./load.js";

const FULL = process.env.QEDMARK_FULL === "1";
const THEOREMS = FULL ? 100_000 : 330;
/** Integrals over the line take fifty times as long. */
const OF_THE_LINE: Readonly<Record<string, number>> = { substitution: FULL ? 1000 : 6, "normal moment": FULL ? 2000 : 15 };
const MODELS = 3;
const SEED = FULL ? (process.env.QEDMARK_SEED ?? "") : "";

const keysOf = (rule: string): readonly string[] => {
  const others = RULES.filter((each) => OF_THE_LINE[each] === undefined).length;
  return Array.from({ length: OF_THE_LINE[rule] ?? Math.ceil(THEOREMS / others) }, (_, i) => `${SEED} ${i}`);
};

describe("theorems grown from the rules hold in random models:", () => {
  it("there is a seed for each rule", () => {
    expect(new Set(RULES)).toEqual(new Set([...Object.keys(EQUATIONS), ...Object.keys(INEQUALITIES)]));
  });

  it.each(RULES)(
    "%s",
    (rule) => {
      const keys = keysOf(rule);
      const wrong: string[] = [];
      let [grown, real, exact] = [0, 0, 0];
      for (const key of keys) {
        const theorem = grow(KERNEL, rule, key);
        if (theorem === null) continue;
        grown += 1;
        const found = judgements(theorem, key, MODELS);
        if (found.includes("is false")) wrong.push(key);
        if (found.some((each) => each.startsWith("holds"))) real += 1;
        if (found.includes("holds exactly")) exact += 1;
      }
      expect(wrong).toEqual([]);
      // Most seeds are such that the rule applies, and most conditions hold in one model of three.
      expect(grown / keys.length).toBeGreaterThan(0.3);
      expect(real / grown).toBeGreaterThan(0.4);
      if (OF_THE_LINE[rule] === undefined) expect(exact / grown).toBeGreaterThan(0.35);
    },
    FULL ? 3_600_000 : undefined,
  );
});
