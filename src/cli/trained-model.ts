import type { Dataset } from "../data/dataset.js";
import type { Shaped } from "../runs/safetensors.js";
import type { ImageSize, OfSettings } from "../models/index.js";
import type { Program } from "../tensor/index.js";
import type { Arrays, Engine } from "../tensor/engines/engine.js";
import type { Showing } from "../training/batch-runner.js";
import type { Codes } from "../training/coding.js";
import type { ImageRows } from "../training/pictures.js";
import type { Pixelwise } from "../training/pixelwise.js";
import { stepProgram } from "../training/programs.js";
import type { Results } from "./results.js";

/** What can be done with a model that was trained, however that was: the same commands for all. */
export interface TrainedModel {
  /** The classes that it sees: 0 for none. */
  readonly classes: number;
  /** Why an importance-weighted bound is not measured; null where it is. */
  readonly withoutBound: string | null;
  /** What it is shown of images: an entry of a file's metadata. */
  readonly preparation: readonly [name: string, value: string];
  /** What `draw` gives, in words. */
  readonly drawn: string;
  /** The same model where it says each value of an image given those before it; null for others. */
  readonly pixelwise: PixelwiseUse | null;
  readonly measure: (engine: Engine, dataset: Dataset, options: MeasureOptions) => Promise<Results>;
  readonly draw: (engine: Engine, count: number, options: DrawOptions) => Promise<ImageRows>;
  /** Of all images. @throws RequestError when it gives none */
  readonly encode: (engine: Engine, dataset: Dataset, seed: number) => Promise<Codes>;
  readonly parameters: () => ReadonlyMap<string, Shaped>;
  /** For other programs, by the names of their files. @throws RequestError where there is none */
  readonly programs: () => Readonly<Record<string, Program>>;
}

export interface PixelwiseUse {
  readonly on: (engine: Engine) => Pixelwise;
  /** How it is shown images, for a use of this name. */
  readonly showing: (use: string, seed: number) => Showing;
}

export interface DrawOptions {
  readonly seed: number;
  /** The class of all images, for a model that sees classes; null for each in turn. */
  readonly label: number | null;
}

export interface MeasureOptions {
  readonly seed: number;
  /** Importance samples an image; null for none. */
  readonly samples: number | null;
  readonly onExample: (done: number) => void;
}

/** Parameters with the sizes of their axes, in their order. */
export function shapedParameters(model: OfSettings, image: ImageSize, parameters: Arrays): ReadonlyMap<string, Shaped> {
  return new Map(
    [...stepProgram(model, image, 1).parameters].map(([name, { axes }]) => [
      name,
      { shape: axes.map(({ size }) => size), values: parameters[name] ?? new Float32Array() },
    ]),
  );
}
