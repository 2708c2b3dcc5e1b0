import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { oneLine, visible } from "../../src/report/visible.js";
import { hostileText } from "./hostile.js";

describe("visible", () => {
  it.each([
    ["\u001b[31mred", "␛[31mred"],
    ["bell\u0007", "bell␇"],
    ["\u007f", "␡"],
    ["\u009b31m", "\\u009b31m"],
    ["a\u202eb", "a\\u202eb"],
    ["zero\u200bwidth", "zero\\u200bwidth"],
    ["\ud800!", "\\ud800!"],
    ["tag \u{e0041}", "tag \\u{e0041}"],
    ["two\nlines", "two␊lines"],
    ["a\u200db", "a\\u200db"],
  ])("shows %j as %j", (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it.each(["KL(q‖p) ≥ 0", "变分下界", "é", "e\u0301", "👩‍👩‍👧", "👩🏽‍🔬", "❤️‍🔥", "\\frac{1}{2}", "x ∈ {x₁, x₂}"])(
    "leaves %s alone",
    (text) => {
      expect(visible(text)).toBe(text);
    },
  );

  it("leaves no control, no direction mark and no half of a pair, and changes nothing twice", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const shown = visible(text);
        expect(shown).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029\u200b\ufeff]|\p{Surrogate}/u);
        expect(visible(shown)).toBe(shown);
      }),
    );
  });
});

describe("oneLine", () => {
  it("takes every run of white space for one space", () => {
    expect(oneLine("  a\r\n\t b\u2028c ")).toBe("a b c");
  });
});
