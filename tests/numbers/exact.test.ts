import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { addRational, compareRational, multiplyRational, rational } from "../../src/numbers/rational.js";
import type { Rational } from "../../src/numbers/rational.js";
import {
  abs,
  add,
  asRational,
  compare,
  divide,
  E,
  enclosure,
  equality,
  exp,
  EXACT_ONE,
  EXACT_ZERO,
  fromInteger,
  fromRational,
  latex,
  log,
  multiply,
  negate,
  PI,
  power,
  raise,
  scale,
  sign,
  subtract,
  sum,
  text,
  toNumber,
  WorkLimitError,
} from "../../src/numbers/exact.js";
import type { Exact, Outcome } from "../../src/numbers/exact.js";
import { decimal, decimalValue, exactValue, expressions, fractions, magnitude, positives } from "./reference.js";

function required(outcome: Outcome): Exact {
  if (outcome.kind !== "exact") throw new Error(`${outcome.kind}: ${outcome.reason}`);
  return outcome;
}
const q = (n: number | bigint, d: number | bigint = 1): Exact => fromRational(rational(n, d));
const logOf = (n: number | bigint, d: number | bigint = 1): Exact => required(log(q(n, d)));
const root = (a: Exact, degree: number): Exact => required(power(a, rational(1, degree)));
const values = expressions.map(exactValue);
const kindOf = (outcome: Outcome): string => outcome.kind;

describe("against decimal arithmetic with 64 digits", () => {
  test.prop([expressions])("values agree", (expression) => {
    const reference = decimalValue(expression);
    const found = decimal.bignumber(toNumber(exactValue(expression)));
    expect(
      found
        .minus(reference)
        .abs()
        .lte(reference.abs().times(4e-16).plus(magnitude(expression).times("1e-60"))),
    ).toBe(true);
  });

  test.prop([expressions, expressions])("comparisons agree, and are not left open where 58 digits tell", (x, y) => {
    const difference = decimalValue(x).minus(decimalValue(y));
    const found = compare(exactValue(x), exactValue(y));
    if (difference.abs().gt(magnitude(x).plus(magnitude(y)).times("1e-58")))
      expect(found).toBe(difference.gt(0) ? "greater" : "less");
    else expect(found).toBe("equal");
  });

  test.prop([expressions, expressions, expressions])("what is equal by distribution is found equal", (x, y, z) => {
    const [a, b, c] = [exactValue(x), exactValue(y), exactValue(z)];
    const left = multiply(a, add(b, c));
    const right = add(multiply(a, b), multiply(a, c));
    expect(compare(left, right)).toBe("equal");
    expect(equality(left, add(right, q(1, 10n ** 50n)))).toBe("different");
    expect(compare(left, add(right, q(1, 10n ** 50n)))).toBe("less");
  });
});

describe("ring laws", () => {
  test.prop([values, values, values])("addition and multiplication associate and commute", (a, b, c) => {
    expect(compare(add(a, add(b, c)), add(add(a, b), c))).toBe("equal");
    expect(compare(add(a, b), add(b, a))).toBe("equal");
    expect(compare(multiply(a, b), multiply(b, a))).toBe("equal");
    expect(compare(multiply(a, multiply(b, c)), multiply(multiply(a, b), c))).toBe("equal");
  });

  test.prop([fc.array(values, { maxLength: 6 })])("sum is repeated addition", (list) => {
    expect(compare(sum(list), list.reduce(add, EXACT_ZERO))).toBe("equal");
  });

  test.prop([values])("zero, one and negatives", (a) => {
    expect(compare(add(a, EXACT_ZERO), a)).toBe("equal");
    expect(compare(multiply(a, EXACT_ONE), a)).toBe("equal");
    expect(asRational(add(a, negate(a)))).toEqual(rational(0));
    expect(add(a, negate(a))).toEqual(EXACT_ZERO);
    expect(asRational(multiply(a, EXACT_ZERO))).toEqual(rational(0));
  });

  test.prop([fractions, fractions])("on fractions they are the kernel's", (a, b) => {
    expect(asRational(add(fromRational(a), fromRational(b)))).toEqual(addRational(a, b));
    expect(asRational(multiply(fromRational(a), fromRational(b)))).toEqual(multiplyRational(a, b));
    expect(sign(subtract(fromRational(a), fromRational(b)))).toBe(Math.sign(compareRational(a, b)));
  });
});

describe("logarithms, exponentials and powers", () => {
  test.prop([positives, positives])("log(ab) = log a + log b", (a, b) => {
    const product = required(log(fromRational(multiplyRational(a, b))));
    const parts = add(required(log(fromRational(a))), required(log(fromRational(b))));
    expect(compare(product, parts)).toBe("equal");
    expect(compare(product, scale(parts, rational(10n ** 40n + 1n, 10n ** 40n)))).toBe(
      sign(product) === 0 ? "equal" : sign(product) === 1 ? "less" : "greater",
    );
  });

  test.prop([positives, fc.integer({ min: -6, max: 6 }), fc.integer({ min: 1, max: 6 })])(
    "exp and log undo each other",
    (a, n, d) => {
      const x = multiply(
        required(power(fromRational(a), rational(n, d))),
        multiply(required(power(PI, rational(n, d))), required(exp(q(n, d)))),
      );
      expect(compare(required(exp(required(log(x)))), x)).toBe("equal");
      expect(compare(required(power(required(power(x, rational(d, 7))), rational(7, d))), x)).toBe("equal");
      expect(compare(required(divide(x, x)), EXACT_ONE)).toBe("equal");
    },
  );

  it.each<[string, Exact, Exact]>([
    ["√12 = 2√3", root(q(12), 2), multiply(q(2), root(q(3), 2))],
    ["√8 · √2 = 4", multiply(root(q(8), 2), root(q(2), 2)), q(4)],
    ["√(2/3) = √6 / 3", root(q(2, 3), 2), scale(root(q(6), 2), rational(1, 3))],
    ["∛54 = 3 ∛2", root(q(54), 3), multiply(q(3), root(q(2), 3))],
    ["⁴√9 = √3", root(q(9), 4), root(q(3), 2)],
    ["exp(½ log 2) = √2", required(exp(scale(logOf(2), rational(1, 2)))), root(q(2), 2)],
    ["exp(1 + log π) = eπ", required(exp(add(EXACT_ONE, required(log(PI))))), multiply(E, PI)],
    [
      "log √(2π) = ½ log 2π",
      required(log(root(scale(PI, rational(2)), 2))),
      scale(required(log(scale(PI, rational(2)))), rational(1, 2)),
    ],
    [
      "(1 + √2)² = 3 + 2√2",
      required(power(add(EXACT_ONE, root(q(2), 2)), rational(2))),
      add(q(3), scale(root(q(2), 2), rational(2))),
    ],
    ["log 6 · log 6", multiply(logOf(6), logOf(6)), required(power(add(logOf(2), logOf(3)), rational(2)))],
    ["2^(log 9 / log 3) = 4", required(raise(q(2), required(divide(logOf(9), logOf(3))))), q(4)],
    ["(e²)^(log 3 / 2) = 3", required(raise(required(power(E, rational(2))), scale(logOf(3), rational(1, 2)))), q(3)],
    [
      "a root of a square of a large prime",
      root(q((2n ** 61n - 1n) ** 2n * (2n ** 89n - 1n)), 2),
      multiply(q(2n ** 61n - 1n), root(q(2n ** 89n - 1n), 2)),
    ],
    [
      "logs of products of large primes",
      logOf((2n ** 61n - 1n) * (2n ** 89n - 1n)),
      add(logOf(2n ** 61n - 1n), logOf(2n ** 89n - 1n)),
    ],
    [
      "log 12 / log 2 = 2 + log 3 / log 2",
      required(divide(logOf(12), logOf(2))),
      add(q(2), scale(required(divide(logOf(3), logOf(4))), rational(2))),
    ],
    ["1 / log_3 2 = log_2 3", required(divide(q(1), required(divide(logOf(2), logOf(3))))), required(divide(logOf(3), logOf(2)))],
    ["2^(log_2 3) = 3", required(raise(q(2), required(divide(logOf(3), logOf(2))))), q(3)],
    ["log 6 / log 36 = ½", required(divide(logOf(6), logOf(36))), q(1, 2)],
    ["log π / log π = 1", required(divide(required(log(PI)), required(log(PI)))), q(1)],
    ["(2 + 2√2) / (1 + √2) = 2", required(divide(add(q(2), root(q(8), 2)), add(EXACT_ONE, root(q(2), 2)))), q(2)],
  ])("%s", (_, left, right) => {
    expect(compare(left, right)).toBe("equal");
    expect(equality(left, right)).toBe("equal");
    expect(equality(left, scale(right, rational(10n ** 30n + 1n, 10n ** 30n)))).toBe("different");
  });

  it.each<[string, Outcome, Outcome["kind"]]>([
    ["log 0", log(q(0)), "undefined"],
    ["log −1", log(q(-1)), "undefined"],
    ["log of a zero that does not look like one", log(subtract(logOf(4), scale(logOf(2), rational(2)))), "undefined"],
    ["log of a negative sum", log(subtract(logOf(2), q(1))), "undefined"],
    ["log of −√2", log(negate(root(q(2), 2))), "undefined"],
    ["log of log ½", log(logOf(1, 2)), "undefined"],
    ["log of log 2", log(logOf(2)), "unrepresentable"],
    ["log of 1 + √2", log(add(EXACT_ONE, root(q(2), 2))), "unrepresentable"],
    ["log of a sum that is one term", log(add(root(q(2), 2), root(q(8), 2))), "exact"],
    ["1 / 0", divide(q(1), q(0)), "undefined"],
    ["1 / (log 4 − 2 log 2)", divide(q(1), subtract(logOf(4), scale(logOf(2), rational(2)))), "undefined"],
    ["1 / log 6", divide(q(1), logOf(6)), "unrepresentable"],
    ["1 / log of a large prime", divide(q(1), logOf(2n ** 61n - 1n)), "unrepresentable"],
    ["1 / (1 + √2)", divide(q(1), add(EXACT_ONE, root(q(2), 2))), "unrepresentable"],
    ["√−1", power(q(-1), rational(1, 2)), "undefined"],
    ["√(log ½)", power(logOf(1, 2), rational(1, 2)), "undefined"],
    ["∛−8", power(q(-8), rational(1, 3)), "unrepresentable"],
    ["√log 2", power(logOf(2), rational(1, 2)), "unrepresentable"],
    ["√(1 + √2)", power(add(EXACT_ONE, root(q(2), 2)), rational(1, 2)), "unrepresentable"],
    ["0^−1", power(q(0), rational(-1)), "undefined"],
    ["0^½", power(q(0), rational(1, 2)), "exact"],
    ["0^−½", power(q(0), rational(-1, 2)), "undefined"],
    ["exp √2", exp(root(q(2), 2)), "unrepresentable"],
    ["exp π", exp(PI), "unrepresentable"],
    ["2^√2", raise(q(2), root(q(2), 2)), "unrepresentable"],
  ])("%s", (_, outcome, kind) => {
    expect(kindOf(outcome)).toBe(kind);
  });

  test.prop([values])("abs has no sign below zero", (a) => {
    const size = required(abs(a));
    expect(sign(size)).not.toBe(-1);
    expect(compare(multiply(size, size), multiply(a, a))).toBe("equal");
  });
});

describe("near ties", () => {
  const tiny = (digits: number): Exact => q(1, 10n ** BigInt(digits));

  test.prop([values, fc.integer({ min: 1, max: 400 }), fc.boolean()])("a difference of 10^-k is seen", (a, digits, above) => {
    const b = above ? add(a, tiny(digits)) : subtract(a, tiny(digits));
    expect(compare(a, b)).toBe(above ? "less" : "greater");
    expect(equality(a, b)).toBe("different");
  });

  it("decides close but distinct logarithms", () => {
    expect(compare(logOf(10n ** 60n + 1n, 10n ** 60n), tiny(60))).toBe("less");
    expect(compare(logOf(10n ** 60n + 1n, 10n ** 60n), EXACT_ZERO)).toBe("greater");
  });

  // Convergents of log 3 / log 2: 3^d and 2^n nearly agree.
  it.each([
    [306, 485],
    [665, 1054],
    [15_601, 24_727],
    [111_202, 176_251],
  ])("%i log 3 against %i log 2", (d, n) => {
    expect(compare(scale(logOf(3), rational(d)), scale(logOf(2), rational(n)))).toBe(
      3n ** BigInt(d) < 2n ** BigInt(n) ? "less" : "greater",
    );
  });

  it.each([
    [665857n, 470832n],
    [1572584048032918633353217n, 1111984844349868137938112n],
  ])("√2 against its convergent %i/%i", (n, d) => {
    expect(compare(root(q(2), 2), q(n, d))).toBe(2n * d * d < n * n ? "less" : "greater");
  });

  /** A fraction nearer to a than any precision that `compare` tries. */
  const imitation = (a: Exact): Exact => {
    const { middle, exponent } = enclosure(a, 6000);
    return q(middle, 2n ** BigInt(-exponent));
  };

  it("says different without numbers where a theorem does", () => {
    for (const a of [logOf(2), root(q(2), 2), PI, E, multiply(root(q(2), 2), logOf(3))]) {
      expect(equality(a, imitation(a))).toBe("different");
      expect(compare(a, imitation(a))).toBe("unknown");
    }
  });

  it("says unknown where neither theorem nor number tells", () => {
    for (const a of [multiply(logOf(2), logOf(3)), add(E, PI), required(log(PI))]) {
      expect(equality(a, imitation(a))).toBe("unknown");
      expect(compare(a, imitation(a))).toBe("unknown");
    }
  });
});

describe("doubles of values that cancel", () => {
  it.each(Array.from({ length: 40 }, (_, k) => k + 1))("log(10^%i + 1) − log 10^%i", (k) => {
    const value = toNumber(subtract(logOf(10n ** BigInt(k) + 1n), logOf(10n ** BigInt(k))));
    expect(Math.abs(value / Math.log1p(10 ** -k) - 1)).toBeLessThan(4e-16);
  });
});

describe("enclosures", () => {
  test.prop([expressions, fc.constantFrom(64, 128, 180)])("hold the number", (expression, bits) => {
    const ball = enclosure(exactValue(expression), bits);
    const unit = decimal.bignumber(2).pow(ball.exponent);
    const reference = decimalValue(expression);
    const distance = reference.div(unit).minus(ball.middle.toString()).abs();
    const allowance = magnitude(expression).times("1e-60").div(unit);
    expect(distance.lte(decimal.bignumber(ball.radius.toString()).plus(allowance))).toBe(true);
  });

  test.prop([expressions])("are as narrow as asked for, relative to the largest term", (expression) => {
    const value = exactValue(expression);
    fc.pre(value.terms.length + (value.rational.numerator === 0n ? 0 : 1) === 1);
    const ball = enclosure(value, 128);
    const middle = ball.middle < 0n ? -ball.middle : ball.middle;
    expect(ball.radius << 100n).toBeLessThan(middle);
  });
});

describe("text", () => {
  it.each<[Exact, string, string]>([
    [q(0), "0", "0"],
    [q(-3, 4), "−3/4", "-\\frac{3}{4}"],
    [subtract(scale(logOf(3), rational(1, 2)), logOf(2)), "1/2 log 3 − log 2", "\\frac{1}{2} \\log 3 - \\log 2"],
    [logOf(3, 2), "log(3/2)", "\\log \\frac{3}{2}"],
    [logOf(1, 6), "−log 6", "-\\log 6"],
    [scale(required(log(scale(PI, rational(2)))), rational(3, 2)), "3/2 log(2π)", "\\frac{3}{2} \\log(2 \\pi)"],
    [required(log(required(divide(q(3), scale(PI, rational(2)))))), "log(3/(2π))", "\\log \\frac{3}{2 \\pi}"],
    [required(log(required(divide(q(1), PI)))), "−log π", "-\\log \\pi"],
    [root(q(12), 2), "2 √3", "2 \\sqrt{3}"],
    [root(q(7, 110), 2), "1/110 √770", "\\frac{1}{110} \\sqrt{770}"],
    [root(q(2), 3), "2^(1/3)", "\\sqrt[3]{2}"],
    [required(exp(q(-1, 2))), "e^(−1/2)", "e^{-1/2}"],
    [required(power(PI, rational(2))), "π^2", "\\pi^{2}"],
    [add(q(1, 2), negate(PI)), "1/2 − π", "\\frac{1}{2} - \\pi"],
    [multiply(logOf(2), logOf(2)), "log^2 2", "\\log^{2} 2"],
    [required(divide(logOf(3), logOf(1, 4))), "−1/2 log 3 / log 2", "-\\frac{1}{2} \\frac{\\log 3}{\\log 2}"],
    [required(divide(q(1), multiply(logOf(3), logOf(2)))), "1 / (log 2 log 3)", "\\frac{1}{\\log 2 \\log 3}"],
    [multiply(logOf(2), PI), "π log 2", "\\pi \\log 2"],
  ])("%#: %s", (value, plain, tex) => {
    expect(text(value)).toBe(plain);
    expect(latex(value)).toBe(tex);
  });

  test.prop([values])("is one text for one number", (a) => {
    expect(text(subtract(add(a, logOf(6)), add(logOf(2), logOf(3))))).toBe(text(a));
  });
});

describe("limits", () => {
  // Pairwise coprime numbers of 4000 bits whose logarithms cancel pairwise: too many to be refined.
  const large = Array.from({ length: 40 }, (_, k) => 2n ** 4000n + BigInt(2 * k + 1));
  const hard = sum(large.flatMap((n) => [logOf(n * n), scale(logOf(n), rational(-2))]));

  const r = (n: bigint): Rational => rational(n);
  it.each<[string, () => unknown]>([
    ["a gigantic whole power", () => power(q(3), r(10n ** 9n))],
    ["a gigantic exponential of a logarithm", () => exp(scale(logOf(3), r(10n ** 12n)))],
    ["repeated squaring", () => Array.from({ length: 64 }).reduce<Exact>((a) => multiply(a, a), q(3, 2))],
    ["a high power of a sum", () => power(add(logOf(2), PI), r(10n ** 6n))],
    ["a root of a gigantic degree", () => compare(required(power(q(2), rational(1n, 10n ** 9n))), q(1))],
    ["an exponential of astronomic size", () => exp(q(2n ** 30n))],
    ["a power of π of astronomic size", () => power(PI, r(-(10n ** 30n)))],
    ["a product of exponentials of astronomic size", () => multiply(required(exp(q(2n ** 30n - 1n))), E)],
    ["a high power of a logarithm", () => power(logOf(2), r(65n))],
    ["a product of very long sums", () => power(sum([PI, E, logOf(6), EXACT_ONE]), r(64n))],
    ["a refinement of many large numbers", () => compare(hard, negate(hard))],
  ])("%s", (_, run) => {
    expect(run).toThrow(WorkLimitError);
  });

  it("a large but lawful number is finite work", () => {
    expect(toNumber(required(exp(q(710))))).toBe(Infinity);
    expect(toNumber(required(exp(q(-745))))).toBe(5e-324);
    expect(toNumber(required(exp(q(-800))))).toBe(0);
    expect(toNumber(fromInteger(12345))).toBe(12345);
    expect(compare(required(exp(q(10n ** 6n))), q(1))).toBe("greater");
    const [largest, smallest] = [2n ** 30n - 1n, -(2n ** 30n) + 1n].map((k) => required(exp(q(k))));
    expect([largest, smallest].map((a) => toNumber(a ?? E))).toEqual([Infinity, 0]);
    expect(compare(add(largest ?? E, PI), largest ?? E)).toBe("greater");
  });

  it("a text is given also where a normal form is refused", () => {
    expect(text(hard)).toContain("log");
  });

  it("a double is given also where a normal form is refused", () => {
    expect(Math.abs(toNumber(hard))).toBeLessThan(1e-15);
  });
});
