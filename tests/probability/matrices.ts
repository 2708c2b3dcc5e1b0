/** Rows of numbers, for formulas written out without a graph. */
export type Matrix = readonly (readonly number[])[];

export const range = (size: number): number[] => Array.from({ length: size }, (_, i) => i);
export const entry = (m: Matrix, i: number, j: number): number => m[i]?.[j] ?? NaN;
export const total = (numbers: readonly number[]): number => numbers.reduce((before, n) => before + n, 0);

export const minus = (a: readonly number[], b: readonly number[]): number[] => a.map((own, i) => own - (b[i] ?? NaN));

/** L Lᵀ. */
export const covarianceOf = (l: Matrix): Matrix =>
  range(l.length).map((i) => range(l.length).map((j) => total(range(l.length).map((k) => entry(l, i, k) * entry(l, j, k)))));

/** By expansion along the first row. */
export const determinant = (m: Matrix): number =>
  m.length === 0 ? 1 : total(range(m.length).map((j) => (-1) ** j * entry(m, 0, j) * determinant(minor(m, 0, j))));

const minor = (m: Matrix, row: number, without: number): Matrix =>
  m.filter((_, i) => i !== row).map((own) => own.filter((_unused, j) => j !== without));

/** By Cramer's rule. */
export const inverse = (m: Matrix): Matrix =>
  range(m.length).map((i) => range(m.length).map((j) => ((-1) ** (i + j) * determinant(minor(m, j, i))) / determinant(m)));

/** xᵀ m x. */
export const quadratic = (m: Matrix, x: readonly number[]): number =>
  total(x.flatMap((left, i) => x.map((right, j) => left * right * entry(m, i, j))));

/** Of the product. */
export const traceOf = (a: Matrix, b: Matrix): number =>
  total(a.flatMap((row, i) => row.map((left, j) => left * entry(b, j, i))));
