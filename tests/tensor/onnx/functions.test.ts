import { expect, it } from "vitest";
import * as t from "../../../src/tensor/index.js";
import { describeRuntimes } from "./engines.js";
import { runOn, runOnReference } from "./run.js";

/** Half the distance of 1 to the next number of single precision: one rounding. */
const ROUNDING = 2 ** -24;

interface Bound {
  readonly f: (x: t.Node) => t.Node;
  /** In roundings, of the value or of 1, whichever is larger. */
  readonly absolute: number;
  /** In roundings of the value, where it is normal in single precision; ∞ where nothing is promised. */
  readonly relative: number;
}

const bounds: Readonly<Record<string, Bound>> = {
  exp: { f: t.exp, absolute: 3, relative: 3 },
  log: { f: t.log, absolute: 3, relative: 4 },
  log1p: { f: t.log1p, absolute: 3, relative: 6 },
  expm1: { f: t.expm1, absolute: 8, relative: 8 },
  sqrt: { f: t.sqrt, absolute: 2, relative: 2 },
  tanh: { f: t.tanh, absolute: 6, relative: 6 },
  // The runtimes give what σ is at ±18 beyond it.
  sigmoid: { f: t.sigmoid, absolute: 4, relative: Infinity },
  softplus: { f: t.softplus, absolute: 3, relative: 6 },
  erf: { f: t.erf, absolute: 3, relative: 4 },
};

const exact: Readonly<Record<string, (x: t.Node) => t.Node>> = {
  negate: t.negate,
  abs: t.abs,
  sign: t.sign,
  relu: t.relu,
  clamp: (x) => t.clamp(x, -1, 2),
};

const special = [NaN, Infinity, -Infinity, 0, -0, 1, -1, 0.5, 2, -2, 100, -100, 1e-30, -1e-30, 3e38, -3e38];
const points = [
  ...special,
  ...Array.from({ length: 2000 }, (_, i) => (i - 1000) / 50),
  ...Array.from({ length: 500 }, (_, i) => (i % 2 === 0 ? -1 : 1) * 10 ** (-12 + i * 0.03)),
];
const x = t.input("x", [t.axis("n", points.length)]);
const given = { x: t.tensor(x.axes, points) };
const outputs = Object.fromEntries([
  ...Object.entries(bounds).map(([name, { f }]) => [name, f(x)] as const),
  ...Object.entries(exact).map(([name, f]) => [name, f(x)] as const),
]);

/** Roundings that values are off by: of themselves or 1, and of themselves alone. ∞ where only one is finite, or one NaN. */
function roundings(found: t.Tensor | undefined, expected: t.Tensor | undefined): { absolute: number; relative: number } {
  if (found === undefined || expected === undefined) throw new Error("no value");
  let [absolute, relative] = [0, 0];
  for (const [i, exactly] of expected.values.entries()) {
    const [single, value] = [Math.fround(exactly), found.values[i] ?? NaN];
    if (single === value || (Number.isNaN(single) && Number.isNaN(value))) continue;
    if (!Number.isFinite(single) || !Number.isFinite(value)) return { absolute: Infinity, relative: Infinity };
    const error = Math.abs(value - exactly) / ROUNDING;
    absolute = Math.max(absolute, error / Math.max(1, Math.abs(exactly)));
    if (Math.abs(single) >= 2 ** -126) relative = Math.max(relative, error / Math.abs(exactly));
  }
  return { absolute, relative };
}

describeRuntimes((engine) => {
  it("computes functions of one number to their bounds, also at extremes", async () => {
    const [found, expected] = [await runOn(engine, outputs, given), runOnReference(outputs, given)];
    for (const [name, { absolute, relative }] of Object.entries(bounds)) {
      const off = roundings(found[name], expected[name]);
      expect.soft(off.absolute, `${name}, relative to 1`).toBeLessThanOrEqual(absolute);
      expect.soft(off.relative, `${name}, relative to itself`).toBeLessThanOrEqual(relative);
    }
    for (const name of Object.keys(exact)) {
      expect.soft(roundings(found[name], expected[name]), name).toEqual({ absolute: 0, relative: 0 });
    }
  });

  it("treats what is not finite as the reference does", async () => {
    const [row, column] = [t.axis("row", special.length), t.axis("column", special.length)];
    const [a, b] = [t.input("a", [row]), t.input("b", [column])];
    const pairs = t.concat(
      [
        t.expand(t.expand(a, column), t.axis("pair", 1)),
        t.expand(t.reorder(t.expand(b, row), ["row", "column"]), t.axis("pair", 1)),
      ],
      "pair",
    );
    const both = {
      add: t.add(a, b),
      subtract: t.subtract(a, b),
      multiply: t.multiply(a, b),
      divide: t.divide(a, b),
      maximum: t.maximum(a, b),
      less: t.less(a, b),
      lessEqual: t.lessEqual(a, b),
      equal: t.equal(a, b),
      select: t.select(a, b, 7),
      sum: t.sum(pairs, ["pair"]),
      max: t.max(pairs, ["pair"]),
      logSumExp: t.logSumExp(pairs, ["pair"]),
    };
    const values = { a: t.tensor([row], special), b: t.tensor([column], special) };
    const [found, expected] = [await runOn(engine, both, values), runOnReference(both, values)];
    for (const name of Object.keys(both)) {
      expect.soft(roundings(found[name], expected[name]).absolute, name).toBeLessThanOrEqual(name === "logSumExp" ? 4 : 1);
    }
  });
});

it("the measure sees one wrong value among the right ones", () => {
  const expected = t.tensor(x.axes, points);
  const single = points.map(Math.fround);
  expect(roundings(t.tensor(x.axes, single), expected)).toEqual({ absolute: 0, relative: 0 });
  for (const [at, wrong] of [[5, 1 + 16 * ROUNDING] as const, [1, 3e38] as const, [7, NaN] as const, [0, 0] as const]) {
    expect(roundings(t.tensor(x.axes, single.with(at, wrong)), expected).absolute).toBeGreaterThan(8);
  }
});
