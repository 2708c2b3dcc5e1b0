import { bytesPerImage } from "../data/dataset.js";
import type { Binarization, Dataset, ImageShape } from "../data/dataset.js";
import { quantize } from "../data/quantized.js";
import { elements } from "../tensor/index.js";
import type { Node } from "../tensor/index.js";
import type { Arrays, Engine, Executable } from "../tensor/engines/engine.js";
import { Arena } from "./arena.js";
import { loadKernels } from "./kernels/kernels.js";
import type { Kernels } from "./kernels/kernels.js";
import { BLOCK, streamOf } from "./kernels/stream.js";
import { names } from "./programs.js";
import type { BatchProgram } from "./programs.js";

/** How images are shown to a model: what is drawn of their grey levels follows from a seed, the split, and for `resampled` from the epoch. */
export interface Showing {
  readonly binarization: Binarization;
  /** How many levels a value has for the model, which then sees their numbers from 0 on; null for grey levels from 0 to 1. */
  readonly levels: number | null;
  /** That of the training, in which what is drawn once is drawn. */
  readonly fixedSeed: number;
  /** Of what is drawn anew, and of noise. */
  readonly seed: number;
  /** Tells one use of the images from another. */
  readonly epoch: number | string;
}

/**
 * Runs one kind of batch program on batches of up to `capacity` examples. It owns the memory of what changes from batch to batch; parameters are read from
 * arrays that are given, and outputs written to those that are given.
 */
export class BatchRunner {
  readonly capacity: number;
  readonly terms: readonly string[];
  readonly #engine: Engine;
  readonly #make: (batchSize: number) => BatchProgram;
  readonly #full: BatchProgram;
  readonly #given: { readonly parameters: Arrays; readonly outputs: Arrays };
  readonly #arena: Arena<"inputs", "pixels" | "labels">;
  readonly #kernels: Kernels;
  readonly #prepared = new Map<number, Executable>();

  private constructor(
    engine: Engine,
    make: (batchSize: number) => BatchProgram,
    full: BatchProgram,
    capacity: number,
    given: { readonly parameters: Arrays; readonly outputs: Arrays },
    arena: Arena<"inputs", "pixels" | "labels">,
    kernels: Kernels,
  ) {
    this.#engine = engine;
    this.#make = make;
    this.#full = full;
    this.capacity = capacity;
    this.terms = full.terms;
    this.#given = given;
    this.#arena = arena;
    this.#kernels = kernels;
  }

  /** Lays out memory for the largest batch. @throws RangeError when there is too little */
  static async open(
    engine: Engine,
    make: (batchSize: number) => BatchProgram,
    capacity: number,
    parameters: Arrays,
    outputs: Arrays = {},
  ): Promise<BatchRunner> {
    const full = make(capacity);
    const own = [...full.program.inputs].filter(([name]) => !full.parameters.has(name));
    const images = full.program.inputs.get(names.images);
    const arena = new Arena(
      { inputs: new Map(own.map(([name, { axes }]) => [name, elements(axes)])) },
      { pixels: images === undefined ? 0 : elements(images.axes), labels: capacity },
    );
    return new BatchRunner(engine, make, full, capacity, { parameters, outputs }, arena, await loadKernels(arena.memory));
  }

  /** The program for a batch of `size` examples, prepared once. @throws EngineError when the engine cannot run it */
  async at(size: number): Promise<Executable> {
    const before = this.#prepared.get(size);
    if (before !== undefined) return before;
    const { program } = size === this.capacity ? this.#full : this.#make(size);
    const executable = await this.#engine.prepare(program, {
      inputs: Object.fromEntries(
        [...program.inputs].map(([name, node]) => [name, this.#given.parameters[name] ?? this.#input(name, node)]),
      ),
      outputs: Object.fromEntries(
        [...program.outputs.keys()].flatMap((name) => {
          const array = this.#given.outputs[name];
          return array === undefined ? [] : [[name, array]];
        }),
      ),
    });
    this.#prepared.set(size, executable);
    return executable;
  }

  /**
   * Reads the images of these numbers, at most `capacity`, and shows them to the model. Gives their labels, 0 where there are none, until the next are read.
   *
   * @throws DataError
   */
  async show(dataset: Dataset, indices: Uint32Array, showing: Showing): Promise<Uint8Array> {
    const { binarization, levels, fixedSeed, seed, epoch } = showing;
    const size = bytesPerImage(dataset.shape);
    const pixels = this.#arena.bytes("pixels").subarray(0, indices.length * size);
    const labels = this.#arena.bytes("labels").subarray(0, indices.length);
    await dataset.read(indices, pixels, labels);
    if (this.takes(names.labels)) this.input(names.labels).set(labels);
    const images = this.#arena.tensor("inputs", names.images).subarray(0, pixels.length);
    if (binarization === "none") {
      if (levels === null) this.#kernels.greyLevels(images, pixels);
      else quantize(images, pixels, levels);
      return labels;
    }
    const stream =
      binarization === "fixed"
        ? streamOf("binarization", fixedSeed, dataset.split)
        : streamOf("binarization", seed, dataset.split, epoch);
    const blocks = Math.ceil(size / BLOCK);
    for (const [row, index] of indices.entries()) {
      const [from, to] = [row * size, (row + 1) * size];
      this.#kernels.binarize(images.subarray(from, to), pixels.subarray(from, to), stream, index * blocks);
    }
    return labels;
  }

  /** Draws all noise that the program takes: the `time`-th of the streams that the parts name. */
  drawNoise(time: number, ...parts: readonly (string | number)[]): void {
    for (const [name, { law }] of this.#full.noises) {
      if (!this.takes(name)) continue;
      const values = this.#arena.tensor("inputs", name);
      const stream = streamOf("noise", ...parts, name);
      const firstBlock = time * Math.ceil(values.length / BLOCK);
      if (law === "uniform") this.#kernels.fillUniform(values, stream, firstBlock);
      else this.#kernels.fillNormal(values, stream, firstBlock);
    }
  }

  /** An input that is neither a parameter nor noise, for the largest batch: written by the caller. */
  input(name: string): Float32Array {
    return this.#arena.tensor("inputs", name);
  }

  /** Whether the program takes an input of this name. */
  takes(name: string): boolean {
    return this.#full.program.inputs.has(name);
  }

  async close(): Promise<void> {
    for (const executable of this.#prepared.values()) await executable.close();
    this.#prepared.clear();
  }

  #input(name: string, node: Node): Float32Array {
    return this.#arena.tensor("inputs", name).subarray(0, elements(node.axes));
  }
}

/** The numbers from `from` on, `count` at most, of a dataset. */
export function range(dataset: { readonly count: number; readonly shape: ImageShape }, from: number, count: number): Uint32Array {
  return Uint32Array.from({ length: Math.min(count, dataset.count - from) }, (_, i) => from + i);
}
