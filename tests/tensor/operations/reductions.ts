import { fc } from "@fast-check/vitest";
import { expect, it } from "vitest";
import * as t from "../../../src/tensor/index.js";
import { drawnOver, drawnTensors, someAxes } from "../arbitrary.js";
import { indices, read, tabulate, total } from "../brute.js";
import type { Operation } from "../bounds.js";
import { describeOperation } from "../contracts.js";
import { given } from "../given.js";

/** A tensor, some of its axes in any order, and the others. */
const reduced = someAxes.chain((axes) =>
  fc.tuple(drawnOver(axes), fc.shuffledSubarray([...axes])).map(([x, over]) => ({
    ...x,
    over,
    names: over.map(({ name }) => name),
    left: axes.filter((own) => !over.includes(own)),
  })),
);

const reductions: readonly (readonly [
  Operation,
  (x: t.Node, over: readonly string[]) => t.Node,
  (values: readonly number[]) => number,
])[] = [
  ["sum", t.sum, total],
  ["max", t.max, (values) => Math.max(...values)],
  ["logSumExp", t.logSumExp, (values) => Math.log(total(values.map(Math.exp)))],
];

for (const [name, build, plain] of reductions) {
  describeOperation(name, ({ agrees }) => {
    agrees("is its definition over the named axes", reduced, ({ node, tensor, over, names, left }) => {
      const expected = tabulate(left, (index) => plain(indices(over).map((inner) => read(tensor, { ...index, ...inner }))));
      return [[build(node, names), expected]];
    });
  });
}

describeOperation("mean", ({ agrees }) => {
  const averaged = reduced.filter(({ over }) => over.every(({ size }) => size > 0));
  agrees("is the sum over the number", averaged, ({ node, tensor, over, names, left }) => {
    const expected = tabulate(left, (index) => {
      const values = indices(over).map((inner) => read(tensor, { ...index, ...inner }));
      return total(values) / values.length;
    });
    return [[t.mean(node, names), expected]];
  });
});

const normalized = reduced.filter(({ over }) => over.length > 0);

describeOperation("logSoftmax", ({ agrees }) => {
  agrees("normalizes along one axis", normalized, ({ node, tensor, over }) => {
    const [along] = over;
    if (along === undefined) throw new Error("nothing drawn");
    const sumAt = (index: Readonly<Record<string, number>>) =>
      total(Array.from({ length: along.size }, (_, i) => Math.exp(read(tensor, { ...index, [along.name]: i }))));
    return [
      [t.logSoftmax(node, along.name), tabulate(tensor.axes, (index) => read(tensor, index) - Math.log(sumAt(index)))],
      [t.softmax(node, along.name), tabulate(tensor.axes, (index) => Math.exp(read(tensor, index)) / sumAt(index))],
    ];
  });
});

describeOperation("logSoftmax over several axes", ({ agrees, expectAgreement, precision, valuesOf }) => {
  agrees("normalizes over all of them together", normalized, ({ node, tensor, over, names }) => {
    const sumAt = (index: Readonly<Record<string, number>>) =>
      total(indices(over).map((inner) => Math.exp(read(tensor, { ...index, ...inner }))));
    return [[t.logSoftmax(node, names), tabulate(tensor.axes, (index) => read(tensor, index) - Math.log(sumAt(index)))]];
  });

  it("keeps what is beside large logits", async () => {
    const axes = [t.axis("a", 2), t.axis("b", 1)];
    const [far, near] = await valuesOf(
      [
        [1e4, -1e4],
        [1e4, 1e4 - 40],
      ].map((logits) => t.logSoftmax(given(t.tensor(axes, logits)), ["a", "b"])),
    );
    expectAgreement(far, t.tensor(axes, [0, -2e4]));
    expectAgreement(near, t.tensor(axes, [-Math.exp(-40), -40]));
    // In single precision 1 + exp(−40) is 1, and no engine promises more.
    if (precision === "double") expect((near?.values[0] ?? NaN) / -Math.exp(-40)).toBeCloseTo(1, 12);
  });

  it("refuses none", () => {
    expect(() => t.logSoftmax(t.scalar(1), [])).toThrow(new t.ShapeError("logSoftmax", "no axis is named", "name at least one"));
  });
});

describeOperation("contract", ({ agrees, valueOf, valuesOf }) => {
  const operands = drawnTensors(2).chain(([a, b]) => {
    if (a === undefined || b === undefined) throw new Error("nothing drawn");
    const shared = a.tensor.axes.filter(({ name }) => b.tensor.axes.some((other) => other.name === name));
    return fc.record({ a: fc.constant(a), b: fc.constant(b), over: fc.shuffledSubarray(shared) });
  });

  agrees("sums the products over the named axes", operands, ({ a, b, over }) => {
    const axes = [...a.tensor.axes, ...b.tensor.axes]
      .filter(({ name }, i, all) => all.findIndex((other) => other.name === name) === i)
      .filter(({ name }) => !over.some((other) => other.name === name));
    const expected = tabulate(axes, (index) =>
      total(indices(over).map((inner) => read(a.tensor, { ...index, ...inner }) * read(b.tensor, { ...index, ...inner }))),
    );
    const names = over.map(({ name }) => name);
    return [[t.contract(a.node, b.node, names), expected]];
  });

  it("multiplies by a matrix, and by another that has its values in the same order", async () => {
    const [row, inner, other] = [t.axis("row", 1), t.axis("inner", 2), t.axis("other", 3)];
    const matrix = given(t.tensor([inner, other], [1, 2, 3, 4, 5, 6]));
    const narrow = t.split(t.merge(matrix, ["inner", "other"], "all"), "all", [other, inner]);
    const column = t.split(t.merge(matrix, ["inner", "other"], "all"), "all", [t.axis("all", 6), t.axis("one", 1)]);
    const ones = (...axes: t.Axes): t.Node => given(t.tensor(axes, new Array<number>(t.elements(axes)).fill(1)));
    const values = await valuesOf([
      t.contract(ones(row, inner), matrix, ["inner"]),
      t.contract(ones(row, other), narrow, ["other"]),
      t.contract(ones(row, t.axis("all", 6)), column, ["all"]),
    ]);
    expect(values.map((own) => [...own.values])).toEqual([[5, 7, 9], [9, 12], [21]]);
  });

  it("multiplies two matrices", async () => {
    const [row, inner, column] = [t.axis("row", 2), t.axis("inner", 2), t.axis("column", 2)];
    const product = t.contract(t.constant([row, inner], [1, 2, 3, 4]), t.constant([inner, column], [5, 6, 7, 8]), ["inner"]);
    expect(await valueOf(product)).toEqual(t.tensor([row, column], [19, 22, 43, 50]));
  });
});
