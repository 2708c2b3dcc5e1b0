import type { Decimal } from "decimal.js";
import { describe, expect, it } from "vitest";
import { rational } from "../../src/numbers/rational.js";
import type { ElementaryName } from "../../src/terms/term.js";
import { AccurateProgram, decimalOf } from "../../src/pairing/accurate.js";
import { derivatives } from "../../src/pairing/derivative.js";
import { type Expression, EXPRESSIONS } from "../../src/pairing/expression.js";

const { add, divide, elementary, fromRational, multiply, negate, power } = EXPRESSIONS;
const x: Expression = { kind: "unknown", key: "x", positive: true };
const y: Expression = { kind: "unknown", key: "y", positive: true };
const three = fromRational(rational(3));

function value(expression: Expression, values: Readonly<Record<string, number>>): Decimal {
  const [result] = new AccurateProgram([expression]).run(new Map(Object.entries(values)));
  if (result === undefined) throw new Error("no value");
  return result.value;
}

/** (f(x + h) − f(x − h)) / 2h with a step that only forty digits bear. */
function difference(expression: Expression, key: "x" | "y", values: { readonly x: number; readonly y: number }): number {
  const h = 2 ** -40;
  const high = value(expression, { ...values, [key]: values[key] + h });
  const low = value(expression, { ...values, [key]: values[key] - h });
  return high
    .minus(low)
    .div(decimalOf(2 * h))
    .toNumber();
}

const elementaries: readonly ElementaryName[] = ["log", "exp", "sqrt", "abs", "sin", "cos", "tan", "tanh", "sigmoid", "softplus"];

const formulas: readonly (readonly [string, Expression])[] = [
  ...elementaries.map((name) => [name, { kind: "elementary", name, argument: multiply(x, y) }] as const),
  ["a sum", add(multiply(three, x), negate(y))],
  ["a quotient", divide(add(x, y), multiply(x, add(y, three)))],
  ["a power", power(x, three)],
  ["a power of a power", power(x, y)],
  ["a shared part", multiply(add(x, y), multiply(add(x, y), elementary("log", add(x, y))))],
  ["a weight", divide(x, add(x, y))],
];

describe("derivatives", () => {
  it.each(formulas)("of %s agree with differences", (_, formula) => {
    const point = { x: 0.75, y: 1.25 };
    const slopes = derivatives(formula, ["x", "y"]);
    (["x", "y"] as const).forEach((key, i) => {
      const slope = value(slopes[i] ?? EXPRESSIONS.zero, point).toNumber();
      expect(Math.abs(slope - difference(formula, key, point))).toBeLessThan(1e-10);
      // A slip of a thousandth would be seen.
      expect(Math.abs(1.001 * slope - difference(formula, key, point)) > 1e-10 || slope === 0).toBe(true);
    });
  });

  it("are zero with respect to what does not occur", () => {
    expect(derivatives(x, ["y"])).toEqual([EXPRESSIONS.zero]);
  });

  it("go through a formula of many shared parts once", () => {
    let sum: Expression = x;
    for (let i = 0; i < 200; i += 1) sum = multiply(sum, add(sum, y));
    expect(derivatives(sum, ["x", "y"])).toHaveLength(2);
  });

  it("say what they cannot do", () => {
    expect(() => derivatives(elementary("erf", x), ["x"])).toThrow("error function");
  });
});
