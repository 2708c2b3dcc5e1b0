import { expect, it } from "vitest";
import { EQUATIONS, INEQUALITIES } from "../../../src/kernel/axioms.js";
import { RULE_WORDS, ruleInWords } from "../../../src/oracles/symbolic/words.js";

it("has words for every rule of the kernel, and no others", () => {
  expect(Object.keys(RULE_WORDS).sort()).toEqual([...Object.keys(EQUATIONS), ...Object.keys(INEQUALITIES)].sort());
  expect(new Set(Object.values(RULE_WORDS)).size).toBe(Object.keys(RULE_WORDS).length);
  expect(ruleInWords("marginal")).toBe("marginalization");
});
