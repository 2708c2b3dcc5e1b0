import { describe, expect, it } from "vitest";
import { closedNumber } from "../../src/claims/closed-algebra.js";
import { testFunction, testFunctionText } from "../../src/claims/test-functions.js";
import { rational } from "../../src/numbers/rational.js";
import { integrate } from "../../src/oracles/quadrature/integrate.js";

const number = (value: number) => closedNumber(rational(value));
const valueAt = (growth: "falling" | "steep" | "sinking", ...inputs: readonly number[]): number => {
  const term = testFunction(
    growth,
    number(3),
    inputs.map(number),
    inputs.map((_, i) => number(i + 1)),
  );
  const result = integrate(term);
  return result.kind === "value" ? result.value : NaN;
};

describe("test functions", () => {
  it("fall off, grow or sink", () => {
    expect(valueAt("falling", 1)).toBe(3);
    expect(valueAt("falling", 3)).toBeCloseTo(3 * Math.exp(-4), 12);
    expect(valueAt("steep", 3)).toBe(3 + 4 ** 2);
    expect(valueAt("sinking", 3)).toBe(-(3 + 4 ** 2));
    expect(valueAt("steep", 3, 3)).toBe(3 + (4 + 1) ** 2);
  });

  it("are shown as people write them", () => {
    expect(testFunctionText("falling", "2", ["1"])).toBe("2 e^{-(t - 1)^2}");
    expect(testFunctionText("steep", "2", ["-1/2"])).toBe("2 + ((t + 1/2)^2)^2");
    expect(testFunctionText("sinking", "2", ["1", "3"])).toBe("-2 - ((t_{1} - 1)^2 + (t_{2} - 3)^2)^2");
  });
});
