import { describe, expect, it } from "vitest";
import { checkDocument } from "../../src/verdicts/check.js";
import type { StepResult } from "../../src/verdicts/result.js";

function verdicts(formula: string): readonly string[] {
  return steps(formula).map(({ verdict }) => verdict);
}

function steps(formula: string): readonly StepResult[] {
  const text = `---\nsymbols:\n  s: { sort: scalar, domain: positive }\n---\n$$${formula}$$\n`;
  return checkDocument(text, "a.md", { seed: 0, budget: "quick" }).steps;
}

describe("e beside π", () => {
  it("is Euler's number, as in every entropy of a normal variable", () => {
    expect(verdicts("\\frac12 \\log(2\\pi e s^2) = \\frac12 \\log(2\\pi s^2) + \\frac12")).toEqual(["exact"]);
    expect(verdicts("\\frac12 \\log(2\\pi e s^2) = \\frac12 \\log(2\\pi s^2) + 1")).toEqual(["refuted"]);
  });

  it("is a letter elsewhere, which may be read as the number", () => {
    expect(steps("\\frac12 \\log(2\\pi e s^2) = \\frac12 \\log(2\\pi s^2) + \\frac12").map(({ reading }) => reading)).toEqual([
      [],
    ]);
    expect(steps("\\log(e s^2) = \\log s^2 + 1").map(({ reading }) => reading)).toEqual([["e is Euler's number"]]);
  });
});
