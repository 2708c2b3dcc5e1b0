import type { Statistics } from "./statistics.js";
import { flooredFactors } from "./floored-factors.js";
import type { MixtureParameters, MixtureShape } from "./parameters.js";

/** Less than this many points are no ground for a mean: the component stays where it is. */
const FEWEST_POINTS = 1e-6;
/** The least weight: its logarithm is finite in single precision. */
const LEAST_WEIGHT = 1e-30;

/**
 * The parameters under which what was answered for is most probable, among those whose variances, in every direction, are at least the floor: with them the
 * likelihood of the points is no lower than before (Dempster, Laird, Rubin: Maximum likelihood from incomplete data via the EM algorithm, 1977). The floor is
 * no smoothing: it changes no variance above it, and where a cluster is tighter the floor itself is the best variance.
 */
export async function maximization(
  { points, count, first, second }: Statistics,
  before: MixtureParameters,
  shape: MixtureShape,
  centre: Float32Array,
  varianceFloor: number,
): Promise<MixtureParameters> {
  const { dimensions } = shape;
  const logits = Float32Array.from(count, (own) => Math.log(Math.max(own / points, LEAST_WEIGHT)));
  const counted = (k: number): number => count[k] ?? NaN;
  const isGround = (k: number): boolean => counted(k) >= FEWEST_POINTS;
  const shifts = first.map((sum, i) => sum / counted(Math.floor(i / dimensions)));
  const mean = before.mean.map((own, i) =>
    isGround(Math.floor(i / dimensions)) ? (shifts[i] ?? NaN) + (centre[i % dimensions] ?? NaN) : own,
  );
  switch (before.covariance) {
    case "diagonal": {
      const logVar = before.logVar.map((own, i) => {
        const k = Math.floor(i / dimensions);
        if (!isGround(k)) return own;
        return Math.log(Math.max((second[i] ?? NaN) / counted(k) - (shifts[i] ?? NaN) ** 2, varianceFloor));
      });
      return { covariance: "diagonal", logits, mean, logVar };
    }
    case "full": {
      const covariances = second.map((sum, i) => {
        const [row, column] = [Math.floor(i / dimensions), i % dimensions];
        const k = Math.floor(row / dimensions);
        return sum / counted(k) - (shifts[row] ?? NaN) * (shifts[k * dimensions + column] ?? NaN);
      });
      const factors = await flooredFactors(covariances, shape, varianceFloor);
      const choleskyFactor = before.choleskyFactor.map((own, i) =>
        isGround(Math.floor(i / dimensions ** 2)) ? (factors[i] ?? NaN) : own,
      );
      return { covariance: "full", logits, mean, choleskyFactor };
    }
  }
}
