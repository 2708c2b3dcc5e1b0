import fc from "fast-check";
import { checkResult } from "../../src/report/summary.js";
import type { CheckResult } from "../../src/verdicts/result.js";
import { DOCUMENT, REFUTED } from "./fixture.js";
import { hostileText } from "./hostile.js";

/** A result whose every text is hostile, with the source that it is about. */
export const hostileResult: fc.Arbitrary<{ readonly result: CheckResult; readonly sources: ReadonlyMap<string, string> }> = fc
  .record({
    text: fc.array(
      hostileText.map((text) => `T${text}`),
      { minLength: 8, maxLength: 8 },
    ),
    source: hostileText,
    verbose: fc.boolean(),
  })
  .map(({ text, source }) => {
    const [a = "", b = "", c = "", d = "", e = "", f = "", g = "", h = ""] = text;
    const range = { sign: { start: 0, end: 1 }, step: { start: 0, end: source.length } };
    const refuted = {
      ...REFUTED,
      left: a,
      right: b,
      relation: c,
      message: d,
      hint: e,
      replay: f,
      reading: [g],
      upTo: h,
      repeats: b,
      understoodAs: c,
      range,
      blame: { start: 1, end: source.length, note: a },
      counterexample: { model: [a, h], left: c, right: d, leftValue: 1, rightValue: 2 },
      evidence: [{ oracle: "finite" as const, result: "unknown" as const, detail: e, data: { [f]: g } }],
    };
    const steps = [refuted, { ...refuted, verdict: "undecided" as const }, { ...refuted, verdict: "exact" as const }];
    const document = {
      ...DOCUMENT,
      path: b,
      steps,
      assumptions: [{ line: 1, column: 1, text: c }],
      unread: [{ line: 1, column: 1, endLine: 1, endColumn: 2, reason: d }],
    };
    return { result: checkResult([document]), sources: new Map([[b, source]]) };
  });
