import { describe, expect, test } from "vitest";
import type { Term } from "../../../src/terms/term.js";
import { decide } from "../../../src/oracles/quadrature/decide.js";
import { floorOf } from "../../../src/oracles/quadrature/floor.js";
import * as T from "../closed-terms.js";

const z = T.symbol("z");
const WORK = 5_000_000;

/** 1 for large |z|. */
const UPSIDE_DOWN = T.exp(T.negate(T.divide(1, T.power(T.subtract(z, 0.5), 2))));
/** Beyond every double for large negative z. */
const CUBED = T.exp(T.negate(T.power(z, 3)));
const over = (body: Term): Term => T.integral(["z"], body);

describe("the floor of an integral", () => {
  test.each([
    [
      "the integral itself where it converges",
      over(T.exp(T.negate(T.power(z, 2)))),
      Math.sqrt(Math.PI) - 1e-6,
      Math.sqrt(Math.PI),
    ],
    ["a constant", over(T.term(0.25)), 32 - 1e-6, 32],
    ["an exponent upside down", over(UPSIDE_DOWN), 100, 128],
    ["an integrand beyond all doubles", over(CUBED), 1e100, Infinity],
  ])("is at most %s", (_, term, least, most) => {
    const floor = floorOf(term, WORK) ?? NaN;
    expect(floor).toBeGreaterThanOrEqual(least);
    expect(floor).toBeLessThanOrEqual(most);
  });

  test.each([
    ["an integrand that is negative somewhere", over(T.power(z, 3))],
    ["an integrand that is negative far out only", over(T.subtract(900, T.power(z, 2)))],
    ["an undefined integrand", over(T.log(z))],
    ["a part of the line", T.between(0, 1, "z", 1)],
    ["no integral", T.term(3)],
  ])("is not known of %s", (_, term) => {
    expect(floorOf(term, WORK)).toBeNull();
  });
});

describe("a side without a value", () => {
  test("is refuted where a part of it is more than the other side", () => {
    for (const body of [UPSIDE_DOWN, CUBED, T.term(0.25)]) {
      expect(decide({ left: over(body), right: T.term(1) })).toMatchObject({ result: "different", more: "left" });
      expect(decide({ left: T.term(1), right: over(body) })).toMatchObject({ result: "different", more: "right" });
    }
  });

  test("is not refuted where what is known of it is less, or it may be negative", () => {
    expect(decide({ left: over(T.term(0.25)), right: T.term(1e6) }).result).toBe("unknown");
    expect(decide({ left: over(z), right: T.term(1) }).result).toBe("unknown");
    expect(decide({ left: over(T.term(1)), right: over(T.term(2)) }).result).toBe("unknown");
  });
});
