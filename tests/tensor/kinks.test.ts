import { describe, expect, it } from "vitest";
import * as t from "../../src/tensor/index.js";
import { valueOf } from "./brute.js";

const n = (size: number): t.Axis => t.axis("n", size);
const row = (...values: readonly number[]): t.Node => t.constant([n(values.length)], values);

/** The gradient of Σ f(x) at these numbers; f has the axis n or none. */
function gradientAt(f: (x: t.Node) => t.Node, ...values: readonly number[]): number[] {
  const x = row(...values);
  const result = f(x);
  const [gradient] = t.gradients(t.sum(result, t.namesOf(result.axes)), [x]);
  return [...valueOf(gradient).values].map((value) => value + 0);
}

describe("gradients at kinks", () => {
  it.each([
    ["relu is 0 at 0", t.relu, [-1, 0, 1], [0, 0, 1]],
    ["abs is 0 at 0", t.abs, [-1, 0, 1], [-1, 0, 1]],
    ["sign is 0 everywhere", t.sign, [-1, 0, 1], [0, 0, 0]],
    ["clamp is 1 at its bounds", (x: t.Node) => t.clamp(x, -1, 1), [-2, -1, 0, 1, 2], [0, 1, 1, 1, 0]],
    ["maximum is half at a tie", (x: t.Node) => t.maximum(x, 2), [1, 2, 3], [0, 0.5, 1]],
    ["maximum of one tensor with itself is 1", (x: t.Node) => t.maximum(x, x), [1], [1]],
    ["minimum is half at a tie", (x: t.Node) => t.minimum(2, x), [1, 2, 3], [1, 0.5, 0]],
    ["max is shared equally at a tie", (x: t.Node) => t.max(x, ["n"]), [1, 4, 4, 2, 4], [0, 1 / 3, 1 / 3, 0, 1 / 3]],
    ["max is shared among −∞", (x: t.Node) => t.max(x, ["n"]), [-Infinity, -Infinity], [0.5, 0.5]],
    ["comparisons have none", (x: t.Node) => t.greaterEqual(x, t.square(x)), [1, 2], [0, 0]],
  ])("%s", (_, f, at, expected) => {
    expect(gradientAt(f, ...at)).toEqual(expected);
  });
});

describe("gradients at extremes", () => {
  const [tiny, huge] = [1e-30, 1e30];

  it.each([
    ["softplus", t.softplus, [-1e4, 1e4], [0, 1]],
    ["sigmoid", t.sigmoid, [-1e4, 1e4], [0, 0]],
    ["tanh", t.tanh, [-1e4, 1e4], [0, 0]],
    ["erf", t.erf, [-1e4, 1e4], [0, 0]],
    ["logSigmoid", t.logSigmoid, [-1e4, 1e4], [1, 0]],
    ["logSumExp", (x: t.Node) => t.logSumExp(x, ["n"]), [-1e4, 1e4], [0, 1]],
    ["logSumExp of −∞ and a number", (x: t.Node) => t.logSumExp(x, ["n"]), [-Infinity, 1], [0, 1]],
    ["logSoftmax", (x: t.Node) => t.slice(t.logSoftmax(x, "n"), "n", 0, 1), [-1e4, 1e4], [1, -1]],
    ["log", t.log, [tiny, huge], [1 / tiny, 1 / huge]],
    ["sqrt", t.sqrt, [tiny, huge], [0.5 / Math.sqrt(tiny), 0.5 / Math.sqrt(huge)]],
    ["1/σ²", (x: t.Node) => t.reciprocal(t.square(x)), [tiny], [-2 / tiny ** 3]],
    ["x/σ", (x: t.Node) => t.divide(tiny, x), [tiny, huge], [-1 / tiny, 0]],
  ])("%s has a finite one", (_, f, at, expected) => {
    const found = gradientAt(f, ...at);
    for (const [i, value] of expected.entries()) {
      expect(Math.abs((found[i] ?? NaN) - value)).toBeLessThanOrEqual(1e-14 * Math.abs(value) + 1e-60);
    }
  });

  it("keeps the relative accuracy of slopes that are nearly 0", () => {
    const relative = (found: number, exact: number): number => Math.abs(found / exact - 1);
    const shares = gradientAt((x) => t.logSumExp(x, ["n"]), 1e4, 1e4 - 1, 1e4 - 30);
    const others = Math.exp(-1) + Math.exp(-30);
    for (const [i, size] of [0, -1, -30].entries()) {
      expect(relative(shares[i] ?? NaN, Math.exp(size) / (1 + others))).toBeLessThan(1e-14);
    }
    const rounded = t.subtract(1e4, t.logSumExp(row(1e4, 1e4 - 1, 1e4 - 30), ["n"]));
    expect(relative(valueOf(t.exp(rounded)).values[0] ?? NaN, 1 / (1 + others))).toBeGreaterThan(1e-14);
    expect(relative(gradientAt(t.sigmoid, 40)[0] ?? NaN, Math.exp(-40))).toBeLessThan(1e-14);
    expect(relative(gradientAt(t.tanh, 20)[0] ?? NaN, 4 * Math.exp(-40))).toBeLessThan(1e-14);
    expect(relative(gradientAt(t.expm1, -50)[0] ?? NaN, Math.exp(-50))).toBeLessThan(1e-14);
  });
});

describe("the branch that is not taken", () => {
  const where = (condition: (x: t.Node) => t.Node, f: (x: t.Node) => t.Node) => (x: t.Node) => t.select(condition(x), f(x), 0);
  const positive = (x: t.Node): t.Node => t.greater(x, 0);
  const small = (x: t.Node): t.Node => t.less(x, 100);

  it.each([
    ["log at 0", where(positive, t.log), [0, 2], [0, 0.5]],
    ["x log x at 0", where(positive, (x) => t.multiply(x, t.log(x))), [0, 1], [0, 1]],
    ["log x · x at 0", where(positive, (x) => t.multiply(t.log(x), x)), [0, 1], [0, 1]],
    ["2x / x at 0", where(positive, (x) => t.divide(t.multiply(2, x), x)), [0, 1], [0, 0]],
    ["sqrt at 0", where(positive, t.sqrt), [0, 4], [0, 0.25]],
    ["1/x at 0", where(positive, t.reciprocal), [0, 2], [0, -0.25]],
    ["exp beyond its range", where(small, t.exp), [1e4, 0], [0, 1]],
    ["expm1 beyond its range", where(small, t.expm1), [1e4, 0], [0, 1]],
    ["log1p at −1", where((x) => t.greater(x, -1), t.log1p), [-1, 1], [0, 0.5]],
    ["logSumExp of −∞ alone", (x: t.Node) => t.maximum(t.logSumExp(t.log(x), ["n"]), -100), [0, 0], [0, 0]],
    ["a clamp after log", (x: t.Node) => t.clamp(t.log(x), -100, 100), [0, 2], [0, 0.5]],
    ["a maximum after log", (x: t.Node) => t.maximum(t.log(x), -100), [0, 2], [0, 0.5]],
    ["a relu after log", (x: t.Node) => t.relu(t.log(x)), [0, 2], [0, 0.5]],
    ["a max after log", (x: t.Node) => t.max(t.log(x), ["n"]), [0, 2], [0, 0.5]],
  ])("spoils no gradient: %s", (_, f, at, expected) => {
    expect(gradientAt(f, ...at)).toEqual(expected);
  });

  it("spoils no gradient of a gradient", () => {
    const slope = (x: t.Node): t.Node => {
      const [gradient] = t.gradients(t.sum(where(positive, t.log)(x), ["n"]), [x]);
      return gradient;
    };
    expect(gradientAt(slope, 0, 2)).toEqual([0, -0.25]);
  });

  it("takes nothing from a second derivative where a gradient is 0 and its gate open", () => {
    const slope = (x: t.Node): t.Node => {
      const [gradient] = t.gradients(t.sum(t.square(t.clamp(t.multiply(x, 3), -10, 10)), ["n"]), [x]);
      return gradient;
    };
    expect(gradientAt(slope, 0, 1, 5)).toEqual([18, 18, 0]);
  });

  it("hides no NaN of the branch that is taken", () => {
    expect(
      gradientAt(
        where(positive, (x) => t.multiply(x, t.log(t.subtract(x, 3)))),
        2,
      ),
    ).toEqual([NaN]);
  });

  it("costs nothing where no branch is left out", () => {
    const x = t.input("x", [n(2)]);
    const gradient = t.gradients(t.sum(t.exp(x), ["n"]), [x]);
    expect(t.inOrder(gradient).filter(({ kind }) => kind === "select")).toEqual([]);
  });
});

describe("gradients", () => {
  it("are 0 for what the scalar is not made of", () => {
    const [x, y] = [t.input("x", [n(2)]), t.input("y", [t.axis("m", 1), n(2)])];
    const [gradient] = t.gradients(t.sum(x, ["n"]), [y]);
    expect(valueOf(gradient)).toEqual(t.tensor([t.axis("m", 1), n(2)], [0, 0]));
  });

  it("are 1 for the scalar itself, and add up over the places where a node is used", () => {
    const x = t.scalar(3);
    const output = t.add(t.multiply(x, x), x);
    const [own, ofX] = t.gradients(output, [output, x]);
    expect([...valueOf(own).values, ...valueOf(ofX).values]).toEqual([1, 7]);
  });

  it("can be taken with respect to a node between input and output", () => {
    const x = t.scalar(2);
    const inner = t.exp(x);
    const [gradient] = t.gradients(t.square(inner), [inner]);
    expect(valueOf(gradient).values[0]).toBe(2 * Math.exp(2));
  });

  it("go through a graph of a hundred thousand nodes", () => {
    const x = t.input("x", []);
    let y: t.Node = x;
    for (let i = 0; i < 100_000; i++) y = t.add(y, i % 2 === 0 ? 1 : x);
    const [gradient] = t.gradients(y, [x]);
    expect(valueOf(y, { x: t.tensor([], [1]) }).values[0]).toBe(100_001);
    expect(valueOf(gradient).values[0]).toBe(50_001);
  });
});
