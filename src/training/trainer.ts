import type { Dataset } from "../data/dataset.js";
import type { ImageSize, OfSettings } from "../models/index.js";
import type { StoredTensor } from "../runs/checkpoint.js";
import { RunError } from "../runs/problem.js";
import { elements } from "../tensor/index.js";
import type { Axes } from "../tensor/index.js";
import type { Arrays, Engine } from "../tensor/engines/engine.js";
import { Arena } from "./arena.js";
import { BatchRunner } from "./batch-runner.js";
import { drawInitial } from "./initial.js";
import { loadKernels } from "./kernels/kernels.js";
import type { Kernels } from "./kernels/kernels.js";
import { clipScale } from "./optimizers/clip.js";
import { momentsOf, optimizer } from "./optimizers/optimizer.js";
import type { Moment, Optimizer } from "./optimizers/optimizer.js";
import { learningRateFactor } from "./optimizers/schedule.js";
import { names, stepProgram } from "./programs.js";
import type { RunSettings } from "./settings.js";
import { showingOf } from "./showing.js";

/** What a step was. All in nats, means over the batch. */
export interface StepResult {
  readonly loss: number;
  /** By their names, unweighted, in the order of the loss. */
  readonly terms: ReadonlyMap<string, number>;
  /** Of the gradient before it is clipped. */
  readonly gradientNorm: number;
  readonly learningRate: number;
}

/** The loss, its gradient or the parameters are no numbers any more: one line that names the step and what it was. */
export class DivergenceError extends Error {
  override readonly name = "DivergenceError";
}

/** @throws DivergenceError naming the step and the first of the values that is no number */
export function demandFinite(step: number, values: readonly (readonly [name: string, value: number])[], where = ""): void {
  for (const [name, value] of values) {
    if (!Number.isFinite(value)) throw new DivergenceError(`step ${step}: the ${name}${where} is ${value}`);
  }
}

/** What a checkpoint keeps. */
const KEPT = ["parameters", "firstMoments", "secondMoments", "velocity", "averages"] as const;
const NAMED: Readonly<Record<(typeof KEPT)[number], string>> = {
  parameters: "parameters",
  firstMoments: "gradient's first moments",
  secondMoments: "gradient's second moments",
  velocity: "velocity",
  averages: "parameters' averages",
};
type SectionName = (typeof KEPT)[number] | "gradients";

const NOTHING: ReadonlyMap<string, number> = new Map();

/** A model's parameters and all that training keeps of them, and the step that changes them. */
export class Trainer {
  /** The parameters as training changes them. */
  readonly parameters: Arrays;
  /** The parameters that are evaluated: their exponential averages, or themselves. */
  readonly evaluated: Arrays;
  readonly #settings: RunSettings;
  readonly #arena: Arena<SectionName>;
  readonly #kernels: Kernels;
  readonly #optimizer: Optimizer;
  readonly #axes: ReadonlyMap<string, Axes>;
  readonly #runner: BatchRunner;

  private constructor(
    settings: RunSettings,
    arena: Arena<SectionName>,
    kernels: Kernels,
    axes: ReadonlyMap<string, Axes>,
    runner: BatchRunner,
  ) {
    this.#settings = settings;
    this.#arena = arena;
    this.#kernels = kernels;
    this.#optimizer = optimizer(settings.training.optimizer, kernels, arena);
    this.#axes = axes;
    this.#runner = runner;
    this.parameters = Object.fromEntries(arena.tensors("parameters"));
    this.evaluated = Object.fromEntries(arena.tensors(sectionEvaluated(settings.training)));
  }

  /** The parameters are drawn from the seed. @throws RangeError when there is too little memory, EngineError when the engine cannot run the model */
  static async open(engine: Engine, model: OfSettings, image: ImageSize, settings: RunSettings): Promise<Trainer> {
    const { batchSize } = settings.training;
    const { parameters } = stepProgram(model, image, 1);
    const axes = new Map([...parameters].map(([name, own]) => [name, own.axes]));
    const sizes = new Map([...axes].map(([name, own]) => [name, elements(own)]));
    const moments = momentsOf(settings.training.optimizer);
    const kept = (moment: Moment) => (moments.includes(moment) ? sizes : NOTHING);
    const arena = new Arena<SectionName>(
      {
        parameters: sizes,
        gradients: sizes,
        averages: sizes,
        firstMoments: kept("firstMoments"),
        secondMoments: kept("secondMoments"),
        velocity: kept("velocity"),
      },
      {},
    );
    drawInitial(parameters, settings.seed, (name) => arena.tensor("parameters", name));
    arena.section("averages").set(arena.section("parameters"));
    const gradients = [...arena.tensors("gradients")].map(([name, array]) => [names.gradient(name), array] as const);
    const runner = await BatchRunner.open(
      engine,
      (size) => stepProgram(model, image, size),
      batchSize,
      Object.fromEntries(arena.tensors("parameters")),
      Object.fromEntries(gradients),
    );
    return new Trainer(settings, arena, await loadKernels(arena.memory), axes, runner);
  }

  /**
   * Takes one step, the `step`-th from 1 of `totalSteps`, with the images of these numbers. It depends on nothing but the settings, the parameters and what it is given.
   *
   * @throws DivergenceError naming the step and the term that is no number; parameters are as they were then
   */
  async step(dataset: Dataset, indices: Uint32Array, step: number, epoch: number, totalSteps: number): Promise<StepResult> {
    const { seed, training } = this.#settings;
    const executable = await this.#runner.at(indices.length);
    await this.#runner.show(dataset, indices, showingOf(this.#settings, epoch));
    this.#runner.drawNoise(step, seed, "training");
    if (this.#runner.takes(names.annealing)) this.#runner.input(names.annealing)[0] = annealing(training, step);
    await executable.run();

    const valueOf = (output: string): number => executable.outputs[output]?.[0] ?? NaN;
    const loss = valueOf(names.loss);
    const terms = new Map(this.#runner.terms.map((name) => [name, valueOf(names.term(name))]));
    const gradientNorm = Math.sqrt(this.#kernels.sumOfSquares(this.#arena.section("gradients")));
    demandFinite(step, [...terms, ["loss", loss], ["gradient's norm", gradientNorm]]);
    const factor = learningRateFactor(training.schedule, training.warmUpSteps, step - 1, totalSteps);
    this.#update(step, factor, training.clipNorm === null ? 1 : clipScale(gradientNorm, training.clipNorm));
    return { loss, terms, gradientNorm, learningRate: training.optimizer.learningRate * factor };
  }

  #update(step: number, learningRateFactor: number, gradientScale: number): void {
    this.#optimizer({ step: step - 1, learningRateFactor, gradientScale });
    const { averageDecay } = this.#settings.training;
    if (averageDecay === null) return;
    // The first averages would be made of the initial values mostly: the decay grows with the steps (TensorFlow's ExponentialMovingAverage).
    const decay = Math.min(averageDecay, (1 + step) / (10 + step));
    this.#kernels.movingAverage(this.#arena.section("averages"), this.#arena.section("parameters"), decay);
  }

  /** @throws DivergenceError when a parameter, or what the optimizer keeps of it, is no number after this step */
  demandFinite(step: number): void {
    demandFinite(
      step,
      KEPT.map((section) => [
        `norm of the ${NAMED[section]}`,
        Math.sqrt(this.#kernels.sumOfSquares(this.#arena.section(section))),
      ]),
    );
  }

  /** All that a later training needs to go on from here. */
  tensors(): ReadonlyMap<string, StoredTensor> {
    return new Map(
      KEPT.flatMap((section) =>
        [...this.#arena.tensors(section)].map(([name, values]) => [
          `${section}/${name}`,
          { axes: this.#axes.get(name) ?? [], values },
        ]),
      ),
    );
  }

  /** Takes over what `tensors` gave. @throws RunError when a tensor is missing or of another size: it is of another model */
  restore(tensors: ReadonlyMap<string, StoredTensor>): void {
    for (const section of KEPT) {
      for (const [name, values] of this.#arena.tensors(section))
        values.set(storedValues(tensors, `${section}/${name}`, values.length));
    }
  }

  async close(): Promise<void> {
    await this.#runner.close();
  }
}

/** The part of a checkpoint whose tensors are evaluated: their names begin with its own and a slash. */
export function sectionEvaluated({ averageDecay }: RunSettings["training"]): "parameters" | "averages" {
  return averageDecay === null ? "parameters" : "averages";
}

/** The parameters of a checkpoint that are evaluated, by their names. @throws RunError when one is missing or of another size */
export function evaluatedParameters(
  tensors: ReadonlyMap<string, StoredTensor>,
  model: OfSettings,
  image: ImageSize,
  training: RunSettings["training"],
): Arrays {
  const section = sectionEvaluated(training);
  const { parameters } = stepProgram(model, image, 1);
  return Object.fromEntries(
    [...parameters].map(([name, { axes }]) => [name, storedValues(tensors, `${section}/${name}`, elements(axes))]),
  );
}

function storedValues(tensors: ReadonlyMap<string, StoredTensor>, name: string, size: number): Float32Array {
  const found = tensors.get(name);
  if (found?.values.length === size) return found.values;
  const what = found === undefined ? "is missing" : `has ${found.values.length} values, not ${size}`;
  throw new RunError(`the checkpoint is of another model than config.json says: ${name} ${what}: restore config.json`);
}

function annealing({ annealingSteps }: RunSettings["training"], step: number): number {
  return annealingSteps === 0 ? 1 : Math.min(1, step / annealingSteps);
}
