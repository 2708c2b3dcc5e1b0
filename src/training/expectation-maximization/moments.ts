import { MixtureError } from "./mixture-error.js";
import { runsOf } from "./points.js";
import type { Points } from "./points.js";

/** What is known of each coordinate of points: in double precision, without the loss of digits that values far from 0 would bring. */
export interface Moments {
  readonly mean: Float64Array;
  /** About the mean, divided by the number of points. */
  readonly variance: Float64Array;
  /** The largest distance of a coordinate from its mean. */
  readonly reach: number;
}

const POINTS_A_RUN = 256;

/** Of one point or more. @throws MixtureError when a coordinate of one is not finite */
export async function momentsOf(points: Points): Promise<Moments> {
  const { name, count, dimensions } = points;
  const block = new Float32Array(POINTS_A_RUN * dimensions);
  const sums = new Float64Array(dimensions);
  const squares = new Float64Array(dimensions);
  const [low, high] = [new Float64Array(dimensions).fill(Infinity), new Float64Array(dimensions).fill(-Infinity)];
  const origin = new Float64Array(dimensions);
  for (const run of runsOf(count, POINTS_A_RUN)) {
    await points.read(run, block);
    if (run[0] === 0) origin.set(block.subarray(0, dimensions));
    for (const [place, index] of run.entries()) {
      for (let d = 0; d < dimensions; d++) {
        const value = block[place * dimensions + d] ?? NaN;
        if (!Number.isFinite(value))
          throw new MixtureError(`${name}: coordinate ${d} of point ${index} is ${value}: leave it out`);
        const shifted = value - (origin[d] ?? NaN);
        sums[d] = (sums[d] ?? NaN) + shifted;
        squares[d] = (squares[d] ?? NaN) + shifted * shifted;
        if (value < (low[d] ?? NaN)) low[d] = value;
        if (value > (high[d] ?? NaN)) high[d] = value;
      }
    }
  }
  const mean = sums.map((sum, d) => (origin[d] ?? NaN) + sum / count);
  const variance = squares.map((sum, d) => Math.max(0, sum / count - ((sums[d] ?? NaN) / count) ** 2));
  const reach = mean.reduce((most, centre, d) => Math.max(most, (high[d] ?? NaN) - centre, centre - (low[d] ?? NaN)), 0);
  return { mean, variance, reach };
}
