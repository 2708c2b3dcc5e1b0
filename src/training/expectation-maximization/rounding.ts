import type { Coefficients } from "./coefficients.js";
import type { Sums } from "./statistics.js";

/** The unit roundoff of single precision. */
const UNIT = 2 ** -24;
/** Standard deviations of a sum of rounding errors that are allowed for. */
const DEVIATIONS = 4;

/**
 * How far, in nats a point, the mean log-likelihood that one pass computes in single precision may be from what it should be. log p(c) + log p(x|c) is a sum of
 * terms of either sign which cancel; each brings an error of the size of the unit roundoff. Those of different terms and points do not conspire: their mean
 * shrinks with the square root of the number of points. That of a constant is the same for all points.
 */
export function roundingOf(sums: Sums, coefficients: Coefficients): number {
  const dimensions = sums.first.length / sums.count.length;
  const relative = DEVIATIONS * UNIT * (1 + Math.sqrt(dimensions / sums.points));
  return (relative * magnitudeOf(sums, coefficients, dimensions)) / sums.points;
}

/** Σ p(c|x) Σ |terms| over all points, or a little more: what is linear in y lies below the mean of what is quadratic and of what is constant. */
function magnitudeOf({ points, count, second }: Sums, coefficients: Coefficients, dimensions: number): number {
  const countOf = (k: number): number => count[k] ?? NaN;
  const constants = coefficients.constant.reduce((total, own, k) => total + Math.abs(own) * countOf(k), 0);
  let total = constants + points * dimensions;
  switch (coefficients.covariance) {
    case "diagonal": {
      const { quadratic, linear } = coefficients;
      for (const [i, own] of quadratic.entries()) {
        const squaredLinear = ((linear[i] ?? NaN) ** 2 / Math.abs(own)) * countOf(Math.floor(i / dimensions));
        total += 2 * Math.abs(own) * (second[i] ?? NaN) + squaredLinear;
      }
      return total;
    }
    case "full": {
      const { whitening, shift } = coefficients;
      for (const [i, own] of whitening.entries()) {
        const [k, d] = [Math.floor(i / dimensions ** 2), i % dimensions];
        total += 2 * own ** 2 * (second[(k * dimensions + d) * dimensions + d] ?? NaN);
      }
      for (const [row, own] of shift.entries()) total += 2 * own ** 2 * countOf(Math.floor(row / dimensions));
      return total;
    }
  }
}
