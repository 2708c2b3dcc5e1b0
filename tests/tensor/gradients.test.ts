import { fc, test } from "@fast-check/vitest";
import { afterEach, describe, expect, it } from "vitest";
import * as t from "../../src/tensor/index.js";
import { gradientError, weighted } from "./finite-differences.js";
import { cases, kinds, pointOf } from "./gradient-cases.js";
import { plantError } from "./planted-rule.js";

/** What the finite differences may be off by; their own error is below a hundredth of it. */
const BOUND = 1e-8;

const places = Array.from({ length: 41 }, (_, i) => i - 20);
const shuffled = fc.shuffledSubarray(places, { minLength: places.length });
const sizes = fc.record({ a: fc.integer({ min: 1, max: 3 }), b: fc.nat({ max: 3 }), c: fc.nat({ max: 2 }) });

describe.each(kinds)("the gradient of %s", (kind) => {
  const own = cases[kind];

  test.prop([sizes, shuffled], { numRuns: 25 })("agrees with finite differences", (size, numbers) => {
    expect(gradientError(own.build, pointOf(own, size, numbers))).toBeLessThan(BOUND);
  });

  test.prop([shuffled], { numRuns: 5 })("has a gradient that agrees with finite differences", (numbers) => {
    const gradient = (...inputs: readonly t.Node[]): t.Node => {
      const all = t.gradients(weighted(t.square(own.build(...inputs))), inputs);
      return [...all, ...inputs].map(weighted).reduce((x, y) => t.add(x, y));
    };
    expect(gradientError(gradient, pointOf(own, { a: 2, b: 2, c: 1 }, numbers))).toBeLessThan(100 * BOUND);
  });
});

describe("finite differences", () => {
  let restore = (): void => undefined;
  afterEach(() => {
    restore();
  });

  const planted = kinds.flatMap((kind) =>
    Array.from({ length: cases[kind].inputs({ a: 1, b: 1, c: 1 }).length }, (_, operand) => ({ kind, operand })),
  );

  it.each(planted)("see an error of a thousandth in the gradient of $kind's operand $operand", ({ kind, operand }) => {
    const own = cases[kind];
    const point = pointOf(own, { a: 2, b: 2, c: 2 }, [3, -7, 12, -14, 5, 1, -3, 8, -11, -17, 2, 17, -1, 9]);
    expect(gradientError(own.build, point)).toBeLessThan(BOUND);
    restore = plantError(kind, operand);
    expect(gradientError(own.build, point)).toBeGreaterThan(1e3 * BOUND);
  });
});
