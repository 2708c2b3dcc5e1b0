import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apart, valueText } from "../../src/report/counterexample.js";

describe("apart", () => {
  it.each([
    [1 / 3, 0.5, "0.333333", "0.5"],
    [1, 1 + 1e-9, "1", "1.000000001"],
    [1e-300, 0, "1e-300", "0"],
    [Infinity, -Infinity, "Infinity", "-Infinity"],
    [NaN, NaN, "NaN", "NaN"],
    [2, 2, "2", "2"],
  ])("of %d and %d", (left, right, leftText, rightText) => {
    expect(apart(left, right)).toEqual([leftText, rightText]);
  });

  it("tells any two different numbers apart", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (left, right) => {
        fc.pre(left !== right);
        const [leftText, rightText] = apart(left, right);
        expect(leftText).not.toBe(rightText);
        expect(Number(leftText) < Number(rightText)).toBe(left < right);
      }),
    );
  });

  it("tells neighbours apart", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-200, max: 1e200 }), (value) => {
        const next = value * (1 + Number.EPSILON);
        fc.pre(next !== value);
        const [left, right] = apart(value, next);
        expect(left).not.toBe(right);
      }),
    );
  });
});

describe("valueText", () => {
  it.each([
    ["1/3", "0.333333", "1/3 ≈ 0.333333"],
    ["2", "2", "2"],
    ["", "2.5", "2.5"],
  ])("of %j and %s", (exact, decimal, text) => {
    expect(valueText(exact, decimal, "≈")).toBe(text);
  });
});
