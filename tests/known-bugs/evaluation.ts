import { datasetOf } from "../../src/data/memory.js";
import type { Dataset } from "../../src/data/dataset.js";
import type { CodedOfSettings, OfSettings } from "../../src/models/index.js";
import { keyedRandom } from "../../src/numbers/random.js";
import { elements } from "../../src/tensor/index.js";
import { referenceEngine } from "../../src/tensor/engines/reference/executable.js";
import type { Arrays } from "../../src/tensor/engines/engine.js";
import { evaluateBound, Evaluator } from "../../src/training/evaluation.js";
import type { BoundEvaluation, Evaluation } from "../../src/training/evaluation.js";
import { termsProgram } from "../../src/training/programs.js";
import { RUN } from "../probability/allowances.js";
import type { BoundedSubject, Subject, Tensors } from "../models/world.js";
import type { PixelModel } from "./pixel-models.js";

const SEED = keyedRandom("tests/known-bugs", RUN).integer(0, 2 ** 31);
const showing = { binarization: "none", levels: null, fixedSeed: SEED, seed: SEED, epoch: "test" } as const;

/** So many images of grey levels. */
export function greyImages({ size }: Subject, count: number): Dataset {
  const random = keyedRandom("tests/known-bugs", "images");
  const images = Uint8Array.from({ length: count * size.channels * size.height * size.width }, () => random.integer(0, 255));
  return datasetOf({ name: "grey", split: "test", shape: size, images });
}

/** The images of a dataset as a model sees them, row by row. */
export async function shown(dataset: Dataset): Promise<readonly (readonly number[])[]> {
  const { channels, height, width } = dataset.shape;
  const size = channels * height * width;
  const bytes = new Uint8Array(dataset.count * size);
  await dataset.read(
    Uint32Array.from({ length: dataset.count }, (_, i) => i),
    bytes,
    new Uint8Array(dataset.count),
  );
  return Array.from({ length: dataset.count }, (_, i) =>
    Array.from(bytes.subarray(i * size, (i + 1) * size), (level) => level / 255),
  );
}

/** Values in the order of their axes, as engines take them. */
export const arraysOf = (tensors: Tensors): Arrays =>
  Object.fromEntries(Object.entries(tensors).map(([name, { values }]) => [name, Float32Array.from(values)]));

const settingsOf = ({ model, classes }: Subject): OfSettings => ({
  family: "coded",
  model,
  latentVariable: null,
  classes,
});
const boundedSettingsOf = ({ model, classes }: BoundedSubject): CodedOfSettings => ({
  family: "coded",
  model,
  latentVariable: model,
  classes,
});

/** What the library's evaluation says of a model, on the reference engine. */
export async function evaluated(subject: Subject, parameters: Tensors, dataset: Dataset, seed = SEED): Promise<Evaluation> {
  const evaluator = await Evaluator.open(referenceEngine(), settingsOf(subject), subject.size, arraysOf(parameters));
  try {
    return await evaluator.evaluate(dataset, { ...showing, seed });
  } finally {
    await evaluator.close();
  }
}

/** What the library says of the importance-weighted bound of a model, on the reference engine. */
export async function bounded(
  subject: BoundedSubject,
  parameters: Tensors,
  dataset: Dataset,
  k: number,
): Promise<BoundEvaluation> {
  const model = boundedSettingsOf(subject);
  const found = await evaluateBound(referenceEngine(), model, subject.size, arraysOf(parameters), dataset, showing, k);
  if (found === null) throw new Error("the model bounds no likelihood");
  return found;
}

/** What the library's evaluation says of a pixel model all of whose parameters are this number. */
export async function evaluatedPixels(
  { model, image }: PixelModel,
  parameter: number,
  dataset: Dataset,
  { levels = model.levels, seed = SEED }: { readonly levels?: number | null; readonly seed?: number } = {},
): Promise<Evaluation> {
  const own = { family: "autoregressive", model, classes: 0 } as const;
  const { parameters } = termsProgram(own, image, 1);
  const arrays = Object.fromEntries(
    [...parameters].map(([name, { axes }]) => [name, new Float32Array(elements(axes)).fill(parameter)]),
  );
  const evaluator = await Evaluator.open(referenceEngine(), own, image, arrays);
  try {
    return await evaluator.evaluate(dataset, { ...showing, levels, seed });
  } finally {
    await evaluator.close();
  }
}
