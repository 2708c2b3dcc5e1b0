import type { OptimizerSettings, Schedule } from "../../../src/training/optimizers/settings.js";

type Of<Kind extends OptimizerSettings["kind"]> = Extract<OptimizerSettings, { kind: Kind }>;

const adam: Of<"adam"> = { kind: "adam", learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
const sgd: Of<"sgd"> = { kind: "sgd", learningRate: 0.1, momentum: 0, nesterov: false };

export const optimizers = { adam, sgd } as const;

/** One of each kind. */
export const schedules: readonly Schedule[] = [
  { kind: "constant" },
  { kind: "linear" },
  { kind: "cosine" },
  { kind: "step", every: 10, factor: 0.5 },
  { kind: "exponential", final: 0.01 },
];
