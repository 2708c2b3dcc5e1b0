import { describe, expect, it } from "vitest";
import { closingSentence, contradictions, samplingOf, samplingSentence, summarise } from "../../src/report/summary.js";
import { VERDICTS } from "../../src/report/verdicts.js";
import type { Evidence, Summary } from "../../src/verdicts/result.js";
import { checkResult } from "../../src/report/summary.js";
import { DOCUMENT, REFUTED } from "./fixture.js";

const NONE: Summary = { steps: 0, proved: 0, exact: 0, supported: 0, refuted: 0, assumed: 0, undecided: 0, notUnderstood: 0 };

describe("summarise", () => {
  it("counts every step under its verdict", () => {
    const documents = [
      DOCUMENT,
      {
        ...DOCUMENT,
        steps: VERDICTS.flatMap((verdict, times) => Array.from({ length: times + 1 }, () => ({ ...REFUTED, verdict }))),
      },
    ];
    expect(summarise(documents)).toEqual({
      steps: 32,
      proved: 1,
      exact: 3,
      supported: 3,
      assumed: 5,
      undecided: 6,
      notUnderstood: 6,
      refuted: 8,
    });
  });
});

describe("closingSentence", () => {
  it.each<[Partial<Summary>, string]>([
    [{}, "No steps: no equation here states a relation."],
    [{ steps: 1, proved: 1 }, "The one step holds."],
    [{ steps: 27, proved: 7, exact: 20 }, "All 27 steps hold."],
    [{ steps: 27, exact: 26, refuted: 1 }, "26 of 27 steps hold; 1 is refuted."],
    [{ steps: 1, refuted: 1 }, "0 of 1 steps hold; 1 is refuted."],
    [{ steps: 3, exact: 2, supported: 1 }, "All 3 steps hold (1 by numerical evidence only)."],
    [
      { steps: 10, exact: 1, assumed: 2, undecided: 3, notUnderstood: 3, refuted: 1 },
      "1 of 10 steps holds; 2 are assumed, 3 are undecided, 3 are not understood and 1 is refuted.",
    ],
  ])("of %j", (counts, sentence) => {
    expect(closingSentence({ ...NONE, ...counts })).toBe(sentence);
  });
});

describe("contradictions", () => {
  const evidence = (oracle: Evidence["oracle"], result: Evidence["result"]): Evidence => ({ oracle, result, detail: "" });
  const withEvidence = (...given: readonly Evidence[]): number =>
    contradictions(checkResult([{ ...DOCUMENT, steps: [{ ...REFUTED, evidence: given }] }])).length;

  it("are steps that one oracle accepts and another refutes", () => {
    expect(withEvidence(evidence("finite", "equal"), evidence("quadrature", "different"))).toBe(1);
    expect(withEvidence(evidence("finite", "equal"), evidence("quadrature", "unknown"))).toBe(0);
    expect(withEvidence(evidence("finite", "different"), evidence("gaussian", "different"))).toBe(0);
  });

  it("do not come from the static pass, which judges the writing", () => {
    expect(withEvidence(evidence("static", "different"), evidence("finite", "equal"))).toBe(0);
  });
});

describe("the allowance of a run", () => {
  const check = (certified: boolean): Evidence => ({
    oracle: "monte-carlo",
    result: "equal",
    detail: "",
    data: { n: 10, alpha: 1e-9, certified },
  });
  const step = (id: string, ...evidence: readonly Evidence[]) => ({ ...REFUTED, id, evidence });

  it("is the sum of the certified checks' rates, over all documents", () => {
    const documents = [
      { ...DOCUMENT, steps: [step("a", check(true)), step("b", check(false)), step("c", check(true))] },
      { ...DOCUMENT, steps: [step("d", check(true)), step("e")] },
    ];
    expect(samplingOf(documents)).toEqual({ certified: 3, alpha: 3e-9, uncertified: 1 });
  });

  it("counts a repeated step once", () => {
    const repeated = { ...step("b", check(true)), repeats: "a" };
    expect(samplingOf([{ ...DOCUMENT, steps: [step("a", check(true)), repeated] }]).certified).toBe(1);
  });

  it("is said in a sentence", () => {
    expect(samplingSentence({ certified: 0, alpha: 0, uncertified: 0 })).toBeNull();
    expect(samplingSentence({ certified: 0, alpha: 0, uncertified: 1 })).toBe(
      "Monte Carlo: 1 check by the normal approximation, not certified.",
    );
    expect(samplingSentence({ certified: 3, alpha: 3e-9, uncertified: 2 })).toBe(
      "Monte Carlo: 3 checks, with a chance of at most 3e-9 that any of them raised a false alarm; 2 checks by the normal approximation, not certified.",
    );
  });
});
