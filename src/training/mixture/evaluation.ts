import { bytesPerImage } from "../../data/dataset.js";
import type { Dataset } from "../../data/dataset.js";
import type { Engine } from "../../tensor/engines/engine.js";
import { averageLogLikelihood, dequantized, LEVELS, responsibilities } from "../expectation-maximization/index.js";
import type { MixtureParameters } from "../expectation-maximization/index.js";
import type { Codes } from "../coding.js";

/** Means over all images of a dataset, dequantized uniformly. */
export interface MixtureEvaluation {
  readonly examples: number;
  /** Of x in [0, 1)^D, in nats: a log-density. */
  readonly logLikelihood: number;
  /** The bits that the grey levels take for each of their D values: at most this, for dequantization bounds their likelihood from below. */
  readonly bitsPerDim: number;
}

/** The noise within the grey levels follows from the seed. @throws DataError, EngineError */
export async function evaluateMixture(
  engine: Engine,
  dataset: Dataset,
  parameters: MixtureParameters,
  seed: number,
): Promise<MixtureEvaluation> {
  const logLikelihood = await averageLogLikelihood(engine, dequantized(dataset, seed), parameters);
  const bitsPerDim = Math.log2(LEVELS) - logLikelihood / (bytesPerImage(dataset.shape) * Math.LN2);
  return { examples: dataset.count, logLikelihood, bitsPerDim };
}

/** Of each image p(c|x), which component answers for it. @throws DataError, EngineError */
export async function mixtureCodes(
  engine: Engine,
  dataset: Dataset,
  parameters: MixtureParameters,
  seed: number,
): Promise<Codes> {
  const values = await responsibilities(engine, dequantized(dataset, seed), parameters);
  return { dimensions: parameters.logits.length, values, labels: await labelsOf(dataset) };
}

/** Images whose labels are read at once. */
const READ = 256;

async function labelsOf(dataset: Dataset): Promise<Uint8Array> {
  const labels = new Uint8Array(dataset.count);
  const images = new Uint8Array(READ * bytesPerImage(dataset.shape));
  for (let from = 0; from < dataset.count; from += READ) {
    const size = Math.min(READ, dataset.count - from);
    const indices = Uint32Array.from({ length: size }, (_, i) => from + i);
    await dataset.read(indices, images, labels.subarray(from));
  }
  return labels;
}
