import { describe, expect, it } from "vitest";
import { clipScale } from "../../../src/training/optimizers/clip.js";

describe("clipScale", () => {
  it("shortens what is too long to the length that is allowed, and leaves the rest alone", () => {
    expect([0, 0.5, 2, 2.000001, 8, 1e300].map((norm) => Math.min(2, norm) - norm * clipScale(norm, 2))).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
    expect([0, 0.5, 2].map((norm) => clipScale(norm, 2))).toEqual([1, 1, 1]);
  });

  it("shows a norm that is not finite", () => {
    expect([NaN, Infinity].map((norm) => clipScale(norm, 2))).toEqual([NaN, NaN]);
  });
});
