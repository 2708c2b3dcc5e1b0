import type { Dataset } from "../../data/dataset.js";
import { bytesPerImage } from "../../data/dataset.js";
import type { Checkpoint } from "../../runs/checkpoint.js";
import type { MetricRecord } from "../../runs/metrics.js";
import type { RunFolder } from "../../runs/run-folder.js";
import type { Engine } from "../../tensor/engines/engine.js";
import { averageLogLikelihood, dequantized, fitGaussianMixture } from "../expectation-maximization/index.js";
import type { MixtureParameters, MixtureProgress, MixtureShape, Points } from "../expectation-maximization/index.js";
import type { ImageSize } from "../../models/index.js";
import type { MixtureRunSettings } from "./settings.js";
import { checkpointOf, readFit } from "./state.js";

export interface MixtureRun {
  readonly engine: Engine;
  readonly settings: MixtureRunSettings;
  readonly train: Dataset;
  /** Held out; null for none. */
  readonly validation: Dataset | null;
  readonly folder: RunFolder;
  /** Where to go on; null to begin. */
  readonly checkpoint: Checkpoint | null;
}

/** What an iteration led to. */
export interface Iteration {
  /** Maximizations done. */
  readonly number: number;
  readonly parameters: MixtureParameters;
  /** Means of log p(x) over the images, in nats. */
  readonly logLikelihood: number;
  /** Null where nothing is held out. */
  readonly validation: number | null;
}

export interface MixtureEvents {
  /** Images of the training set that were passed over since it was told before. */
  readonly onImages: (count: number) => void;
  /** At the first parameters, and after each iteration was saved; also of the one that a resumed run goes on from. */
  readonly onIteration: (iteration: Iteration) => Promise<void>;
  /** Asked after every iteration: whether to stop. */
  readonly stopRequested: () => boolean;
}

export type MixtureEnd = "converged" | "done" | "stopped";

/** Leaves the fit between two iterations. */
class Stop extends Error {
  override readonly name = "Stop";
}

export function shapeOfRun({ model }: MixtureRunSettings, image: ImageSize): MixtureShape {
  const { components, covariance } = model;
  return { components, covariance, dimensions: bytesPerImage(image) };
}

/**
 * Fits from the beginning or from a checkpoint until the iterations are over or gain too little. What is written to the folder is the same however often the
 * run is interrupted and resumed. Without images held out no checkpoint is worse than one before it; with them the best is that of the highest
 * log-likelihood of those.
 *
 * @throws MixtureError, DataError, EngineError, RunError; the last checkpoint is as it was then
 */
export async function trainMixture(run: MixtureRun, events: MixtureEvents): Promise<MixtureEnd> {
  const { engine, settings, train, validation, folder, checkpoint } = run;
  const { model, training, seed } = settings;
  const from = checkpoint === null ? null : readFit(checkpoint, shapeOfRun(settings, train.shape), seed);
  const held = validation === null ? null : dequantized(validation, seed);
  let best = from?.best ?? null;
  const report = async ({ parameters, history }: MixtureProgress): Promise<void> => {
    const measured = held === null ? null : await averageLogLikelihood(engine, held, parameters);
    const number = history.length - 1;
    const logLikelihood = history[number] ?? NaN;
    // Where a run goes on, its last checkpoint was saved with the metrics up to it.
    if (history.length !== from?.progress.history.length) {
      await folder.writeMetrics(recordOf(number, "train", logLikelihood));
      if (measured !== null) await folder.writeMetrics(recordOf(number, "validation", measured));
      const better = measured === null || best === null || measured > best;
      if (better) best = measured;
      await folder.saveCheckpoint(checkpointOf({ progress: { parameters, history }, best }, seed), { best: better });
    }
    await events.onIteration({ number, parameters, logLikelihood, validation: measured });
    if (events.stopRequested()) throw new Stop("asked for");
  };
  try {
    const points = watched(dequantized(train, seed), events.onImages);
    const { converged } = await fitGaussianMixture(engine, points, { ...model, ...training, seed }, report, from?.progress);
    return converged ? "converged" : "done";
  } catch (error) {
    if (error instanceof Stop) return "stopped";
    throw error;
  }
}

function recordOf(step: number, split: string, logLikelihood: number): MetricRecord {
  return { step, split, unit: "nats", dequantization: "uniform", logLikelihood };
}

function watched(points: Points, onImages: (count: number) => void): Points {
  return {
    ...points,
    read: async (indices, into) => {
      await points.read(indices, into);
      onImages(indices.length);
    },
  };
}
