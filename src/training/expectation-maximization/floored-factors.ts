import { axis, cholesky, compile, input, program, tensor } from "../../tensor/index.js";
import { COLUMN, COMPONENT } from "../../models/mixture/density.js";
import { COORDINATE } from "./parameters.js";
import type { MixtureShape } from "./parameters.js";

/**
 * The Cholesky factors of covariance matrices, matrix by matrix. Of the eigenvalues of a matrix those below the floor are raised to it: among matrices that
 * have none below, this one makes points with that covariance most probable.
 */
export async function flooredFactors(covariances: Float64Array, shape: MixtureShape, floor: number): Promise<Float64Array> {
  const { components, dimensions } = shape;
  const size = dimensions ** 2;
  // A matrix has no eigenvalue below the floor exactly if it is positive definite, or at the edge of it, without the floor on its diagonal.
  const excess = factorsOf(
    covariances.map((value, i) => ((i % size) % (dimensions + 1) === 0 ? value - floor : value)),
    shape,
  );
  const floored = Float64Array.from(covariances);
  for (let k = 0; k < components; k++) {
    const own = covariances.subarray(k * size, (k + 1) * size);
    // What no point answers for has no covariance.
    if (!own.every(Number.isFinite) || Number.isFinite(excess[k * size])) continue;
    floored.set(await raised(own, dimensions, floor), k * size);
  }
  return factorsOf(floored, shape);
}

function factorsOf(matrices: Float64Array, { components, dimensions }: MixtureShape): Float64Array {
  const matrix = input("matrix", [axis(COMPONENT, components), axis(COORDINATE, dimensions), axis(COLUMN, dimensions)]);
  const run = compile(program({ factor: cholesky(matrix, COORDINATE, COLUMN) }));
  return run({ matrix: tensor(matrix.axes, matrices) }).factor?.values ?? new Float64Array();
}

async function raised(covariance: Float64Array, dimensions: number, floor: number): Promise<Float64Array> {
  const { eigs } = await import("mathjs");
  // The tolerance of the eigenvalues is absolute: it is meant for entries around 1.
  const scale = covariance.reduce((most, value) => Math.max(most, Math.abs(value)), floor);
  const rows = Array.from({ length: dimensions }, (_, i) =>
    Array.from({ length: dimensions }, (_unused, j) => {
      return ((covariance[i * dimensions + j] ?? NaN) + (covariance[j * dimensions + i] ?? NaN)) / 2 / scale;
    }),
  );
  const raisedValues = new Float64Array(dimensions ** 2);
  for (const { value, vector } of eigs(rows).eigenvectors) {
    const direction = numbersOf(vector);
    const variance = Math.max(Number(value) * scale, floor);
    for (let i = 0; i < raisedValues.length; i++) {
      const [row, column] = [Math.floor(i / dimensions), i % dimensions];
      raisedValues[i] = (raisedValues[i] ?? NaN) + variance * (direction[row] ?? NaN) * (direction[column] ?? NaN);
    }
  }
  return raisedValues;
}

function numbersOf(vector: unknown): readonly number[] {
  if (Array.isArray(vector) && vector.every((entry): entry is number => typeof entry === "number")) return vector;
  throw new Error("mathjs gave an eigenvector that is no list of numbers");
}
