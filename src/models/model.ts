import type { Axes, Axis, Node } from "../tensor/index.js";
import type { Distribution } from "../probability/index.js";
import type { Parameters } from "../layers/index.js";
import type { PixelSteps } from "./autoregressive/steps.js";
import type { Build, Examples } from "./build.js";
import type { Likelihood } from "./likelihood.js";
import type { Provenance } from "./provenance.js";

/** A summand of a loss. */
export interface Term {
  /** In nats, over the batch: one number for each example. */
  readonly value: Node;
  /** What the value counts in the loss: 1, or what a setting says. */
  readonly weight: number;
  /** Whether training may begin without the term and let it grow: what Bowman et al. (Generating sentences from a continuous space, 2016) call annealing. */
  readonly annealed: boolean;
  /** The lines of the derivations that say what the term is. */
  readonly derivation: readonly [Provenance, ...Provenance[]];
}

/** The loss of an example is the sum of weight · value, that of a batch its mean. */
export type Loss = Readonly<Record<string, Term>>;

/** What every model here promises; the training loop knows no more of one. */
export interface Model {
  /** Builds the loss of examples. */
  readonly loss: (build: Build, examples: Examples) => Loss;
}

/** A model that gives every image a code, and every code an image. */
export interface CodedModel extends Model {
  /** The axes of a code z. */
  readonly code: Axes;
  /** The codes of images, for other uses: the means of q(z|x), or what the encoder puts out. Over batch and the axes of a code. */
  readonly encode: (build: Build, examples: Examples) => Node;
  /** p(x|z): from codes over batch and the axes of a code, and further ones, and the numbers of the classes for a model that sees them. */
  readonly decode: (build: Build, z: Node, labels: Node | null) => Likelihood;
}

/** A model that says how probable images are: with a prior and a posterior of codes, so that log p(x) is bounded. */
export interface LatentVariableModel extends CodedModel {
  /** p(z). */
  readonly prior: Distribution;
  /** q(z|x). */
  readonly posterior: (build: Build, examples: Examples) => Distribution;
}

/**
 * A model whose likelihood of an image is exact: the product of those of its values, each given the values before it, read row by row, of a pixel red before
 * green before blue. Images hold numbers of levels, from 0 on.
 */
export interface AutoregressiveModel extends Model {
  /** How many levels a value has. */
  readonly levels: number;
  /** The distributions of the values of images, each given what comes before it: what comes after has no influence. No axis is an event axis. */
  readonly conditionals: (build: Build, examples: Examples) => Distribution;
  /** log p of each level of the same values, up to a constant: over the axes of images and `level`. */
  readonly logits: (build: Build, examples: Examples) => Node;
  /** log p of the values that images have, each given those before it, in nats: over the axes of images. */
  readonly logConditionals: (build: Build, examples: Examples) => Node;
  /** log p(x) of images in nats, over the batch. */
  readonly logProb: (build: Build, examples: Examples) => Node;
  /** The model run over one pixel after another, for so many images at once. */
  readonly steps: (parameters: Parameters, batchSize: number) => PixelSteps;
}

/** From images to features, and back from features to the numbers of a likelihood. */
export interface Network {
  /** Features of images over batch and one axis of features; `condition`, if any, has one number for each class over batch and its axis. */
  readonly encode: (build: Build, images: Node, condition: Node | null) => { readonly features: Node; readonly over: Axis };
  /** One number for each value of an image, over channel, height and width and what z has besides its code axis. */
  readonly decode: (build: Build, z: Node, condition: Node | null) => Node;
}
