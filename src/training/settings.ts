import { z } from "zod";
import { isAutoregressive, levelsOf } from "../models/index.js";
import type { AutoregressiveSettings, ModelSettings, ObservationSettings } from "../models/index.js";
import { checkAverageDecay, checkClipNorm, checkOptimizer, checkSchedule } from "./optimizers/check.js";
import type { OptimizerSettings, Schedule } from "./optimizers/settings.js";
import { SettingsError } from "./settings-error.js";
import { images, parseWith, seed, units, whole } from "./settings-parser.js";

// What a run that follows gradients is made of, as its configuration holds it. Whatever is read from a file or a command line passes here first.

const network = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("mlp"), hidden: z.array(units).max(16).readonly(), activation: z.enum(["relu", "tanh"]) }),
  z.strictObject({ kind: z.literal("convolutional"), channels: z.array(units).min(1).max(8).readonly() }),
]);

const likelihood = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("bernoulli") }),
  z.strictObject({ kind: z.literal("gaussian"), logVar: z.union([z.number().min(-20).max(20), z.literal("learned")]) }),
]);

const coding = { network, latentDimensions: units, likelihood };
const beta = z.number().min(0).max(1e6);

const levels = whole(2, 256);

const observation = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("bernoulli") }),
  z.strictObject({ kind: z.literal("categorical"), levels }),
  z.strictObject({ kind: z.literal("discretized-logistic"), levels, components: whole(1, 256) }),
]) satisfies z.ZodType<ObservationSettings>;

const autoregressive = z.strictObject({
  kind: z.enum(["pixelcnn", "gated-pixelcnn", "row-lstm", "diagonal-bilstm"]),
  features: whole(1, 4096),
  blocks: whole(0, 256),
  observation,
  classes: whole(0, 256),
}) satisfies z.ZodType<AutoregressiveSettings>;

const model = z.discriminatedUnion("kind", [
  autoregressive,
  z.strictObject({ kind: z.literal("auto-encoder"), ...coding }),
  z.strictObject({ kind: z.literal("vae"), ...coding, beta }),
  z.strictObject({ kind: z.literal("conditional-vae"), ...coding, beta, classes: whole(2, 256) }),
]) satisfies z.ZodType<ModelSettings>;

const learningRate = z.number();

// Which numbers of these make sense, `checkOptimizer` and its like say.
const optimizer = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("adam"),
    learningRate,
    beta1: z.number(),
    beta2: z.number(),
    epsilon: z.number(),
    weightDecay: z.number(),
  }),
  z.strictObject({ kind: z.literal("sgd"), learningRate, momentum: z.number(), nesterov: z.boolean() }),
]) satisfies z.ZodType<OptimizerSettings>;

const schedule = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("constant") }),
  z.strictObject({ kind: z.literal("linear") }),
  z.strictObject({ kind: z.literal("cosine") }),
  z.strictObject({ kind: z.literal("step"), every: z.number(), factor: z.number() }),
  z.strictObject({ kind: z.literal("exponential"), final: z.number() }),
]) satisfies z.ZodType<Schedule>;

const training = z.strictObject({
  batchSize: whole(1, 65_536),
  epochs: whole(1, 1_000_000),
  /** Ends the run before its epochs are over. */
  steps: whole(1, 1e12).nullable(),
  optimizer,
  schedule,
  /** Steps in which the learning rate grows from 0. */
  warmUpSteps: z.number(),
  /** Steps in which annealed terms of the loss grow from 0. */
  annealingSteps: whole(0, 1e9),
  /** The largest norm of the gradient that is not shortened to it. */
  clipNorm: z.number().nullable(),
  /** Decay of the exponential average of the parameters that is evaluated in their place. */
  averageDecay: z.number().nullable(),
  /** Epochs without a better validation loss after which training stops. */
  patience: whole(1, 1_000_000).nullable(),
  checkpointSteps: whole(1, 1e9),
});

const { source, ...which } = images;
const data = z.strictObject({ source, binarization: z.enum(["none", "fixed", "resampled"]), ...which });

const settings = z.strictObject({ model, data, training, seed });

export type DataSettings = z.infer<typeof data>;
export type TrainingSettings = z.infer<typeof training>;
export type RunSettings = z.infer<typeof settings>;

/** @throws SettingsError naming the first setting that is not as it has to be by its path (`training.batchSize`) */
export function parseSettings(value: unknown): RunSettings {
  return checkedTogether(parseWith(settings, value));
}

/** Of the kernels of 3 × 3 places of all blocks. Their masks stand in the graph of a model, which is made before there is anything that counts its memory. */
const MOST_WEIGHTS = 2 ** 26;

function checkedTogether(own: RunSettings): RunSettings {
  const { model, data, training } = own;
  within("training.optimizer", () => {
    checkOptimizer(training.optimizer);
  });
  within("training.schedule", () => {
    checkSchedule(training.schedule, 0);
  });
  within("training", () => {
    checkSchedule({ kind: "constant" }, training.warmUpSteps);
    if (training.clipNorm !== null) checkClipNorm(training.clipNorm);
    if (training.averageDecay !== null) checkAverageDecay(training.averageDecay);
  });
  if (training.patience !== null && data.validation === 0) {
    throw new SettingsError("training.patience: needs images held out for validation: set data.validation too");
  }
  if (isAutoregressive(model)) {
    if (9 * model.features ** 2 * (model.blocks + 1) > MOST_WEIGHTS)
      throw new SettingsError(
        `model.features · model.blocks: ${model.features} · ${model.blocks} are too many to hold: set fewer`,
      );
    if (data.binarization !== "none" && levelsOf(model.observation) !== 2)
      throw new SettingsError("model.observation.levels: binarized images have 2 levels: set data.binarization to none");
    if (training.annealingSteps > 0)
      throw new SettingsError(`training.annealingSteps: the loss of a ${model.kind} has no divergence to anneal: set 0`);
  } else if (model.likelihood.kind === "gaussian" && data.binarization !== "none") {
    throw new SettingsError("model.likelihood: a normal likelihood is for grey levels: set data.binarization to none");
  }
  return own;
}

/** @throws SettingsError for what the check says of a setting of this part, with its path */
function within(part: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw error instanceof SettingsError ? new SettingsError(`${part}.${error.message.replace(" · ", ` · ${part}.`)}`) : error;
  }
}
