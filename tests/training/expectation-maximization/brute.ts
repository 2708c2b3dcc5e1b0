import type { MixtureParameters } from "../../../src/training/expectation-maximization/index.js";
import { shapeOf } from "../../../src/training/expectation-maximization/index.js";

// Mixtures in plain double precision, one number after another: what the programs of the graph are held against.

const at = (values: ArrayLike<number>, i: number): number => values[i] ?? NaN;
export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
export const total = (numbers: readonly number[]): number => numbers.reduce((sum, own) => sum + own, 0);

/** Row `i` of rows that lie one after another. */
export const rowOf = (values: ArrayLike<number>, width: number, i: number): number[] =>
  range(width).map((d) => at(values, i * width + d));

/** log N(x; mean, diag exp(logVar)). */
export const logNormal = (x: readonly number[], mean: readonly number[], logVar: readonly number[]): number =>
  -total(x.map((own, d) => ((own - at(mean, d)) ** 2 * Math.exp(-at(logVar, d)) + at(logVar, d) + Math.log(2 * Math.PI)) / 2));

/** log N(x; mean, L Lᵀ), the rows of L one after another, by forward substitution. */
export function logNormalOfFactor(x: readonly number[], mean: readonly number[], factor: readonly number[]): number {
  const z: number[] = [];
  let result = 0;
  for (const [i, own] of x.entries()) {
    const row = rowOf(factor, x.length, i);
    const rest = own - at(mean, i) - total(z.map((before, j) => before * at(row, j)));
    z.push(rest / at(row, i));
    result -= Math.log(Math.abs(at(row, i))) + (at(z, i) ** 2 + Math.log(2 * Math.PI)) / 2;
  }
  return result;
}

/** log p(c) + log p(x|c) for each component; the weights are normalized. */
export function logJoints(parameters: MixtureParameters, x: readonly number[]): number[] {
  const { components, dimensions } = shapeOf(parameters);
  const { logits, mean } = parameters;
  const logTotal = Math.log(total([...logits].map(Math.exp)));
  return range(components).map((k) => {
    const centre = rowOf(mean, dimensions, k);
    const density =
      parameters.covariance === "diagonal"
        ? logNormal(x, centre, rowOf(parameters.logVar, dimensions, k))
        : logNormalOfFactor(x, centre, rowOf(parameters.choleskyFactor, dimensions ** 2, k));
    return at(logits, k) - logTotal + density;
  });
}

export function logSumExp(values: readonly number[]): number {
  const most = Math.max(...values);
  return most + Math.log(total(values.map((own) => Math.exp(own - most))));
}

/** The mean over points of log p(x). */
export function bruteLogLikelihood(parameters: MixtureParameters, points: Float32Array): number {
  const { dimensions } = shapeOf(parameters);
  const count = points.length / dimensions;
  return total(range(count).map((i) => logSumExp(logJoints(parameters, rowOf(points, dimensions, i))))) / count;
}

/** p(c|x) of every point. */
export function bruteResponsibilities(parameters: MixtureParameters, points: Float32Array): number[][] {
  const { dimensions } = shapeOf(parameters);
  return range(points.length / dimensions).map((i) => {
    const joints = logJoints(parameters, rowOf(points, dimensions, i));
    return joints.map((own) => Math.exp(own - logSumExp(joints)));
  });
}

/** One iteration with diagonal covariances, from p(c|x) of every point. */
export function bruteStep(
  points: Float32Array,
  dimensions: number,
  answers: readonly (readonly number[])[],
  floor: number,
): MixtureParameters {
  const counts = range(answers[0]?.length ?? 0).map((k) => total(answers.map((own) => at(own, k))));
  const averages = (of: (x: number, k: number, d: number) => number): Float32Array =>
    Float32Array.from(
      counts.flatMap((count, k) =>
        range(dimensions).map(
          (d) => total(answers.map((own, i) => at(own, k) * of(at(points, i * dimensions + d), k, d))) / count,
        ),
      ),
    );
  const mean = averages((x) => x);
  const variance = averages((x, k, d) => (x - at(mean, k * dimensions + d)) ** 2);
  return {
    covariance: "diagonal",
    logits: Float32Array.from(counts, (own) => Math.log(own / answers.length)),
    mean,
    logVar: variance.map((own) => Math.log(Math.max(own, floor))),
  };
}
