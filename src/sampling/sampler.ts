import { keyedRandom } from "../numbers/random.js";
import type { AutoregressiveModel, ImageSize } from "../models/index.js";
import type { Parameters } from "../layers/index.js";
import { draw, logProbOf } from "./draw.js";
import { Stepper } from "./stepper.js";
import type { Runner } from "./stepper.js";

export interface SamplingOptions {
  readonly seed: number;
  /** 1 for draws from p(x); less for likelier ones. */
  readonly temperature?: number;
  /** A class for each image, for a model that sees them. */
  readonly labels?: Uint8Array | null;
  /** Values that are not drawn. */
  readonly given?: Given | null;
  /** After each row, with the images so far, those of the batch from the number `first` on. The array changes afterwards. */
  readonly onRow?: (progress: RowsDone) => void;
}

export interface RowsDone {
  readonly first: number;
  /** Of images of the batch. */
  readonly count: number;
  /** Rows that are done. */
  readonly rows: number;
  /** The levels of the batch's images; those not yet drawn 0. */
  readonly images: Float32Array;
}

/** Images of which some values are taken as they are. */
export interface Given {
  /** Levels from 0 on, over images, channel, height and width. */
  readonly images: Float32Array;
  /** For each place of an image, over height and width: whether it is given. */
  readonly places: readonly boolean[];
}

export interface Samples {
  /** Numbers of levels, over images, channel, height and width. */
  readonly images: Float32Array;
  /** log p(x) of each image in nats, at temperature 1. */
  readonly logProbs: Float64Array;
  /** Of each image: how near a uniform number came to one that would have given another value. */
  readonly margins: Float64Array;
}

/** Images that are drawn at once. */
const BATCH = 128;

/**
 * Draws images value by value, each activation computed once. An image follows from the seed and its number alone, however many are drawn with it.
 *
 * What is given is seen by all that comes after it: of a region in the middle of an image the draws are those of the model given what comes before each value,
 * not given what follows.
 *
 * @throws RangeError for a temperature that is not positive, for values and classes that do not fit, and when log p of an image is no number; EngineError
 */
export class Sampler {
  readonly #stepper: Stepper;
  readonly #batch: number;
  readonly #image: ImageSize;
  readonly #levels: number;

  private constructor(stepper: Stepper, batch: number, image: ImageSize, levels: number) {
    this.#stepper = stepper;
    this.#batch = batch;
    this.#image = image;
    this.#levels = levels;
  }

  /** For draws of up to so many images at once, `BATCH` at most. @param parameters the model's, known to the runner or constants */
  static async open(
    runner: Runner,
    model: AutoregressiveModel,
    parameters: Parameters,
    image: ImageSize,
    count: number,
  ): Promise<Sampler> {
    if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`${count} images: give a whole number from 1`);
    // Batches as even as can be.
    const batch = Math.ceil(count / Math.ceil(count / BATCH));
    return new Sampler(await Stepper.open(runner, model.steps(parameters, batch), batch, image), batch, image, model.levels);
  }

  async draw(count: number, options: SamplingOptions): Promise<Samples> {
    const { temperature = 1 } = options;
    this.#demandGiven(count, options);
    if (!(temperature > 0 && temperature < Infinity))
      throw new RangeError(`a temperature of ${temperature}: give a positive number`);
    const { channels, height, width } = this.#image;
    const size = channels * height * width;
    const all = {
      images: new Float32Array(count * size),
      logProbs: new Float64Array(count),
      margins: new Float64Array(count).fill(Infinity),
    };
    for (let first = 0; first < count; first += this.#batch)
      await this.#drawBatch(all, first, Math.min(this.#batch, count - first), options);
    return all;
  }

  /** @throws RangeError unless there is a class for each image where the model sees classes, and what is given are levels of images of its size */
  #demandGiven(count: number, { labels = null, given = null }: SamplingOptions): void {
    const { channels, height, width } = this.#image;
    if (this.#stepper.seesClasses && (labels === null || labels.length < count))
      throw new RangeError(`the model sees classes: give one for each of ${count} images`);
    if (given === null) return;
    if (given.places.length !== height * width || given.images.length < count * channels * height * width)
      throw new RangeError(`what is given is not of ${count} images of ${channels} × ${height} × ${width}`);
    const stray = given.images.find((level) => !Number.isSafeInteger(level) || level < 0 || level >= this.#levels);
    if (stray !== undefined) throw new RangeError(`a given value is ${stray}: give a level from 0 to ${this.#levels - 1}`);
  }

  async close(): Promise<void> {
    await this.#stepper.close();
  }

  async #drawBatch(
    { images, logProbs, margins }: Samples,
    first: number,
    count: number,
    options: SamplingOptions,
  ): Promise<void> {
    const { seed, temperature = 1, labels = null, given = null, onRow } = options;
    const { channels, height, width } = this.#image;
    const [stepper, levels, size] = [this.#stepper, this.#levels, channels * height * width];
    const streams = Array.from({ length: count }, (_, i) => keyedRandom("sample", seed, first + i));
    const own = images.subarray(first * size, (first + count) * size);
    stepper.begin(labels?.subarray(first, first + count) ?? []);
    for (let place = 0; place < height * width; place++) {
      for (let colour = 0; colour < channels; colour++) {
        await stepper.look();
        for (const [i, random] of streams.entries()) {
          const at = i * size + colour * height * width + place;
          const logits = (i * channels + colour) * levels;
          const uniform = random.uniform();
          const known = given?.places[place] === true ? given.images[first * size + at] : undefined;
          if (known === undefined) {
            const { level, logProb, margin } = draw(stepper.logits, logits, levels, uniform, temperature);
            own[at] = level;
            logProbs[first + i] = (logProbs[first + i] ?? 0) + logProb;
            margins[first + i] = Math.min(margins[first + i] ?? 0, margin);
          } else {
            own[at] = known;
            logProbs[first + i] = (logProbs[first + i] ?? 0) + logProbOf(stepper.logits, logits, levels, known);
          }
          stepper.pixels[i * channels + colour] = (own[at] ?? NaN) * (2 / (levels - 1)) - 1;
        }
      }
      await stepper.advance();
      if ((place + 1) % width > 0) continue;
      demandNumbers(logProbs, first);
      onRow?.({ first, count, rows: (place + 1) / width, images: own });
    }
  }
}

function demandNumbers(logProbs: Float64Array, first: number): void {
  const at = logProbs.findIndex((logProb, i) => i >= first && Number.isNaN(logProb));
  if (at >= 0) throw new RangeError(`image ${at + 1}: log p is no number: the model's parameters are not finite`);
}
