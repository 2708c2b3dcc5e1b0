import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { gcd } from "../../src/numbers/rational.js";
import { coprimeBase, integerKthRoot, splitOverCoprimeBase } from "../../src/numbers/coprime.js";
import { WorkLimitError, WorkMeter } from "../../src/numbers/limits.js";

const meter = (limit = 1e8): WorkMeter => new WorkMeter(limit, "a test");
const product = (numbers: readonly bigint[]): bigint => numbers.reduce((a, b) => a * b, 1n);

/** Products of a few large primes, so that numbers share factors which trial division does not find. */
const largePrimes = [1009n, 1013n, 1019n, 2n ** 31n - 1n, 2n ** 61n - 1n, 2n ** 89n - 1n];
const entangled = fc.array(fc.constantFrom(2n, 3n, 997n, ...largePrimes), { minLength: 1, maxLength: 6 }).map(product);

describe("coprimeBase", () => {
  test.prop([fc.array(entangled, { minLength: 1, maxLength: 8 })])(
    "is pairwise coprime and generates every number",
    (numbers) => {
      const base = coprimeBase(numbers, meter());
      base.forEach((a, i) => {
        expect(a).toBeGreaterThan(1n);
        for (const b of base.slice(i + 1)) expect(gcd(a, b)).toBe(1n);
      });
      for (const n of numbers) {
        let rest = n;
        for (const b of base) while (rest % b === 0n) rest /= b;
        expect(rest).toBe(1n);
      }
    },
  );

  it("does not factor what it need not", () => {
    const semiprime = (2n ** 61n - 1n) * (2n ** 89n - 1n);
    expect(coprimeBase([semiprime, semiprime ** 2n], meter())).toEqual([semiprime]);
  });

  it("refuses work above its limit", () => {
    const numbers = Array.from({ length: 50 }, (_, k) => 2n ** 500n + BigInt(2 * k + 1));
    expect(() => coprimeBase(numbers, meter(1000))).toThrow(WorkLimitError);
  });
});

describe("splitOverCoprimeBase", () => {
  test.prop([fc.array(fc.oneof(entangled, fc.bigInt(1n, 10n ** 12n)), { minLength: 1, maxLength: 8 })])(
    "writes each number as a product over pairwise coprime bases",
    (numbers) => {
      const split = splitOverCoprimeBase(numbers, [2, 3], meter());
      const bases = new Set<bigint>();
      for (const n of numbers) {
        const factors = split.get(n) ?? [];
        expect(product(factors.map(({ base, exponent }) => base ** BigInt(exponent)))).toBe(n);
        for (const { base } of factors) bases.add(base);
      }
      const all = [...bases];
      all.forEach((a, i) => {
        for (const b of all.slice(i + 1)) expect(gcd(a, b)).toBe(1n);
      });
    },
  );

  test.prop([fc.constantFrom(...largePrimes), fc.constantFrom(...largePrimes), fc.integer({ min: 1, max: 12 })])(
    "takes out the powers that it is asked for",
    (p, q, exponent) => {
      fc.pre(p !== q);
      const n = (p * q) ** BigInt(exponent);
      const [factor] = splitOverCoprimeBase([n], [2, 3], meter()).get(n) ?? [];
      const rough = [2, 3].reduce((rest, k) => {
        let left = rest;
        while (left % k === 0) left /= k;
        return left;
      }, exponent);
      expect(factor).toEqual({ base: (p * q) ** BigInt(rough), exponent: exponent / rough });
    },
  );
});

describe("integerKthRoot", () => {
  test.prop([fc.bigInt(0n, 2n ** 400n), fc.integer({ min: 1, max: 12 })])("is the floor of the root", (n, k) => {
    const root = integerKthRoot(n, k);
    expect(root ** BigInt(k) <= n && n < (root + 1n) ** BigInt(k)).toBe(true);
  });
});
