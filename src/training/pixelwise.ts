import { bytesPerImage } from "../data/dataset.js";
import type { Dataset } from "../data/dataset.js";
import { Build } from "../models/index.js";
import type { AutoregressiveOfSettings, ImageSize } from "../models/index.js";
import { Parameters } from "../layers/index.js";
import { runnerOn } from "../sampling/runner.js";
import { Sampler } from "../sampling/sampler.js";
import type { Samples, SamplingOptions } from "../sampling/sampler.js";
import { constant, negate, program, reorder, sum } from "../tensor/index.js";
import type { Arrays, Engine } from "../tensor/engines/engine.js";
import { BatchRunner, range } from "./batch-runner.js";
import type { Showing } from "./batch-runner.js";
import { examplesOf, names } from "./programs.js";
import type { BatchProgram } from "./programs.js";

/** A trained model that says each value given those before it, and what computes with it. */
export interface Pixelwise {
  readonly engine: Engine;
  readonly model: AutoregressiveOfSettings;
  readonly image: ImageSize;
  readonly parameters: Arrays;
}

/** Draws images value by value. @throws RangeError for a temperature that is not positive, EngineError */
export async function drawPixels(
  { engine, model, image, parameters }: Pixelwise,
  count: number,
  options: SamplingOptions,
): Promise<Samples> {
  const known = new Parameters((name, axes) => constant(axes, parameters[name] ?? []));
  const sampler = await Sampler.open(runnerOn(engine), model.model, known, image, count);
  try {
    return await sampler.draw(count, options);
  } finally {
    await sampler.close();
  }
}

/** Numbers of levels as grey levels from 0 to 1. */
export function asGreyLevels(levels: Float32Array, { model }: AutoregressiveOfSettings): Float32Array {
  return levels.map((level) => level / (model.levels - 1));
}

/** What a model says of images that there are. */
export interface LikelihoodMaps {
  /** The images as the model saw them: numbers of levels. */
  readonly images: Float32Array;
  /** −log p of each pixel given those before it, in nats: that of its colours together. Over images, height and width. */
  readonly nats: Float32Array;
  readonly labels: Uint8Array;
}

/** Images that are measured at once. */
const BATCH = 100;
const NATS = "nats";

/** Shows the first images of a dataset to the model. @throws DataError, EngineError */
export async function likelihoodMaps(
  { engine, model, image, parameters }: Pixelwise,
  dataset: Dataset,
  count: number,
  showing: Showing,
): Promise<LikelihoodMaps> {
  const of = Math.min(count, dataset.count);
  const [size, places] = [bytesPerImage(image), image.height * image.width];
  const found = { images: new Float32Array(of * size), nats: new Float32Array(of * places), labels: new Uint8Array(of) };
  const runner = await BatchRunner.open(engine, (own) => mapProgram(model, image, own), Math.min(of, BATCH), parameters);
  try {
    for (let from = 0; from < of; from += BATCH) {
      const indices = range(dataset, from, Math.min(BATCH, of - from));
      const executable = await runner.at(indices.length);
      found.labels.set(await runner.show(dataset, indices, showing), from);
      found.images.set(runner.input(names.images).subarray(0, indices.length * size), from * size);
      await executable.run();
      found.nats.set(executable.outputs[NATS] ?? [], from * places);
    }
    return found;
  } finally {
    await runner.close();
  }
}

function mapProgram({ model, classes }: AutoregressiveOfSettings, image: ImageSize, batchSize: number): BatchProgram {
  const build = new Build();
  const examples = examplesOf(image, classes, batchSize);
  const nats = negate(sum(model.logConditionals(build, examples), ["channel"]));
  return {
    program: program({ [NATS]: reorder(nats, ["batch", "height", "width"]) }),
    parameters: build.parameters.declared,
    noises: build.noises,
    terms: [],
  };
}
