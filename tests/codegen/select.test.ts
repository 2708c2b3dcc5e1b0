import { describe, expect, test } from "vitest";
import { compileFormula } from "../../src/codegen/compiled.js";
import { Formulas } from "../../src/verdicts/formulas.js";

const verdictOf = (line: number, ...displays: readonly string[]): string =>
  compileFormula(
    Formulas.of(displays.map((latex) => `$$\n${latex}\n$$\n`).join("\n"), "notes.md", { seed: 0, budget: "quick" }),
    { kind: "line", line },
  ).verdict;

describe("what generated code says that it rests on", () => {
  test.each([
    ["f(a) = \\log(1 + e^a)", "a definition is assumed, not proved by being itself"],
    ["K = \\log \\frac{a}{b} + \\frac{b}{a} - 1", "so is that of a letter"],
    ["f(a) := (a + 1)^2", "or one with its own sign"],
  ])("%s: %s", (latex) => {
    expect(verdictOf(2, latex)).toBe("assumed");
  });

  test("is the verdict of the equation, where the document decides it", () => {
    expect(verdictOf(2, "a^2 - b^2 = (a - b)(a + b)")).toBe("exact");
  });
});
