import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Dataset, Split } from "../data/dataset.js";
import { openDataset } from "../data/open.js";
import { KNOWN_DATA } from "../data/known.js";
import { isAutoregressive } from "../models/index.js";
import type { ImageSize } from "../models/index.js";
import { RunFolder } from "../runs/run-folder.js";
import type { Checkpoint } from "../runs/checkpoint.js";
import { engineNames, isEngineName, openEngine } from "../tensor/engines/choose.js";
import type { EngineName, Opened } from "../tensor/engines/choose.js";
import { isOfMixture, readConfiguration } from "../training/configuration.js";
import type { AnyConfiguration } from "../training/configuration.js";
import { RequestError } from "./errors.js";
import type { Io } from "./io.js";
import { placeOfRun } from "./shipped.js";
import { trainedAutoregressive } from "./trained-autoregressive.js";
import { trainedCoder } from "./trained-coder.js";
import { trainedMixture } from "./trained-mixture.js";
import type { TrainedModel } from "./trained-model.js";

/** A model as a run left it: with the parameters of its best checkpoint, or of its latest where it has no best. */
export interface FinishedRun {
  readonly configuration: AnyConfiguration;
  readonly step: number;
  readonly checkpoint: Checkpoint;
  readonly model: TrainedModel;
}

/** @throws RunError when the folder holds no run, or no checkpoint that is whole */
export async function openRun(path: string, io: Io): Promise<FinishedRun> {
  const run = await RunFolder.read(placeOfRun(path, io));
  const configuration = readConfiguration(path, run.config);
  // Until its first epoch is over a run has no best.
  const best = await run.best();
  const { checkpoint, damaged } = best.checkpoint === null ? await run.latest() : best;
  for (const line of new Set([...best.damaged, ...damaged])) io.error.write(`${line}\n`);
  if (checkpoint === null)
    throw new RequestError(
      damaged.length > 0
        ? `${path}: has no checkpoint that is whole: train anew`
        : `${path}: has no checkpoint yet: let qedmark train --resume go on until it saves one`,
    );
  return { configuration, step: checkpoint.step, checkpoint, model: trainedModel(configuration, checkpoint) };
}

function trainedModel(configuration: AnyConfiguration, { tensors }: Checkpoint): TrainedModel {
  if (isOfMixture(configuration)) return trainedMixture(configuration, tensors);
  const { model } = configuration.settings;
  return isAutoregressive(model)
    ? trainedAutoregressive(model, configuration, tensors)
    : trainedCoder(model, configuration, tensors);
}

function engineName(name: string | null): EngineName | null {
  if (name === null || isEngineName(name)) return name;
  throw new RequestError(`--engine ${name}: no such engine: name one of ${engineNames.join(", ")}`);
}

/** The engine of that name, or the fastest that loads; what stands in the way of faster ones is said. */
export async function engineFor(name: string | null, threads: number, io: Io): Promise<Opened> {
  const opened = await openEngine(engineName(name), { threads });
  for (const note of opened.notes) io.error.write(`${note}\n`);
  return opened;
}

/** The path of a source, from anywhere; a known name, and what leads nowhere, as it is. */
export function placeOf(source: string, io: Io): string {
  const path = resolve(io.folder, source);
  return KNOWN_DATA.has(source.toLowerCase()) || !existsSync(path) ? source : path;
}

export async function dataOf(source: string, split: Split, io: Io): Promise<Dataset> {
  return await openDataset(placeOf(source, io), split);
}

/** The split of the data that a run was trained on, or of others like them. @throws RequestError when images are of another size, or a class is missing */
export async function dataFor(
  { configuration, model }: FinishedRun,
  source: string | null,
  split: Split,
  io: Io,
): Promise<Dataset> {
  const named = source ?? configuration.settings.data.source;
  const dataset = await dataOf(named, split, io);
  try {
    demandShape(dataset, configuration.data.shape, `${named}: has`, "the model");
    if (model.classes > 0 && dataset.classes !== model.classes)
      throw new RequestError(
        `${named}: has ${dataset.classes} classes, the model sees ${model.classes}: name data with its classes`,
      );
    return dataset;
  } catch (error) {
    await dataset.close();
    throw error;
  }
}

/** @throws RequestError when images are of another size than this, which is that of `other` */
export function demandShape({ shape }: Dataset, expected: ImageSize, place: string, other: string): void {
  const sizes = [shape, expected].map(({ channels, height, width }) => `${channels} × ${height} × ${width}`);
  const [size = "", demanded = ""] = sizes;
  if (size !== demanded)
    throw new RequestError(`${place} images of ${size}, those of ${other} are of ${demanded}: name data of one size`);
}
