import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { addRational, compareRational, multiplyRational, rational } from "../../src/numbers/rational.js";
import type { Rational } from "../../src/numbers/rational.js";
import { align, ballOf, invertBall, middleToNumber, multiplyBalls, round, signOfBall, sumBalls } from "../../src/numbers/ball.js";
import type { Ball } from "../../src/numbers/ball.js";
import { expSeries, log2Series, logSeries, piSeries } from "../../src/numbers/series.js";
import type { BigNumber } from "mathjs";
import { decimal } from "./reference.js";

const power2 = (exponent: number): Rational =>
  exponent >= 0 ? rational(2n ** BigInt(exponent)) : rational(1n, 2n ** BigInt(-exponent));
const low = (b: Ball): Rational => multiplyRational(rational(b.middle - b.radius), power2(b.exponent));
const high = (b: Ball): Rational => multiplyRational(rational(b.middle + b.radius), power2(b.exponent));
const holds = (b: Ball, x: Rational): boolean => compareRational(low(b), x) <= 0 && compareRational(x, high(b)) <= 0;
/** Where one ball lies in another, every member does. */
const contains = (outer: Ball, inner: Ball): boolean => holds(outer, low(inner)) && holds(outer, high(inner));

const balls: fc.Arbitrary<Ball> = fc.record({
  middle: fc.bigInt(-(2n ** 60n), 2n ** 60n),
  radius: fc.bigInt(0n, 2n ** 20n),
  exponent: fc.integer({ min: -80, max: 20 }),
});
const precisions = fc.integer({ min: 8, max: 50 });

describe("ball arithmetic keeps every member", () => {
  test.prop([balls, precisions])("rounding and aligning", (a, bits) => {
    expect(contains(round(a, bits), a)).toBe(true);
    expect(contains(align(a, a.exponent + 9), a)).toBe(true);
    expect(contains(align(a, a.exponent - 9), a)).toBe(true);
  });

  test.prop([balls, balls, precisions])("products: the extreme ones are products of ends", (a, b, bits) => {
    const product = multiplyBalls(a, b, bits);
    for (const x of [low(a), high(a)])
      for (const y of [low(b), high(b)]) expect(holds(product, multiplyRational(x, y))).toBe(true);
  });

  test.prop([fc.array(balls, { minLength: 1, maxLength: 5 }), precisions])("sums", (list, bits) => {
    const sum = sumBalls(list, bits);
    expect(holds(sum, list.map(low).reduce(addRational))).toBe(true);
    expect(holds(sum, list.map(high).reduce(addRational))).toBe(true);
  });

  test.prop([balls, precisions])("inverses", (a, bits) => {
    const away = signOfBall(a);
    if (away === 1 || away === -1) {
      const inverse = invertBall(a, bits);
      for (const x of [low(a), high(a)]) expect(holds(inverse, rational(x.denominator, x.numerator))).toBe(true);
    } else expect(() => invertBall(a, bits)).toThrow(RangeError);
  });

  test.prop([fc.bigInt(-(2n ** 90n), 2n ** 90n), fc.bigInt(1n, 2n ** 90n), precisions])("fractions", (n, d, bits) => {
    expect(holds(ballOf(rational(n, d), bits), rational(n, d))).toBe(true);
  });

  test.prop([balls])("a sign is claimed only where all members share it", (a) => {
    const [least, most] = [Math.sign(compareRational(low(a), rational(0))), Math.sign(compareRational(high(a), rational(0)))];
    expect(signOfBall(a)).toBe(least === most ? least : null);
  });

  it("doubles reach the ends of their range", () => {
    expect(middleToNumber({ middle: 3n, radius: 0n, exponent: -1075 })).toBe(2 * 2 ** -1074);
    expect(middleToNumber({ middle: 2n ** 2000n, radius: 0n, exponent: -3000 })).toBe(2 ** -1000);
    expect(middleToNumber({ middle: -1n, radius: 0n, exponent: 1023 })).toBe(-(2 ** 1023));
    expect(middleToNumber({ middle: 1n, radius: 0n, exponent: 1024 })).toBe(Infinity);
    expect(middleToNumber({ middle: 1n, radius: 0n, exponent: -100_000 })).toBe(0);
  });
});

/** Whether a fixed-point ball holds a decimal; 10^-50 for the decimal's own rounding. */
function holdsDecimal(ball: Ball, x: BigNumber): boolean {
  const scaled = x.times(decimal.bignumber(2).pow(-ball.exponent));
  return scaled
    .minus(ball.middle.toString())
    .abs()
    .lte(decimal.bignumber(ball.radius.toString()).plus(scaled.abs().times("1e-50")));
}

/** Narrow widths, so that truncation is not hidden behind guard digits; the radius must stay a small multiple of a unit. */
const widths = fc.integer({ min: 12, max: 60 });

describe("series hold the number that they approximate", () => {
  test.prop([widths])("log 2 and π", (width) => {
    const [two, pi] = [log2Series(width), piSeries(width)];
    expect(holdsDecimal(two, decimal.bignumber(2).ln())).toBe(true);
    expect(holdsDecimal(pi, decimal.acos(decimal.bignumber(-1)))).toBe(true);
    expect(two.radius + pi.radius).toBeLessThan(10_000n);
  });

  test.prop([fc.bigInt(1n, 10n ** 15n), widths])("log n", (n, width) => {
    const found = logSeries({ middle: n, radius: 0n, exponent: 0 }, log2Series(width + 16), width);
    expect(holdsDecimal(found, decimal.bignumber(n.toString()).ln())).toBe(true);
    expect(found.radius).toBeLessThan(500n);
  });

  test.prop([fc.bigInt(2n ** 30n, 2n ** 32n), fc.bigInt(0n, 1000n), fc.constantFrom(-1n, 0n, 1n)])(
    "log of every member of a ball",
    (middle, radius, end) => {
      const found = logSeries({ middle, radius, exponent: -20 }, log2Series(50), 40);
      expect(
        holdsDecimal(
          found,
          decimal
            .bignumber((middle + end * radius).toString())
            .times(decimal.bignumber(2).pow(-20))
            .ln(),
        ),
      ).toBe(true);
    },
  );

  test.prop([
    fc.bigInt(-(2n ** 26n), 2n ** 26n),
    fc.bigInt(0n, 1000n),
    fc.constantFrom(-1n, 0n, 1n),
    fc.integer({ min: 24, max: 50 }),
  ])("exp of every member of a ball", (middle, radius, end, width) => {
    const found = expSeries({ middle, radius, exponent: -20 }, log2Series(width + 16), width);
    expect(
      holdsDecimal(
        found,
        decimal
          .bignumber((middle + end * radius).toString())
          .times(decimal.bignumber(2).pow(-20))
          .exp(),
      ),
    ).toBe(true);
  });
});
