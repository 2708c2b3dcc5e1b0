import { describe, expect, test } from "vitest";
import { gaussHermite } from "../../../src/oracles/quadrature/gauss-hermite.js";
import { gaussKronrod } from "../../../src/oracles/quadrature/gauss-kronrod.js";

describe("Gauss–Hermite", () => {
  test.each([1, 2, 8, 16, 32, 64])("order %d is exact below degree 2n, and not above", (order) => {
    const { nodes, weights } = gaussHermite(order);
    const moment = (degree: number): number => nodes.reduce((sum, t, i) => sum + (weights[i] ?? NaN) * t ** degree, 0);
    let truth = 1;
    for (let degree = 0; degree < Math.min(2 * order, 100); degree += 2) {
      expect(moment(degree) / truth).toBeCloseTo(1, 10);
      expect(Math.abs(moment(degree + 1)) / truth).toBeLessThan(1e-10 * 10 ** (degree / 8));
      truth *= degree + 1;
    }
    if (order < 32) expect(moment(2 * order) / truth).toBeLessThan(1 - 1e-12);
  });
});

describe("Gauss–Kronrod", () => {
  const monomial = (degree: number) => gaussKronrod({ value: (x) => x ** degree, error: () => 0 }, 0, 2);

  test("both orders are exact to degree 19, the higher to 31", () => {
    for (let degree = 0; degree <= 31; degree++) {
      const truth = 2 ** (degree + 1) / (degree + 1);
      const { value, difference } = monomial(degree);
      expect(value / truth).toBeCloseTo(1, 13);
      if (degree <= 19) expect(difference / truth).toBeLessThan(1e-13);
    }
    expect(monomial(24).difference).toBeGreaterThan(1e-9);
  });

  test("errors of the integrand are integrated too", () => {
    const { size, noise } = gaussKronrod({ value: () => -1, error: () => 0.25 }, 1, 3);
    expect(size).toBeCloseTo(2, 12);
    expect(noise).toBeCloseTo(0.5, 12);
  });
});
