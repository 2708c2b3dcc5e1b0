import type { Dataset } from "../data/dataset.js";
import type { CodedOfSettings, ImageSize, OfSettings } from "../models/index.js";
import type { Arrays, Engine } from "../tensor/engines/engine.js";
import { BatchRunner, range } from "./batch-runner.js";
import type { Showing } from "./batch-runner.js";
import { names, termsProgram, weightsProgram } from "./programs.js";

/** Means over all examples of a dataset, in nats. */
export interface Evaluation {
  readonly examples: number;
  /** Terms of the loss by their names, unweighted, with codes that are drawn: never at their mean. */
  readonly terms: ReadonlyMap<string, number>;
  /** The sum of the terms: for a model with a prior, minus the evidence lower bound. */
  readonly total: number;
}

/** Examples that an evaluation takes at once. */
const BATCH = 500;
/** The same of a model that says something of every level of every value: so many examples, or as many as have so many levels together. */
const PIXELWISE = { examples: 100, levels: 2 ** 22 };

function batchOf(own: OfSettings, { channels, height, width }: ImageSize): number {
  if (own.family === "coded") return BATCH;
  const levels = channels * height * width * own.model.levels;
  return Math.max(1, Math.min(PIXELWISE.examples, Math.floor(PIXELWISE.levels / levels)));
}

/** Measures the terms of the loss on whole datasets, again and again as parameters change. */
export class Evaluator {
  readonly #runner: BatchRunner;

  private constructor(runner: BatchRunner) {
    this.#runner = runner;
  }

  static async open(engine: Engine, model: OfSettings, image: ImageSize, parameters: Arrays): Promise<Evaluator> {
    const batch = batchOf(model, image);
    return new Evaluator(await BatchRunner.open(engine, (size) => termsProgram(model, image, size), batch, parameters));
  }

  /** The noise follows from the seed and the use; one draw an example. @throws DataError, EngineError */
  async evaluate(dataset: Dataset, showing: Showing, onExample: (done: number) => void = () => undefined): Promise<Evaluation> {
    const { capacity } = this.#runner;
    const sums = new Map(this.#runner.terms.map((name) => [name, 0]));
    for (let from = 0, batch = 0; from < dataset.count; from += capacity, batch++) {
      const indices = range(dataset, from, capacity);
      const executable = await this.#runner.at(indices.length);
      await this.#runner.show(dataset, indices, showing);
      this.#runner.drawNoise(batch, showing.seed, "evaluation", dataset.split, showing.epoch);
      await executable.run();
      for (const [name, sum] of sums) sums.set(name, sum + sumOf(executable.outputs[names.term(name)]));
      onExample(from + indices.length);
    }
    const terms = new Map([...sums].map(([name, sum]) => [name, sum / dataset.count]));
    return { examples: dataset.count, terms, total: [...terms.values()].reduce((a, b) => a + b, 0) };
  }

  async close(): Promise<void> {
    await this.#runner.close();
  }
}

/** The importance-weighted bound on log p(x), and the evidence lower bound of the same draws. */
export interface BoundEvaluation {
  readonly examples: number;
  /** Draws of a code for each example. */
  readonly samples: number;
  /** The mean over the examples of log (1/k Σ p(x, z) / q(z|x)), in nats: at most log p(x) in expectation. */
  readonly bound: number;
  /** The mean of the weights' logarithms, in nats. */
  readonly elbo: number;
  /** Standard deviation of the bound over the examples, over √examples: what another test set would change. */
  readonly standardError: number;
}

/** Draws of all examples that a run of the program makes together. */
const DRAWS = 1000;

/**
 * The importance-weighted bound (Burda, Grosse, Salakhutdinov: Importance weighted autoencoders, ICLR 2016) with k draws an example. Null for a model that
 * bounds no likelihood.
 *
 * @throws RangeError unless k is a whole number from 1; DataError, EngineError
 */
export async function evaluateBound(
  engine: Engine,
  model: CodedOfSettings,
  image: ImageSize,
  parameters: Arrays,
  dataset: Dataset,
  showing: Showing,
  k: number,
  onExample: (done: number) => void = () => undefined,
): Promise<BoundEvaluation | null> {
  if (!Number.isSafeInteger(k) || k < 1) throw new RangeError(`${k} importance samples: give a whole number from 1`);
  const make = (size: number, samples: number) => weightsProgram(model, image, size, samples);
  if (make(1, 1) === null) return null;
  const chunks = chunksOf(k);
  const [largest = 1] = chunks;
  const batch = Math.max(1, Math.floor(DRAWS / largest));
  const runners = new Map<number, BatchRunner>();
  try {
    for (const samples of new Set(chunks)) {
      const program = (size: number) => make(size, samples) ?? unbounded();
      runners.set(samples, await BatchRunner.open(engine, program, batch, parameters));
    }
    let [sum, squares, elbos] = [0, 0, 0];
    for (let from = 0, time = 0; from < dataset.count; from += batch, time++) {
      const indices = range(dataset, from, batch);
      const totals = Array.from(indices, () => new LogMean());
      for (const [chunk, samples] of chunks.entries()) {
        const runner = runners.get(samples) ?? unbounded();
        const executable = await runner.at(indices.length);
        await runner.show(dataset, indices, showing);
        runner.drawNoise(time, showing.seed, "importance", dataset.split, chunk);
        await executable.run();
        const weights = executable.outputs[names.logWeights] ?? unbounded();
        for (const [row, total] of totals.entries()) total.add(weights.subarray(row * samples, (row + 1) * samples));
      }
      for (const { logMean, mean } of totals) {
        sum += logMean;
        squares += logMean ** 2;
        elbos += mean;
      }
      onExample(Math.min(dataset.count, from + batch));
    }
    const bound = sum / dataset.count;
    const variance = Math.max(0, squares / dataset.count - bound ** 2);
    return {
      examples: dataset.count,
      samples: k,
      bound,
      elbo: elbos / dataset.count,
      standardError: Math.sqrt(variance / dataset.count),
    };
  } finally {
    for (const runner of runners.values()) await runner.close();
  }
}

function unbounded(): never {
  throw new Error("a model that bounds no likelihood has no importance weights");
}

/** k as a sum of numbers up to DRAWS, the largest first. */
function chunksOf(k: number): readonly number[] {
  const whole = new Array<number>(Math.floor(k / DRAWS)).fill(DRAWS);
  return k % DRAWS === 0 ? whole : [...whole, k % DRAWS];
}

/** The logarithm of the mean of weights that come by their logarithms, and the mean of these, in double precision. */
class LogMean {
  #count = 0;
  #sum = 0;
  /** The weights so far are exp(#most) times #scaled. */
  #most = -Infinity;
  #scaled = 0;

  add(logWeights: Float32Array): void {
    const most = logWeights.reduce((a, b) => Math.max(a, b), this.#most);
    this.#scaled *= this.#most === -Infinity ? 0 : Math.exp(this.#most - most);
    for (const weight of logWeights) {
      this.#scaled += weight === -Infinity ? 0 : Math.exp(weight - most);
      this.#sum += weight;
    }
    this.#most = most;
    this.#count += logWeights.length;
  }

  get logMean(): number {
    return this.#most + Math.log(this.#scaled / this.#count);
  }

  get mean(): number {
    return this.#sum / this.#count;
  }
}

function sumOf(values: Float32Array | undefined): number {
  return values === undefined ? NaN : values.reduce((a, b) => a + b, 0);
}
