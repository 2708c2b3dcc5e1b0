import { describe, expect, it } from "vitest";
import { rational } from "../../src/numbers/rational.js";
import type { ElementaryName } from "../../src/terms/term.js";
import { AccurateProgram, decimalOf, ROUNDING } from "../../src/pairing/accurate.js";
import { type Expression, EXPRESSIONS } from "../../src/pairing/expression.js";

const { add, divide, elementary, fromRational, multiply, negate, power } = EXPRESSIONS;
const whole = (n: number): Expression => fromRational(rational(n));
const x: Expression = { kind: "unknown", key: "x", positive: true };
const y: Expression = { kind: "unknown", key: "y", positive: true };

function at(
  expression: Expression,
  values: Readonly<Record<string, number>>,
): { readonly value: string; readonly error: number } {
  const [result] = new AccurateProgram([expression]).run(new Map(Object.entries(values)));
  if (result === undefined) throw new Error("no value");
  return { value: result.value.toPrecision(30), error: result.error.toNumber() };
}

describe("numbers to forty digits", () => {
  // Digits from tables, not from this program.
  it.each<[ElementaryName, number, string]>([
    ["log", 2, "0.693147180559945309417232121458"],
    ["exp", 1, "2.71828182845904523536028747135"],
    ["sqrt", 2, "1.41421356237309504880168872421"],
    ["tanh", 1, "0.761594155955764888119458282605"],
    ["sigmoid", 0, "0.500000000000000000000000000000"],
    ["softplus", 0, "0.693147180559945309417232121458"],
    ["sin", 1, "0.841470984807896506652502321630"],
  ])("%s of %d", (name, argument, digits) => {
    expect(at({ kind: "elementary", name, argument: x }, { x: argument }).value).toBe(digits);
  });

  it("keep what doubles lose", () => {
    expect(at(elementary("softplus", x), { x: -100 }).value).toBe("3.72007597602083596295969580386e-44");
    expect(at(elementary("softplus", x), { x: 1e4 }).value).toBe("10000.0000000000000000000000000");
    // (1 + 2⁻⁵²) − 1
    expect(at(add(x, negate(whole(1))), { x: 1 + 2 ** -52 }).value).toBe((2 ** -52).toPrecision(30));
  });

  it("take the logarithm of a density that is too small for any number", () => {
    const density = divide(elementary("exp", negate(multiply(x, x))), elementary("sqrt", y));
    expect(at(elementary("log", density), { x: 1e30, y: 4 }).value).toMatch(/^-1\.0{2,}\d*e\+60$/u);
  });

  it("are all of a double, not the digits that it is printed with", () => {
    expect(at(x, { x: 0.1 }).value).toBe("0.100000000000000005551115123126");
  });

  it("are undefined where the formula is", () => {
    const run = (expression: Expression, value: number) => () => at(expression, { x: value });
    expect(run({ kind: "elementary", name: "log", argument: x }, 0)).toThrow("not positive");
    expect(run(divide(whole(1), x), 0)).toThrow("division by zero");
    expect(run(power(x, fromRational(rational(1, 2))), -1)).toThrow("a power of a negative number");
    expect(run(elementary("exp", x), 1e16)).toThrow("beyond all numbers");
    expect(run(elementary("erf", x), 1)).toThrow("error function");
  });

  it("print no zeros of an exponent that doubles do not have", () => {
    expect(at(elementary("exp", x), { x: -1e14 }).error).toBe(0);
  });

  it.each([
    ["a sum that cancels", add(x, negate(y)), { x: 1 + 2 ** -40, y: 1 }, 2 ** -40],
    ["a logarithm near 1", elementary("log", x), { x: 1 + 2 ** -40 }, 2 ** -40],
    ["an exponential of a large number", elementary("exp", multiply(x, y)), { x: 30, y: 10 }, 300],
  ])("know what a plain evaluation loses in %s", (_, expression, values, scale) => {
    const { value, error } = at(expression, values);
    const size = Math.abs(Number(value));
    // Relative to the value: no loss counts 1, a lost digit 10.
    expect(error / size).toBeGreaterThanOrEqual(1);
    expect(error / size).toBeLessThan(4 * Math.max(scale, 1));
  });

  it("bound the error of the same formula in doubles", () => {
    const formula = add(add(multiply(x, x), negate(elementary("log", x))), negate(whole(1)));
    for (let i = 1; i <= 200; i += 1) {
      const value = i / 37;
      const [exact] = new AccurateProgram([formula]).run(new Map([["x", value]]));
      const double = value * value - Math.log(value) - 1;
      const off = exact?.value.minus(decimalOf(double)).abs().toNumber() ?? NaN;
      expect(off).toBeLessThanOrEqual((exact?.error.toNumber() ?? NaN) * ROUNDING);
    }
  });
});
