import type { Engine } from "../../tensor/engines/engine.js";
import type { Covariance } from "../../models/mixture/density.js";
import { prepareExpectation } from "./expectation.js";
import type { Statistics } from "./statistics.js";
import { initialMixture } from "./initial.js";
import { maximization } from "./maximization.js";
import { MixtureError } from "./mixture-error.js";
import { momentsOf } from "./moments.js";
import type { Moments } from "./moments.js";
import { shapeOf } from "./parameters.js";
import type { MixtureParameters, MixtureShape } from "./parameters.js";
import type { Points } from "./points.js";

export interface MixtureSettings {
  readonly components: number;
  readonly covariance: Covariance;
  /** The least variance that a component may have in any direction. */
  readonly varianceFloor: number;
  /** Maximizations at most. */
  readonly iterations: number;
  /** Nats a point: when an iteration gains less, the fit has converged. */
  readonly tolerance: number;
  readonly batchSize: number;
  readonly seed: number;
}

/** A fit so far: what is needed to go on with it. */
export interface MixtureProgress {
  readonly parameters: MixtureParameters;
  /** The mean over the points of log p(x) in nats, at the first parameters and after each iteration: the last is that of these parameters. */
  readonly history: readonly number[];
}

export interface FittedMixture extends MixtureProgress {
  /** Whether the last iteration gained less than the tolerance. */
  readonly converged: boolean;
}

/** Coordinates of points at most for full covariances: matrices of that many rows and columns are kept for each component. */
export const MOST_FULL_DIMENSIONS = 64;
/** Values at most of a tensor over the batch, the components and the coordinates. */
const MOST_VALUES = 2 ** 24;
/** How far above the resolution of single precision, relative to the squared reach of the points, a variance has to be. */
const LEAST_RELATIVE_VARIANCE = 2 ** -20;

/**
 * Fits a mixture of normal distributions by expectation–maximization: passes over all points in which every component answers for its part of each, then the
 * most probable parameters under these answers. The likelihood never falls by more than rounding. The same points, settings and engine give the same values,
 * and a fit that goes on `from` what was reported goes on as it would have.
 *
 * `report` is told of the first parameters and of those after each iteration; the fit goes on when it is done.
 *
 * @throws MixtureError when the points or settings allow no fit, a point is not finite, the likelihood falls, or `from` was not fitted to these points
 */
export async function fitGaussianMixture(
  engine: Engine,
  points: Points,
  settings: MixtureSettings,
  report: (progress: MixtureProgress) => Promise<void> = async () => Promise.resolve(),
  from: MixtureProgress | null = null,
): Promise<FittedMixture> {
  const { components, covariance, varianceFloor, iterations, tolerance } = settings;
  const shape = { components, covariance, dimensions: points.dimensions };
  checkShape(points, shape);
  const moments = await momentsOf(points);
  checkFloor(points, moments, varianceFloor);
  const centre = Float32Array.from(moments.mean);
  let parameters = from?.parameters ?? (await initialMixture(points, shape, moments, settings));
  checkSame(shape, shapeOf(parameters));
  const history = [...(from?.history ?? [])];
  const known = history.pop();
  let [before = -Infinity] = history.slice(-1);
  const expectation = await prepareExpectation(engine, points, shape, centre, batchSizeOf(settings, points));
  try {
    for (;;) {
      const statistics = await expectation.statistics(parameters);
      // Both of two passes may be off.
      const allowance = 2 * statistics.rounding;
      const now = averageOf(statistics);
      if (parameters === from?.parameters && known !== undefined && Math.abs(now - known) > allowance)
        throw otherPoints(known, now);
      if (now < before - allowance) throw fallen(history.length, before, now, allowance);
      history.push(now);
      await report({ parameters, history: [...history] });
      const converged = now - before < tolerance;
      if (converged || history.length > iterations) return { parameters, history, converged };
      before = now;
      parameters = await maximization(statistics, parameters, shape, centre, varianceFloor);
    }
  } finally {
    await expectation.close();
  }
}

function batchSizeOf({ components, covariance, batchSize }: MixtureSettings, { count, dimensions }: Points): number {
  const most = covariance === "full" ? Math.max(1, Math.floor(MOST_VALUES / (components * dimensions))) : Infinity;
  return Math.min(batchSize, count, most);
}

/** @throws MixtureError unless so many components can be fitted to the points */
function checkShape({ name, count }: Points, { components, covariance, dimensions }: MixtureShape): void {
  if (!Number.isInteger(components) || components < 1)
    throw new MixtureError(`${components} components: give a whole number from 1`);
  if (count === 0) throw new MixtureError(`${name}: there are no points`);
  if (components > count) {
    throw new MixtureError(`${name}: ${count} points are too few for ${components} components: ask for at most ${count}`);
  }
  if (covariance === "full" && dimensions > MOST_FULL_DIMENSIONS) {
    throw new MixtureError(
      `full covariances of ${dimensions} coordinates: at most ${MOST_FULL_DIMENSIONS} are supported; use diagonal ones`,
    );
  }
}

/** @throws MixtureError when single precision cannot tell such a variance from 0 */
function checkFloor({ name }: Points, { reach }: Moments, varianceFloor: number): void {
  const least = LEAST_RELATIVE_VARIANCE * reach ** 2;
  if (varianceFloor > 0 && varianceFloor >= least && varianceFloor < Infinity) return;
  throw new MixtureError(
    `${name}: a variance floor of ${varianceFloor} drowns in rounding, for values reach ${reach.toPrecision(3)} from their mean: give at least ${least.toPrecision(3)}`,
  );
}

/** @throws MixtureError when the fit to go on with is of another kind of mixture */
function checkSame(wanted: MixtureShape, given: MixtureShape): void {
  const text = ({ components, covariance, dimensions }: MixtureShape): string =>
    `${components} components with ${covariance} covariances of ${dimensions} coordinates`;
  if (text(wanted) !== text(given)) {
    throw new MixtureError(`the fit to go on with has ${text(given)}, not ${text(wanted)}: start a new one`);
  }
}

/** @throws MixtureError when it is no number */
function averageOf({ logLikelihood, points }: Statistics): number {
  const average = logLikelihood / points;
  if (Number.isFinite(average)) return average;
  throw new MixtureError(`the log-likelihood is ${average}: the values are too far from 0 for single precision; rescale them`);
}

function otherPoints(known: number, now: number): MixtureError {
  return new MixtureError(
    `the fit to go on with has a log-likelihood of ${known} nats a point, here it is ${now}: it was fitted to other points; start a new one`,
  );
}

function fallen(iteration: number, before: number, now: number, allowance: number): MixtureError {
  return new MixtureError(
    `iteration ${iteration}: the log-likelihood fell from ${before} to ${now} nats a point, and rounding explains ${allowance.toPrecision(2)}: ` +
      "raise the variance floor, or rescale the values; if it stays, this is a defect",
  );
}
