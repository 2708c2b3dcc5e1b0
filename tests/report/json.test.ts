import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderJson } from "../../src/report/json.js";
import { checkResult } from "../../src/report/summary.js";
import { DOCUMENT, REFUTED, RESULT } from "./fixture.js";
import { hostileText } from "./hostile.js";

describe("renderJson", () => {
  it("is the result and a line feed", () => {
    const text = renderJson(RESULT);
    expect(text.endsWith("}\n")).toBe(true);
    expect(JSON.parse(text)).toEqual(RESULT);
  });

  it("keeps every text and holds nothing that steers a terminal", () => {
    fc.assert(
      fc.property(hostileText, (hostile) => {
        const result = checkResult([{ ...DOCUMENT, path: hostile, steps: [{ ...REFUTED, left: hostile, message: hostile }] }]);
        const text = renderJson(result);
        expect(JSON.parse(text)).toEqual(result);
        expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]|\p{Surrogate}/u);
      }),
    );
  });
});
