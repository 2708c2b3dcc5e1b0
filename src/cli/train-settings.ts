import type { ImageSize, LikelihoodSettings, ModelKind, NetworkSettings, ObservationSettings } from "../models/index.js";
import type { MixtureRunSettings } from "../training/mixture/settings.js";
import type { RunSettings } from "../training/settings.js";
import { RequestError } from "./errors.js";
import { MODELS } from "./train-kinds.js";

/** The flags of `train` that say what is trained, and how. */
export interface TrainFlags {
  readonly data: string;
  readonly binarization: RunSettings["data"]["binarization"];
  readonly validation: number;
  readonly limit?: number;
  readonly network: NetworkSettings["kind"];
  readonly hidden: readonly number[];
  readonly activation: "relu" | "tanh";
  readonly channels: readonly number[];
  readonly latent: number;
  readonly likelihood: LikelihoodSettings["kind"] | ObservationSettings["kind"];
  readonly variance: number | "learned";
  readonly beta: number;
  readonly features?: number;
  readonly blocks: number;
  readonly levels: number;
  readonly logistics: number;
  readonly conditional: boolean;
  readonly batchSize?: number;
  readonly epochs: number;
  readonly steps?: number;
  readonly optimizer: RunSettings["training"]["optimizer"]["kind"];
  readonly learningRate?: number;
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
  "model.features": "--features",
  "model.blocks": "--blocks",
  "model.observation.levels": "--levels",
  "model.observation.components": "--logistics",
  "model.observation": "--likelihood",
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

/** What holds where nothing is said: images a step, and the optimizer's learning rate. */
const CODED = { batchSize: 128, learningRate: 1e-3 };
const PIXELWISE = { batchSize: 32, learningRate: 3e-3 };

/** What the flags say, not yet looked at: `parseSettings` does. @throws RequestError for a likelihood that is none of the model's */
export function settingsOf(kind: ModelKind, flags: TrainFlags, classes: number, image: ImageSize): unknown {
  const defaults = MODELS[kind].family === "autoregressive" ? PIXELWISE : CODED;
  const { batchSize = defaults.batchSize, learningRate = defaults.learningRate } = flags;
  return {
    model: modelSettings(kind, flags, classes, image),
    data: {
      source: flags.data,
      binarization: flags.binarization,
      validation: flags.validation,
      limit: flags.limit ?? null,
    },
    training: {
      batchSize,
      epochs: flags.epochs,
      steps: flags.steps ?? null,
      optimizer:
        flags.optimizer === "adam"
          ? {
              kind: flags.optimizer,
              learningRate,
              beta1: 0.9,
              beta2: 0.999,
              epsilon: 1e-8,
              weightDecay: flags.weightDecay,
            }
          : { kind: flags.optimizer, learningRate, momentum: flags.momentum, nesterov: false },
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

/** Features of a pixel model where nothing is said: the least multiple of the colours from here on. */
const FEATURES = 64;

function modelSettings(kind: ModelKind, flags: TrainFlags, classes: number, { channels }: ImageSize): unknown {
  switch (kind) {
    case "auto-encoder":
      return { kind, ...codingOf(kind, flags) };
    case "vae":
      return { kind, ...codingOf(kind, flags), beta: flags.beta };
    case "conditional-vae":
      return { kind, ...codingOf(kind, flags), beta: flags.beta, classes };
    case "pixelcnn":
    case "gated-pixelcnn":
    case "row-lstm":
    case "diagonal-bilstm": {
      const { features = Math.ceil(FEATURES / channels) * channels, blocks, conditional } = flags;
      return { kind, features, blocks, observation: observationOf(kind, flags), classes: conditional ? classes : 0 };
    }
  }
}

function codingOf(kind: ModelKind, flags: TrainFlags): object {
  return {
    network:
      flags.network === "mlp"
        ? { kind: flags.network, hidden: flags.hidden, activation: flags.activation }
        : { kind: flags.network, channels: flags.channels },
    latentDimensions: flags.latent,
    likelihood: likelihoodOf(kind, flags),
  };
}

function likelihoodOf(model: ModelKind, { likelihood: kind, variance }: TrainFlags): LikelihoodSettings {
  switch (kind) {
    case "bernoulli":
      return { kind };
    case "gaussian":
      return { kind, logVar: variance === "learned" ? variance : Math.log(variance) };
    case "categorical":
    case "discretized-logistic":
      throw new RequestError(`--likelihood ${kind}: is none of a ${model}: name bernoulli or gaussian`);
  }
}

function observationOf(model: ModelKind, { likelihood: kind, levels, logistics }: TrainFlags): ObservationSettings {
  switch (kind) {
    case "bernoulli":
      return { kind };
    case "categorical":
      return { kind, levels };
    case "discretized-logistic":
      return { kind, levels, components: logistics };
    case "gaussian":
      throw new RequestError(`--likelihood ${kind}: is none of a ${model}: name bernoulli, categorical or discretized-logistic`);
  }
}
