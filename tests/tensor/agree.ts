import { expect } from "vitest";
import type { Tensor } from "../../src/tensor/index.js";

/** The same axes in the same order, and values equal up to a relative rounding error (absolute below 1). −0 is 0. */
export function expectAgreement(actual: Tensor, expected: Tensor, error = 1e-12): void {
  expect(actual.axes).toEqual(expected.axes);
  expect(actual.values.length).toBe(expected.values.length);
  for (const [i, value] of expected.values.entries()) {
    const found = actual.values[i] ?? NaN;
    if (Number.isFinite(value)) expect(Math.abs(found - value)).toBeLessThanOrEqual(error * Math.max(1, Math.abs(value)));
    else expect(found).toBe(value);
  }
}
