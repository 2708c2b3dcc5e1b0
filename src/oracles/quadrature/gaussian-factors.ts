/** Means and standard deviations of the coordinates under a normal law. */
export interface Marginals {
  readonly means: readonly number[];
  readonly deviations: readonly number[];
}

/** The logarithm of a factor of a density. */
export type LogFactor = (x: readonly number[]) => number;

/** Relative agreement that is demanded at a point that was not fitted. */
const TOLERANCE = 1e-7;
/** Second differences below this, relative to the values, are rounding: a straight line must not pass for a very wide bell. */
const ROUNDING = 2 ** -44;

/**
 * Marginals of the normal law whose log-density is the sum of these functions, up to a constant; null when the sum has no maximum. Functions that
 * are no quadratic polynomials are left out. `near` is a guess that saves work. Places nodes; nothing relies on it being right.
 */
export function gaussianThrough(logs: readonly LogFactor[], dimension: number, near: Marginals | null): Marginals | null {
  if (logs.length === 0) return null;
  const refined = near === null ? null : fitOnce(logs, near);
  if (refined !== null) return refined;
  for (const step of [1, 2 ** 12, 2 ** -12]) {
    const first = fitOnce(logs, {
      means: new Array<number>(dimension).fill(0),
      deviations: new Array<number>(dimension).fill(step),
    });
    if (first !== null) return fitOnce(logs, first) ?? first;
  }
  return null;
}

function fitOnce(logs: readonly LogFactor[], { means: origin, deviations: steps }: Marginals): Marginals | null {
  const n = origin.length;
  const hessian = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  const gradient = new Array<number>(n).fill(0);
  for (const log of logs) {
    const form = formThrough((u) => log(origin.map((o, i) => o + (u[i] ?? 0) * (steps[i] ?? 1))), n);
    if (form === null) continue;
    form.gradient.forEach((g, i) => (gradient[i] = (gradient[i] ?? 0) + g));
    hessian.forEach((row, i) => {
      row.forEach((h, j) => (row[j] = h + (form.hessian[i]?.[j] ?? 0)));
    });
  }
  const covariance = inverseOfPositive(hessian.map((row) => row.map((h) => -h)));
  if (covariance === null) return null;
  const means = covariance.map(
    (row, i) => (origin[i] ?? 0) + (steps[i] ?? 1) * row.reduce((sum, c, j) => sum + c * (gradient[j] ?? 0), 0),
  );
  const deviations = covariance.map((row, i) => (steps[i] ?? 1) * Math.sqrt(row[i] ?? NaN));
  return [...means, ...deviations].every(Number.isFinite) ? { means, deviations } : null;
}

function formThrough(f: (u: readonly number[]) => number, n: number): { gradient: number[]; hessian: number[][] } | null {
  const unit = (i: number, by: number, j = -1): number[] =>
    Array.from({ length: n }, (_, k) => (k === i ? by : 0) + (k === j ? 1 : 0));
  const zero = f(new Array<number>(n).fill(0));
  const forward = Array.from({ length: n }, (_, i) => f(unit(i, 1)));
  const backward = Array.from({ length: n }, (_, i) => f(unit(i, -1)));
  const gradient = forward.map((value, i) => (value - (backward[i] ?? NaN)) / 2);
  const size = Math.max(Math.abs(zero), ...forward.map(Math.abs), ...backward.map(Math.abs));
  const curved = (second: number): number => (Math.abs(second) <= ROUNDING * size ? 0 : second);
  const hessian = forward.map((fi, i) =>
    forward.map((fj, j) => curved(i === j ? fi + (backward[i] ?? NaN) - 2 * zero : f(unit(i, 1, j)) - fi - fj + zero)),
  );
  const probe = Array.from({ length: n }, (_, i) => 1.75 - 0.625 * i);
  const value = probe.reduce(
    (sum, x, i) => sum + x * (gradient[i] ?? 0) + probe.reduce((inner, y, j) => inner + (x * y * (hessian[i]?.[j] ?? 0)) / 2, 0),
    zero,
  );
  return Math.abs(f(probe) - value) <= TOLERANCE * size ? { gradient, hessian } : null;
}

/** Inverse by elimination; null unless every pivot is positive. */
function inverseOfPositive(matrix: readonly (readonly number[])[]): number[][] | null {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...Array.from({ length: n }, (_, j) => (i === j ? 1 : 0))]);
  for (const [i, pivotRow] of rows.entries()) {
    const pivot = pivotRow[i] ?? 0;
    if (!(pivot > 0)) return null;
    pivotRow.forEach((value, k) => (pivotRow[k] = value / pivot));
    for (const [j, row] of rows.entries()) {
      const by = row[i] ?? 0;
      if (j !== i) row.forEach((value, k) => (row[k] = value - by * (pivotRow[k] ?? 0)));
    }
  }
  return rows.map((row) => row.slice(n));
}
