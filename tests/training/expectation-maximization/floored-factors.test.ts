import { describe, expect, it } from "vitest";
import { flooredFactors } from "../../../src/training/expectation-maximization/floored-factors.js";
import { range, rowOf, total } from "./brute.js";

const shape = (components: number, dimensions: number) => ({ covariance: "full", components, dimensions }) as const;

/** Σ variance v vᵀ over directions at right angles: columns of a product of plane rotations. */
function matrixOf(variances: readonly number[]): number[][] {
  const size = variances.length;
  let directions: number[][] = range(size).map((i) => range(size).map((j) => (i === j ? 1 : 0)));
  for (const p of range(size)) {
    for (const q of range(p)) {
      const [c, s] = [Math.cos(1 + p + 2 * q), Math.sin(1 + p + 2 * q)];
      directions = directions.map((row) =>
        row.map((own, j) => (j === p ? c * own - s * (row[q] ?? NaN) : j === q ? s * (row[p] ?? NaN) + c * own : own)),
      );
    }
  }
  return directions.map((a) => directions.map((b) => total(variances.map((own, k) => own * (a[k] ?? NaN) * (b[k] ?? NaN)))));
}

/** L Lᵀ of the k-th factor. */
const squared = (factors: Float64Array, size: number, k: number): number[][] => {
  const rows = range(size).map((i) => rowOf(factors, size, k * size + i));
  return rows.map((a) => rows.map((b) => total(a.map((own, i) => own * (b[i] ?? NaN)))));
};

function expectClose(found: readonly (readonly number[])[], right: readonly (readonly number[])[]): void {
  for (const [i, row] of right.entries()) for (const [j, own] of row.entries()) expect(found[i]?.[j]).toBeCloseTo(own, 9);
}

describe("factors with a floor under the variance", () => {
  it.each([
    { variances: [4, 0.01], floor: 0.1 },
    { variances: [0, 0, 3], floor: 0.5 },
    { variances: [-1e-9, 2, 0.3, 7], floor: 0.3001 },
    { variances: [1e-7, 2e-7, 3e-9], floor: 1e-8 },
    { variances: [5], floor: 6 },
  ])("raise what is below it, and change nothing else: $variances", async ({ variances, floor }) => {
    const size = variances.length;
    const found = await flooredFactors(Float64Array.from(matrixOf(variances).flat()), shape(1, size), floor);
    const scale = Math.max(...variances.map(Math.abs), floor);
    const raised = matrixOf(variances.map((own) => Math.max(own, floor)));
    expectClose(
      squared(found, size, 0).map((row) => row.map((own) => own / scale)),
      raised.map((row) => row.map((own) => own / scale)),
    );
  });

  it("are those of the matrices where all variances are above it", async () => {
    const matrices = [matrixOf([1, 2, 3]), matrixOf([0.2, 5, 0.11])];
    const found = await flooredFactors(Float64Array.from(matrices.flat(2)), shape(2, 3), 0.1);
    for (const [k, matrix] of matrices.entries()) expectClose(squared(found, 3, k), matrix);
  });

  it("leave a matrix that is none, and take the others as they are", async () => {
    const matrices = [range(2).map(() => [NaN, NaN]), matrixOf([1, 0])];
    const found = await flooredFactors(Float64Array.from(matrices.flat(2)), shape(2, 2), 0.1);
    expect(found.slice(0, 4).some(Number.isFinite)).toBe(false);
    expectClose(squared(found, 2, 1), matrixOf([1, 0.1]));
  });
});
