import { fc, test } from "@fast-check/vitest";
import { all, create } from "mathjs";
import type { BigNumber } from "mathjs";
import { describe, expect, it } from "vitest";
import { erf, sigmoid, softplus } from "../../src/tensor/engines/reference/functions.js";
import { constant, logSoftmax, logSumExp, sum } from "../../src/tensor/index.js";
import { uniform } from "./arbitrary.js";
import { read, valueOf } from "./brute.js";

/** An implementation of its own, of 80 digits. */
const math = create(all ?? {}, { number: "BigNumber", precision: 80 });
const two = math.bignumber(2);

/** The float64 itself; mathjs reads a number as the shortest decimal that rounds to it. */
function big(x: number): BigNumber {
  if (x === 0) return math.bignumber(0);
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(x))) - 52, -1074);
  return math.bignumber(x / 2 ** exponent).times(two.pow(exponent));
}

const one = big(1);
const exp = (x: BigNumber): BigNumber => x.exp();

/** How far a result is from the exact value, in units in the last place of the latter. */
function ulps(actual: number, exact: BigNumber): number {
  const size = Math.abs(exact.toNumber());
  const unit = Math.max(2 ** (Math.floor(Math.log2(size)) - 52), 2 ** -1074);
  return Math.abs(big(actual).minus(exact).dividedBy(big(unit)).toNumber());
}

/** Σ of Taylor's series of erf about 0; at 6 its terms reach 10^15, so 80 digits leave more than 60. */
function exactErf(x: number): BigNumber {
  const square = big(x).times(big(x));
  let [term, total] = [big(x), big(0)];
  for (let k = 0; k < 250; k++) {
    total = total.plus(term.dividedBy(big(2 * k + 1)));
    term = term
      .times(square)
      .negated()
      .dividedBy(big(k + 1));
  }
  return total.times(two).dividedBy(math.acos(math.bignumber(-1)).sqrt());
}

/** log(1 + y): for a small y, of which 1 + y has too few digits, by its series. */
function log1p(y: BigNumber): BigNumber {
  if (y.greaterThan(1e-20)) return one.plus(y).ln();
  return y.minus(y.pow(2).dividedBy(two)).plus(y.pow(3).dividedBy(big(3)));
}

const wide = fc.oneof(uniform(-745, 745), uniform(-2, 2), uniform(-1e-9, 1e-9));

describe("the reference engine's own functions", () => {
  test.prop([wide])("sigmoid is within 3 units in the last place", (x) => {
    expect(ulps(sigmoid(x), one.dividedBy(one.plus(exp(big(-x)))))).toBeLessThan(3);
  });

  test.prop([wide])("softplus is within 3 units in the last place", (x) => {
    expect(ulps(softplus(x), log1p(exp(big(x))))).toBeLessThan(3);
  });

  test.prop([fc.oneof(uniform(-6, 6), uniform(-1e-3, 1e-3))])("erf is within 2 units in the last place", (x) => {
    expect(ulps(erf(x), exactErf(x))).toBeLessThan(2);
  });

  it.each([
    { name: "sigmoid", f: sigmoid, low: 0, high: 1 },
    { name: "softplus", f: softplus, low: 0, high: Infinity },
    { name: "erf", f: erf, low: -1, high: 1 },
  ])("$name has its limits", ({ f, low, high }) => {
    expect([f(-Infinity), f(Infinity), f(NaN)]).toEqual([low, high, NaN]);
    expect([f(-1e4), f(1e4)]).toEqual([low, Math.min(high, 1e4)]);
  });
});

describe("reductions", () => {
  const row = (...values: readonly number[]) => constant([{ name: "n", size: values.length }], values);
  const numbers = fc.array(fc.oneof(uniform(-1e4, 1e4), uniform(-1, 1)), {
    minLength: 1,
    maxLength: 6,
  });
  const exactLogSumExp = (values: readonly number[]): BigNumber =>
    values.reduce((total, x) => total.plus(exp(big(x))), big(0)).ln();

  test.prop([numbers])("sum rounds about once", (values) => {
    const exact = values.reduce((total, x) => total.plus(big(x)), big(0));
    const magnitude = Math.max(...values.map(Math.abs));
    const error = Math.abs(
      big(valueOf(sum(row(...values), ["n"])).values[0] ?? NaN)
        .minus(exact)
        .toNumber(),
    );
    expect(error).toBeLessThanOrEqual(2 ** -52 * Math.abs(exact.toNumber()) + 2 ** -100 * magnitude);
  });

  test.prop([numbers], { numRuns: 50 })(
    "logSumExp is within 2 units in the last place of the largest value or of log n",
    (values) => {
      const result = valueOf(logSumExp(row(...values), ["n"])).values[0] ?? NaN;
      const scale = Math.max(1, ...values.map(Math.abs));
      expect(Math.abs(big(result).minus(exactLogSumExp(values)).toNumber())).toBeLessThan(scale * 2 ** -51);
    },
  );

  test.prop([uniform(0, 700)])("logSoftmax keeps what is left beside an outweighing value", (gap) => {
    const result = valueOf(logSoftmax(row(gap, 0), "n"));
    expect(ulps(read(result, { n: 0 }), log1p(exp(big(-gap))).negated())).toBeLessThan(3);
  });

  it("meet infinities", () => {
    const values = (...x: readonly number[]) => [...valueOf(logSoftmax(row(...x), "n")).values];
    expect(values(-Infinity, 0)).toEqual([-Infinity, 0]);
    expect(values(1e4, -1e4)).toEqual([0, -2e4]);
    const summed = (...x: readonly number[]) => valueOf(logSumExp(row(...x), ["n"])).values[0];
    expect(summed(-Infinity, 0)).toBe(0);
    expect(summed(-Infinity, -Infinity)).toBe(-Infinity);
    expect(summed(Infinity, 0)).toBe(Infinity);
    expect(summed(1e4, 1e4)).toBe(1e4 + Math.LN2);
    expect(valueOf(sum(row(Infinity, 1), ["n"])).values[0]).toBe(Infinity);
    expect(valueOf(sum(row(Infinity, -Infinity), ["n"])).values[0]).toBeNaN();
  });
});
