import { bytesPerImage } from "../data/dataset.js";
import type { Dataset } from "../data/dataset.js";
import type { ImageSize, CodedOfSettings } from "../models/index.js";
import { elements } from "../tensor/index.js";
import type { Arrays, Engine } from "../tensor/engines/engine.js";
import { BatchRunner, range } from "./batch-runner.js";
import type { Showing } from "./batch-runner.js";
import { decodeProgram, encodeProgram, names } from "./programs.js";

/** Codes or images that are computed at once. */
const BATCH = 256;

/** Codes of images, one after another. */
export interface Codes {
  /** Of each code. */
  readonly dimensions: number;
  readonly values: Float32Array;
  /** One an image; all 0 where there are none. */
  readonly labels: Uint8Array;
}

/** From images to codes, and from codes to images. */
export class Coder {
  /** Of a code. */
  readonly dimensions: number;
  readonly classes: number;
  readonly #image: ImageSize;
  readonly #encoder: BatchRunner;
  readonly #decoder: BatchRunner;

  private constructor(model: CodedOfSettings, image: ImageSize, encoder: BatchRunner, decoder: BatchRunner) {
    this.dimensions = elements(model.model.code);
    this.classes = model.classes;
    this.#image = image;
    this.#encoder = encoder;
    this.#decoder = decoder;
  }

  static async open(engine: Engine, model: CodedOfSettings, image: ImageSize, parameters: Arrays): Promise<Coder> {
    const encoder = await BatchRunner.open(engine, (size) => encodeProgram(model, image, size), BATCH, parameters);
    const decoder = await BatchRunner.open(engine, (size) => decodeProgram(model, size), BATCH, parameters);
    return new Coder(model, image, encoder, decoder);
  }

  /** The codes of the first `count` images: for a variational auto-encoder the means of q(z|x). */
  async encode(dataset: Dataset, count: number, showing: Showing): Promise<Codes> {
    const of = Math.min(count, dataset.count);
    const values = new Float32Array(of * this.dimensions);
    const labels = new Uint8Array(of);
    for (let from = 0; from < of; from += BATCH) {
      const indices = range(dataset, from, Math.min(BATCH, of - from));
      const executable = await this.#encoder.at(indices.length);
      labels.set(await this.#encoder.show(dataset, indices, showing), from);
      await executable.run();
      values.set(executable.outputs[names.codes] ?? [], from * this.dimensions);
    }
    return { dimensions: this.dimensions, values, labels };
  }

  /** The means of p(x|z), one image after another; `labels` has a class for each code, for a model that sees them. */
  async decode(codes: Float32Array, labels: Uint8Array): Promise<Float32Array> {
    const count = codes.length / this.dimensions;
    const images = new Float32Array(count * this.#size);
    for (let from = 0; from < count; from += BATCH) {
      const size = Math.min(BATCH, count - from);
      const executable = await this.#decoder.at(size);
      this.#decoder.input(names.codes).set(codes.subarray(from * this.dimensions, (from + size) * this.dimensions));
      if (this.classes > 0) this.#decoder.input(names.labels).set(labels.subarray(from, from + size));
      await executable.run();
      images.set(executable.outputs[names.images] ?? [], from * this.#size);
    }
    return images;
  }

  async close(): Promise<void> {
    await this.#encoder.close();
    await this.#decoder.close();
  }

  get #size(): number {
    return bytesPerImage(this.#image);
  }
}
