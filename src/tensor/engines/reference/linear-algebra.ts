import { findAxis, withoutAxes } from "../../graph/axes.js";
import type { KernelOf } from "./kernel.js";
import { allocate, at, offsets, strideOf } from "./offsets.js";

/** Column by column: l[i, j] = (x[i, j] − Σ_{k<j} l[i, k] l[j, k]) / l[j, j], and the root of that difference on the diagonal. */
export const cholesky: KernelOf<"cholesky"> = ({ axes, row, column }) => {
  const { size } = findAxis("cholesky", axes, row);
  const [down, right] = [strideOf(axes, row), strideOf(axes, column)];
  const starts = offsets(withoutAxes(axes, [row, column]), axes);
  const places = offsets([findAxis("cholesky", axes, row), findAxis("cholesky", axes, column)], axes);
  return (x) => {
    const l = allocate(axes);
    for (const start of starts) {
      if (factor(x, l, start)) continue;
      for (const place of places) l[start + place] = NaN;
    }
    return l;
  };

  /** Fills the lower triangle; false when a pivot is not positive. */
  function factor(x: Float64Array, l: Float64Array, start: number): boolean {
    const place = (i: number, j: number): number => start + i * down + j * right;
    for (let j = 0; j < size; j++) {
      for (let i = j; i < size; i++) {
        let rest = (at(x, place(i, j)) + at(x, place(j, i))) / 2;
        for (let k = 0; k < j; k++) rest -= at(l, place(i, k)) * at(l, place(j, k));
        if (i === j && !(rest > 0)) return false;
        l[place(i, j)] = i === j ? Math.sqrt(rest) : rest / at(l, place(j, j));
      }
    }
    return true;
  }
};

/** Substitution, from the first unknown on, or transposed from the last one back. */
export const triangularSolve: KernelOf<"triangularSolve"> = ({ axes, row, column, transposed, operands: [l, b] }) => {
  const { size } = findAxis("triangularSolve", l.axes, row);
  const [equations, unknowns] = transposed ? [column, row] : [row, column];
  const sides = withoutAxes(axes, [unknowns]);
  const [matrixStarts, givenStarts, starts] = [offsets(sides, l.axes), offsets(sides, b.axes), offsets(sides, axes)];
  const [nextEquation, nextUnknown] = [strideOf(l.axes, equations), strideOf(l.axes, unknowns)];
  const [given, step] = [strideOf(b.axes, equations), strideOf(axes, unknowns)];
  return (matrix, right) => {
    const x = allocate(axes);
    for (let side = 0; side < starts.length; side++) {
      const [matrixStart, givenStart, start] = [at(matrixStarts, side), at(givenStarts, side), at(starts, side)];
      for (let solved = 0; solved < size; solved++) {
        const i = transposed ? size - 1 - solved : solved;
        const equation = matrixStart + i * nextEquation;
        let rest = at(right, givenStart + i * given);
        for (let known = 0; known < solved; known++) {
          const j = transposed ? size - 1 - known : known;
          rest -= at(matrix, equation + j * nextUnknown) * at(x, start + j * step);
        }
        x[start + i * step] = rest / at(matrix, equation + i * nextUnknown);
      }
    }
    return x;
  };
};
