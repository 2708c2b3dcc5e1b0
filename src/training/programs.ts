import { add, axis, gradients, input, mean, multiply, negate, program, reorder } from "../tensor/index.js";
import type { Node, NodeOf, Program } from "../tensor/index.js";
import { logWeight } from "../probability/index.js";
import type { Noise } from "../probability/index.js";
import type { Parameter } from "../layers/index.js";
import { Build, IMAGE, imageAxes } from "../models/index.js";
import type { CodedOfSettings, Examples, ImageSize, Loss, OfSettings } from "../models/index.js";

/** A program over a batch of examples, and what has to be given to it. */
export interface BatchProgram {
  readonly program: Program;
  readonly parameters: ReadonlyMap<string, Parameter>;
  /** Inputs that hold fresh noise at each run. */
  readonly noises: ReadonlyMap<string, Noise>;
  /** Terms of the loss, in its order. */
  readonly terms: readonly string[];
}

/** Names of the inputs and outputs of batch programs. Parameters have names of their own. */
export const names = {
  images: "images",
  labels: "labels",
  /** What the annealed terms count, from 0 to 1. */
  annealing: "annealing",
  loss: "loss",
  logWeights: "log-weights",
  codes: "codes",
  term: (term: string) => `term ${term}`,
  gradient: (parameter: string) => `gradient of ${parameter}`,
} as const;

function batchProgram(build: Build, outputs: Readonly<Record<string, Node>>, terms: readonly string[] = []): BatchProgram {
  return { program: program(outputs), parameters: build.parameters.declared, noises: build.noises, terms };
}

/** The inputs that stand for a batch of examples. */
export function examplesOf(image: ImageSize, classes: number, batchSize: number): Examples {
  const batch = axis("batch", batchSize);
  return {
    images: input(names.images, [batch, ...imageAxes(image)]),
    labels: classes === 0 ? null : input(names.labels, [batch]),
  };
}

/**
 * One step of training: the loss of a batch (the mean over its examples), the means of its terms, and the gradient of the loss with respect to every
 * parameter.
 */
export function stepProgram({ model, classes }: OfSettings, image: ImageSize, batchSize: number): BatchProgram {
  const build = new Build();
  const loss = model.loss(build, examplesOf(image, classes, batchSize));
  const annealing = input(names.annealing, []);
  const means = Object.entries(loss).map(([name, { value }]) => [names.term(name), mean(value, ["batch"])] as const);
  const total = totalOf(loss, Object.fromEntries(means), annealing);
  const parameters = [...build.parameters.declared];
  const slopes = gradients(
    total,
    parameters.map(([, { node }]) => node),
  );
  return batchProgram(
    build,
    {
      ...Object.fromEntries(means),
      [names.loss]: total,
      ...Object.fromEntries(parameters.map(([name], i) => [names.gradient(name), slopes[i] ?? total])),
    },
    Object.keys(loss),
  );
}

function totalOf(loss: Loss, means: Readonly<Record<string, Node>>, annealing: NodeOf<"input">): Node {
  const weighted = Object.entries(loss).map(([name, { weight, annealed }]) => {
    const value = means[names.term(name)] ?? annealing;
    const own = weight === 1 ? value : multiply(value, weight);
    return annealed ? multiply(own, annealing) : own;
  });
  return weighted.reduce((a, b) => add(a, b));
}

/** The terms of the loss of every example of a batch, unweighted. */
export function termsProgram({ model, classes }: OfSettings, image: ImageSize, batchSize: number): BatchProgram {
  const build = new Build();
  const loss = model.loss(build, examplesOf(image, classes, batchSize));
  return batchProgram(
    build,
    Object.fromEntries(Object.entries(loss).map(([name, { value }]) => [names.term(name), value])),
    Object.keys(loss),
  );
}

/**
 * The logarithms of k importance weights of every example, log p(x, z) − log q(z|x), over the batch and the axis `sample`. Null for a model that
 * bounds no likelihood.
 */
export function weightsProgram(own: CodedOfSettings, image: ImageSize, batchSize: number, samples: number): BatchProgram | null {
  const { latentVariable: model, classes } = own;
  if (model === null) return null;
  const build = new Build();
  const examples = examplesOf(image, classes, batchSize);
  const q = model.posterior(build, examples);
  const sample = axis("sample", samples);
  const z = q.sample(...q.noise.map((noise) => build.noise("noise", { ...noise, axes: [sample, ...noise.axes] })));
  const { nll } = model.decode(build, z, examples.labels);
  const weights = logWeight(negate(nll(examples.images)), z, q, model.prior);
  return batchProgram(build, { [names.logWeights]: reorder(weights, ["batch", "sample"]) });
}

/** Codes of images: over batch and the axes of a code. */
export function encodeProgram({ model, classes }: CodedOfSettings, image: ImageSize, batchSize: number): BatchProgram {
  const build = new Build();
  const codes = model.encode(build, examplesOf(image, classes, batchSize));
  return batchProgram(build, { [names.codes]: codes });
}

/** The means of p(x|z) at given codes, over batch and the axes of an image. */
export function decodeProgram({ model, classes }: CodedOfSettings, batchSize: number): BatchProgram {
  const build = new Build();
  const batch = axis("batch", batchSize);
  const labels = classes === 0 ? null : input(names.labels, [batch]);
  const { distribution } = model.decode(build, input(names.codes, [batch, ...model.code]), labels);
  return batchProgram(build, { [names.images]: reorder(distribution.mean(), ["batch", ...IMAGE]) });
}
