import { fc } from "@fast-check/vitest";
import { expect, it } from "vitest";
import * as t from "../../../src/tensor/index.js";
import { drawnOver, uniform } from "../arbitrary.js";
import { indices, read, tabulate, total } from "../brute.js";
import { describeOperation } from "../contracts.js";
import { given } from "../given.js";

const names = { row: "row", column: "column" };

/** Axes of square matrices, in any order. */
const square = (size: number, ...others: t.Axes): fc.Arbitrary<t.Axes> =>
  fc.shuffledSubarray([t.axis("row", size), t.axis("column", size), ...others], { minLength: 2 + others.length });

const positionsOf = (size: number): readonly number[] => Array.from({ length: size }, (_, i) => i);

describeOperation("cholesky", ({ expectAgreement, holds, valueOf, valuesOf }) => {
  const drawn = fc.record({ size: fc.nat({ max: 4 }), batch: fc.nat({ max: 2 }) }).chain(({ size, batch }) =>
    square(size, t.axis("batch", batch)).chain((axes) =>
      drawnOver(axes, uniform(-1, 1)).map(({ tensor }) => ({
        size,
        matrix: tabulate(axes, (index) => Math.fround(read(tensor, index) + (index.row === index.column ? size + 1 : 0))),
      })),
    ),
  );

  holds("is lower triangular, and times its transpose the symmetric part", drawn, ({ size, matrix }) => {
    const { axes } = matrix;
    const at = (index: Readonly<Record<string, number>>, row: number, column: number) => ({ ...index, row, column });
    const symmetric = tabulate(axes, (index) => {
      const { row = 0, column = 0 } = index;
      return (read(matrix, index) + read(matrix, at(index, column, row))) / 2;
    });
    const check = ([l = matrix]: readonly t.Tensor[]): void => {
      for (const index of indices(axes)) {
        const { row = 0, column = 0 } = index;
        if (row < column) expect(read(l, index)).toBe(0);
        if (row === column) expect(read(l, index)).toBeGreaterThan(0);
      }
      const product = tabulate(axes, (index) => {
        const { row = 0, column = 0 } = index;
        return total(positionsOf(size).map((k) => read(l, at(index, row, k)) * read(l, at(index, column, k))));
      });
      expectAgreement(product, symmetric);
    };
    return { nodes: [t.cholesky(given(matrix), "row", "column")], check };
  });

  it("is NaN throughout where the matrix is not positive definite, and only there", async () => {
    const axes = [t.axis("batch", 4), t.axis("row", 2), t.axis("column", 2)];
    const matrices = [
      [1, 2, 2, 1],
      [1, 1, 1, 1],
      [4, 2, 2, 10],
      [NaN, 0, 0, 1],
    ];
    const l = await valueOf(t.cholesky(given(t.tensor(axes, matrices.flat())), "row", "column"));
    const none = [NaN, NaN, NaN, NaN];
    expect([...l.values]).toEqual([...none, ...none, 2, 0, 1, 3, ...none]);
  });

  it("gives log det, whose gradient is the inverse", async () => {
    const x = t.constant([t.axis("row", 2), t.axis("column", 2)], [2, 1, 1, 3]);
    const diagonal = t.oneHot(t.positions(t.axis("row", 2)), t.axis("column", 2));
    const l = t.cholesky(x, "row", "column");
    const logDeterminant = t.multiply(2, t.sum(t.log(t.sum(t.multiply(l, diagonal), ["column"])), ["row"]));
    const [gradient] = t.gradients(logDeterminant, [x]);
    const [value, inverse] = await valuesOf([logDeterminant, gradient]);
    expectAgreement(value, t.tensor([], [Math.log(5)]));
    expectAgreement(inverse, t.tensor(x.axes, [0.6, -0.2, -0.2, 0.4]));
  });

  it("has its gradient where an axis has the name that the gradient would use", async () => {
    const axes = [t.axis("inner", 1), t.axis("row", 1), t.axis("column", 1)];
    const x = t.constant(axes, [4]);
    const [gradient] = t.gradients(t.sum(t.cholesky(x, "row", "column"), ["inner", "row", "column"]), [x]);
    expectAgreement(await valueOf(gradient), t.tensor(axes, [0.25]));
  });
});

describeOperation("triangularSolve", ({ expectAgreement, holds }) => {
  /** A lower triangle with NaN above the diagonal, and a right side; each has an axis that the other one lacks, and one is shared. */
  const drawn = fc
    .record({ size: fc.nat({ max: 4 }), shared: fc.nat({ max: 2 }), own: fc.nat({ max: 2 }), sides: fc.nat({ max: 2 }) })
    .chain(({ size, shared, own, sides }) =>
      fc.record({
        transposed: fc.boolean(),
        size: fc.constant(size),
        l: square(size, t.axis("shared", shared), t.axis("own", own)).chain((axes) => drawnOver(axes, uniform(-1, 1))),
        b: fc
          .shuffledSubarray([t.axis("equation", size), t.axis("shared", shared), t.axis("side", sides)], { minLength: 3 })
          .chain((axes) => drawnOver(axes)),
      }),
    )
    .map(({ transposed, size, l, b }) => ({
      transposed,
      size,
      l: tabulate(l.tensor.axes, (index) => {
        const { row = 0, column = 0 } = index;
        if (row < column) return NaN;
        return row === column ? Math.fround(read(l.tensor, index) + 2) : read(l.tensor, index);
      }),
      b,
    }));

  holds("solves every system, and does not read above the diagonal", drawn, ({ transposed, size, l, b }) => {
    const [equations, unknowns] = transposed ? ["column", "row"] : ["row", "column"];
    const right = t.rename(b.node, { equation: equations });
    const x = t.triangularSolve(given(l), right, { ...names, transposed });
    const own = l.axes.filter(({ name }) => name === "own");
    const expectedAxes = b.tensor.axes.map(({ name, size: places }) => t.axis(name === "equation" ? unknowns : name, places));
    expect(x.axes).toEqual([...expectedAxes, ...own]);
    const axes = [...b.tensor.axes, ...own];
    const check = ([solution = l]: readonly t.Tensor[]): void => {
      const products = tabulate(axes, (index) =>
        total(
          positionsOf(size).map((unknown) => {
            const place = { ...index, [equations]: index.equation ?? NaN, [unknowns]: unknown };
            const above = (place.row ?? 0) < (place.column ?? 0);
            return above ? 0 : read(l, place) * read(solution, place);
          }),
        ),
      );
      expectAgreement(
        products,
        tabulate(axes, (index) => read(b.tensor, index)),
      );
    };
    return { nodes: [x], check };
  });
});
