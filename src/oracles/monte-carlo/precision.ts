/** A positive definite matrix P, inverted and split: covariance = P⁻¹ = factor · factorᵀ. */
export interface PrecisionRoot {
  readonly covariance: readonly (readonly number[])[];
  readonly factor: readonly (readonly number[])[];
  /** Logarithm of the determinant of `factor`. */
  readonly logDeterminant: number;
}

/** By Cholesky's method; null unless the matrix is positive definite. */
export function precisionRoot(matrix: readonly (readonly number[])[]): PrecisionRoot | null {
  const n = matrix.length;
  const lower = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  let logDeterminant = 0;
  for (const [i, row] of lower.entries()) {
    for (const [j, other] of lower.slice(0, i + 1).entries()) {
      const rest = (matrix[i]?.[j] ?? 0) - row.slice(0, j).reduce((sum, value, k) => sum + value * (other[k] ?? 0), 0);
      if (j < i) {
        row[j] = rest / (other[j] ?? 0);
      } else {
        if (!(rest > 0)) return null;
        row[i] = Math.sqrt(rest);
        logDeterminant -= Math.log(rest) / 2;
      }
    }
  }
  const factor = transpose(inverseOfLower(lower));
  const covariance = factor.map((row) => factor.map((other) => row.reduce((sum, value, k) => sum + value * (other[k] ?? 0), 0)));
  return { covariance, factor, logDeterminant };
}

function inverseOfLower(lower: readonly (readonly number[])[]): number[][] {
  const inverse: number[][] = [];
  for (const [i, row] of lower.entries()) {
    const pivot = row[i] ?? 0;
    inverse.push(
      row.map(
        (_, j) => ((i === j ? 1 : 0) - inverse.reduce((sum, above, k) => sum + (row[k] ?? 0) * (above[j] ?? 0), 0)) / pivot,
      ),
    );
  }
  return inverse;
}

function transpose(matrix: readonly (readonly number[])[]): number[][] {
  return matrix.map((_, i) => matrix.map((row) => row[i] ?? 0));
}
