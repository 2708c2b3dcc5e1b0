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

/** Images of a dataset as a model sees them. */
export interface ShownImages {
  /** Numbers of levels. */
  readonly images: Float32Array;
  readonly labels: Uint8Array;
}

/** What a model says of images that there are. */
export interface LikelihoodMaps extends ShownImages {
  /** −log p of each pixel given those before it, in nats: that of its colours together. Over images, height and width. */
  readonly nats: Float32Array;
}

/** Images that are measured at once. */
const BATCH = 100;
const NATS = "nats";

/** The first images of a dataset as the model sees them; it says nothing of them. @throws DataError */
export async function shownImages(own: Pixelwise, dataset: Dataset, count: number, showing: Showing): Promise<ShownImages> {
  return await showFirst(own, dataset, count, showing, () => Promise.resolve());
}

/** Shows the first images of a dataset to the model. @throws DataError, EngineError */
export async function likelihoodMaps(own: Pixelwise, dataset: Dataset, count: number, showing: Showing): Promise<LikelihoodMaps> {
  const places = own.image.height * own.image.width;
  const nats = new Float32Array(Math.min(count, dataset.count) * places);
  const shown = await showFirst(own, dataset, count, showing, async (runner, from, size) => {
    const executable = await runner.at(size);
    await executable.run();
    nats.set(executable.outputs[NATS] ?? [], from * places);
  });
  return { ...shown, nats };
}

/** Batch after batch of the first images, with what is done while they are shown. */
async function showFirst(
  { engine, model, image, parameters }: Pixelwise,
  dataset: Dataset,
  count: number,
  showing: Showing,
  act: (runner: BatchRunner, from: number, size: number) => Promise<void>,
): Promise<ShownImages> {
  const of = Math.min(count, dataset.count);
  const size = bytesPerImage(image);
  const shown = { images: new Float32Array(of * size), labels: new Uint8Array(of) };
  const runner = await BatchRunner.open(engine, (own) => mapProgram(model, image, own), Math.min(of, BATCH), parameters);
  try {
    for (let from = 0; from < of; from += BATCH) {
      const indices = range(dataset, from, Math.min(BATCH, of - from));
      shown.labels.set(await runner.show(dataset, indices, showing), from);
      shown.images.set(runner.input(names.images).subarray(0, indices.length * size), from * size);
      await act(runner, from, indices.length);
    }
    return shown;
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
