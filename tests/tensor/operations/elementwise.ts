import { fc } from "@fast-check/vitest";
import { expect, it } from "vitest";
import * as t from "../../../src/tensor/index.js";
import { drawnTensors, uniform } from "../arbitrary.js";
import { read, tabulate } from "../brute.js";
import { erf } from "../../../src/tensor/engines/reference/functions.js";
import type { Operation } from "../bounds.js";
import { describeOperation } from "../contracts.js";

/** Small whole numbers among others, so that comparisons meet ties, and what is not finite. */
const anyNumber = fc.oneof(fc.integer({ min: -2, max: 2 }), uniform(-3, 3), fc.constantFrom(Infinity, -Infinity, NaN));

const unary: readonly (readonly [Operation, (x: t.Node) => t.Node, (x: number) => number])[] = [
  ["negate", t.negate, (x) => 0 - x],
  ["exp", t.exp, (x) => Math.E ** x],
  ["log", t.log, (x) => Math.log2(x) * Math.LN2],
  ["log1p", t.log1p, (x) => Math.log(1 + x)],
  ["expm1", t.expm1, (x) => Math.exp(x) - 1],
  ["sqrt", t.sqrt, (x) => (x === -Infinity ? NaN : x ** 0.5)],
  ["abs", t.abs, (x) => (x < 0 ? -x : x)],
  ["sign", t.sign, (x) => (x > 0 ? 1 : x < 0 ? -1 : x)],
  ["tanh", t.tanh, (x) => (Math.abs(x) === Infinity ? Math.sign(x) : (Math.exp(2 * x) - 1) / (Math.exp(2 * x) + 1))],
  ["sigmoid", t.sigmoid, (x) => 1 / (1 + Math.exp(-x))],
  ["softplus", t.softplus, (x) => Math.log(1 + Math.exp(x))],
  ["erf", t.erf, erf],
  ["relu", t.relu, (x) => (x < 0 ? 0 : x)],
  ["square", t.square, (x) => x ** 2],
  ["reciprocal", t.reciprocal, (x) => x ** -1],
  ["logSigmoid", t.logSigmoid, (x) => -Math.log(1 + Math.exp(-x))],
  ["clamp", (x) => t.clamp(x, -1, 2), (x) => (x < -1 ? -1 : x > 2 ? 2 : x)],
];

const order = (holds: (x: number, y: number) => boolean) => (x: number, y: number) => (holds(x, y) ? 1 : 0);

const binary: readonly (readonly [Operation, (x: t.Node, y: t.Node) => t.Node, (x: number, y: number) => number])[] = [
  ["add", t.add, (x, y) => x + y],
  ["subtract", t.subtract, (x, y) => x - y],
  ["multiply", t.multiply, (x, y) => x * y],
  ["divide", t.divide, (x, y) => x / y],
  ["maximum", t.maximum, (x, y) => (Number.isNaN(x) || x > y ? x : y)],
  ["minimum", t.minimum, (x, y) => (Number.isNaN(x) || x < y ? x : y)],
  ["less", t.less, order((x, y) => x < y)],
  ["lessEqual", t.lessEqual, order((x, y) => x <= y)],
  ["equal", t.equal, order((x, y) => x === y)],
  ["greater", t.greater, order((x, y) => x > y)],
  ["greaterEqual", t.greaterEqual, order((x, y) => x >= y)],
];

/** The left operand's axes, then those that each further one adds. */
function joined(...lists: readonly t.Axes[]): t.Axes {
  return lists.flat().filter(({ name }, i, all) => all.findIndex((other) => other.name === name) === i);
}

for (const [name, build, plain] of unary) {
  describeOperation(name, ({ agrees }) => {
    agrees("is its definition value by value", drawnTensors(1, anyNumber), ([x]) => {
      if (x === undefined) throw new Error("nothing drawn");
      return [[build(x.node), tabulate(x.tensor.axes, (index) => plain(read(x.tensor, index)))]];
    });
  });
}

for (const [name, build, plain] of binary) {
  describeOperation(name, ({ agrees }) => {
    agrees("is its definition at each index of both", drawnTensors(2, anyNumber), ([x, y]) => {
      if (x === undefined || y === undefined) throw new Error("nothing drawn");
      const expected = tabulate(joined(x.tensor.axes, y.tensor.axes), (index) =>
        plain(read(x.tensor, index), read(y.tensor, index)),
      );
      return [[build(x.node, y.node), expected]];
    });
  });
}

describeOperation("select", ({ agrees }) => {
  agrees("takes one of two at each index", drawnTensors(3, anyNumber), ([c, x, y]) => {
    if (c === undefined || x === undefined || y === undefined) throw new Error("nothing drawn");
    const axes = joined(c.tensor.axes, x.tensor.axes, y.tensor.axes);
    const expected = tabulate(axes, (index) => read(read(c.tensor, index) === 0 ? y.tensor : x.tensor, index));
    return [[t.select(c.node, x.node, y.node), expected]];
  });
});

describeOperation("elementwise operations", ({ valuesOf }) => {
  it("take numbers for tensors without axes", async () => {
    const values = await valuesOf([t.subtract(3, 1), t.greater(t.scalar(3), 1), t.minimum(3, t.scalar(1))]);
    expect(values).toEqual([2, 1, 1].map((value) => t.tensor([], [value])));
  });
});
