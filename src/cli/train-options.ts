import { InvalidArgumentError, Option } from "commander";
import type { ModelKind } from "../models/index.js";
import type { MixtureRunSettings } from "../training/mixture/settings.js";
import type { RunSettings } from "../training/settings.js";

/** What can be trained: what follows the gradient of its loss, and the mixture, which has iterations of its own. */
export type TrainedKind = ModelKind | "gmm";

/** In the order in which they are listed. */
export const KINDS: readonly TrainedKind[] = ["vae", "conditional-vae", "auto-encoder", "gmm"];

/** What each is. */
export const MODELS: Readonly<Record<TrainedKind, string>> = {
  vae: "variational auto-encoder",
  "conditional-vae": "variational auto-encoder that sees the class of an image",
  "auto-encoder": "plain auto-encoder, without a distribution of codes",
  gmm: "Gaussian mixture, fitted by expectation–maximization",
};

/** The flags of `train` that say what is trained, and how. */
export interface TrainFlags {
  readonly data: string;
  readonly binarization: RunSettings["data"]["binarization"];
  readonly validation: number;
  readonly limit?: number;
  readonly network: RunSettings["model"]["network"]["kind"];
  readonly hidden: readonly number[];
  readonly activation: "relu" | "tanh";
  readonly channels: readonly number[];
  readonly latent: number;
  readonly likelihood: RunSettings["model"]["likelihood"]["kind"];
  readonly variance: number | "learned";
  readonly beta: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly steps?: number;
  readonly optimizer: RunSettings["training"]["optimizer"]["kind"];
  readonly learningRate: number;
  readonly momentum: number;
  readonly weightDecay: number;
  readonly schedule: "constant" | "linear" | "cosine";
  readonly warmUp: number;
  readonly annealing: number;
  readonly clipNorm?: number;
  readonly average: number;
  readonly patience?: number;
  readonly checkpointSteps: number;
  readonly components: number;
  readonly covariance: MixtureRunSettings["model"]["covariance"];
  readonly varianceFloor: number;
  readonly iterations: number;
  readonly tolerance: number;
  readonly seed: number;
}

/** All of them: an option makes sense for every model, or for some that `foreignFlag` knows. */
export function trainOptions(): readonly Option[] {
  return [...imageOptions(), ...gradientOptions(), ...mixtureOptions()];
}

function imageOptions(): readonly Option[] {
  return [
    new Option("--data <source>", "mnist, fashion-mnist, cifar-10, or a folder or file of images").default("mnist"),
    number("--validation <images>", "training images held out, the last ones").default(0),
    number("--limit <images>", "training images that are used, the first ones (default: all)"),
  ];
}

/** Of what is fitted by expectation–maximization. */
function mixtureOptions(): readonly Option[] {
  return [
    number("--components <n>", "of a gmm").default(100),
    new Option("--covariance <kind>", "of a component of a gmm; full for images of up to 64 values")
      .choices(["diagonal", "full"])
      .default("diagonal"),
    number("--variance-floor <number>", "least variance of a component of a gmm, for grey levels from 0 to 1").default(1e-5),
    number("--iterations <n>", "of expectation–maximization of a gmm, at most").default(30),
    number("--tolerance <nats>", "gain an image below which a gmm has converged").default(1e-3),
  ];
}

/** Of what follows the gradient of a loss. */
function gradientOptions(): readonly Option[] {
  return [
    new Option("--binarization <kind>", "grey levels as they are, drawn to 0 and 1 once, or anew at every use")
      .choices(["none", "fixed", "resampled"])
      .default("resampled"),
    new Option("--network <kind>", "what encoder and decoder are made of").choices(["mlp", "convolutional"]).default("mlp"),
    numbers("--hidden <units>", "units of each hidden layer of an mlp, with commas between").default([500, 500], "500,500"),
    new Option("--activation <name>", "of an mlp").choices(["relu", "tanh"]).default("relu"),
    numbers("--channels <count>", "channels after each convolution, with commas between").default([32, 64], "32,64"),
    number("--latent <dimensions>", "dimensions of a code").default(32),
    new Option("--likelihood <kind>", "of an image given its code").choices(["bernoulli", "gaussian"]).default("bernoulli"),
    new Option("--variance <number>", "of a normal likelihood: a number, or learned").argParser(parseVariance).default("learned"),
    number("--beta <number>", "what the divergence from the prior counts in the loss").default(1),
    number("--batch-size <images>", "images a step").default(128),
    number("--epochs <n>", "passes over the training images").default(20),
    number("--steps <n>", "end after so many steps (default: all epochs)"),
    new Option("--optimizer <kind>", "how parameters follow their gradients").choices(["adam", "sgd"]).default("adam"),
    number("--learning-rate <number>", "of the optimizer").default(1e-3),
    number("--momentum <number>", "of sgd").default(0.9),
    number("--weight-decay <number>", "of adam, decoupled from the gradient").default(0),
    new Option("--schedule <kind>", "how the learning rate goes down")
      .choices(["constant", "cosine", "linear"])
      .default("cosine"),
    number("--warm-up <steps>", "steps in which the learning rate grows from 0").default(0),
    number("--annealing <steps>", "steps in which the divergence's part of the loss grows from 0").default(0),
    number("--clip-norm <number>", "shorten longer gradients to this norm (default: never)"),
    number("--average <decay>", "exponential average of the parameters that is evaluated in their place; 0 for none").default(
      0.999,
    ),
    number("--patience <epochs>", "stop after so many epochs without a better validation loss (default: never)"),
    number("--checkpoint-steps <n>", "steps between checkpoints, besides those at the end of epochs").default(1000),
  ];
}

/** The first of these flags that is none of such a model's; null where all are. */
export function foreignFlag(kind: TrainedKind, given: readonly string[]): string | null {
  const foreign = kind === "gmm" ? gradientOptions() : mixtureOptions();
  return given.find((flag) => foreign.some(({ long }) => long === flag)) ?? null;
}

function number(flags: string, description: string): Option {
  return new Option(flags, description).argParser(parseNumber);
}

function numbers(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => (text === "" ? [] : text.split(",").map(parseNumber)));
}

function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("It takes a number.");
  return value;
}

function parseVariance(text: string): number | "learned" {
  if (text === "learned") return text;
  const value = parseNumber(text);
  if (value < 1e-8 || value > 1e8) throw new InvalidArgumentError("It takes a number from 1e-8 to 1e8, or learned.");
  return value;
}

/** The flag that each setting comes from. */
const FLAGS: Readonly<Record<string, string>> = {
  "data.source": "--data",
  "data.binarization": "--binarization",
  "data.validation": "--validation",
  "data.limit": "--limit",
  "model.components": "--components",
  "model.varianceFloor": "--variance-floor",
  "model.network.hidden": "--hidden",
  "model.network.activation": "--activation",
  "model.network.channels": "--channels",
  "model.network": "--network",
  "model.latentDimensions": "--latent",
  "model.likelihood.logVar": "--variance",
  "model.likelihood": "--likelihood",
  "model.beta": "--beta",
  "training.batchSize": "--batch-size",
  "training.epochs": "--epochs",
  "training.steps": "--steps",
  "training.optimizer.learningRate": "--learning-rate",
  "training.optimizer.momentum": "--momentum",
  "training.optimizer.weightDecay": "--weight-decay",
  "training.iterations": "--iterations",
  "training.tolerance": "--tolerance",
  "training.optimizer": "--optimizer",
  "training.schedule": "--schedule",
  "training.warmUpSteps": "--warm-up",
  "training.annealingSteps": "--annealing",
  "training.clipNorm": "--clip-norm",
  "training.averageDecay": "--average",
  "training.patience": "--patience",
  "training.checkpointSteps": "--checkpoint-steps",
};

/** A message about settings, with the flags that they come from in the place of their paths. */
export function inFlags(message: string): string {
  return Object.entries(FLAGS).reduce((text, [path, flag]) => text.replaceAll(path, flag), message);
}

/** What the flags say, not yet looked at: `parseSettings` does. */
export function settingsOf(model: ModelKind, flags: TrainFlags, classes: number): unknown {
  const coding = {
    network:
      flags.network === "mlp"
        ? { kind: flags.network, hidden: flags.hidden, activation: flags.activation }
        : { kind: flags.network, channels: flags.channels },
    latentDimensions: flags.latent,
    likelihood:
      flags.likelihood === "bernoulli"
        ? { kind: flags.likelihood }
        : { kind: flags.likelihood, logVar: flags.variance === "learned" ? flags.variance : Math.log(flags.variance) },
  };
  const models: Readonly<Record<ModelKind, object>> = {
    "auto-encoder": { kind: model, ...coding },
    vae: { kind: model, ...coding, beta: flags.beta },
    "conditional-vae": { kind: model, ...coding, beta: flags.beta, classes },
  };
  return {
    model: models[model],
    data: {
      source: flags.data,
      binarization: flags.binarization,
      validation: flags.validation,
      limit: flags.limit ?? null,
    },
    training: {
      batchSize: flags.batchSize,
      epochs: flags.epochs,
      steps: flags.steps ?? null,
      optimizer:
        flags.optimizer === "adam"
          ? {
              kind: flags.optimizer,
              learningRate: flags.learningRate,
              beta1: 0.9,
              beta2: 0.999,
              epsilon: 1e-8,
              weightDecay: flags.weightDecay,
            }
          : { kind: flags.optimizer, learningRate: flags.learningRate, momentum: flags.momentum, nesterov: false },
      schedule: { kind: flags.schedule },
      warmUpSteps: flags.warmUp,
      annealingSteps: flags.annealing,
      clipNorm: flags.clipNorm ?? null,
      averageDecay: flags.average === 0 ? null : flags.average,
      patience: flags.patience ?? null,
      checkpointSteps: flags.checkpointSteps,
    },
    seed: flags.seed,
  };
}
