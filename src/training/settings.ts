import { z } from "zod";
import type { ModelSettings } from "../models/index.js";
import { checkAverageDecay, checkClipNorm, checkOptimizer, checkSchedule } from "./optimizers/check.js";
import type { OptimizerSettings, Schedule } from "./optimizers/settings.js";
import { SettingsError } from "./settings-error.js";

// What a run is made of, as its configuration holds it. Whatever is read from a file or a command line passes here first.

const whole = (least: number, most: number) => z.int().min(least).max(most);
const units = whole(1, 65_536);
const seed = whole(0, Number.MAX_SAFE_INTEGER);

const network = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("mlp"), hidden: z.array(units).max(16), activation: z.enum(["relu", "tanh"]) }),
  z.strictObject({ kind: z.literal("convolutional"), channels: z.array(units).min(1).max(8) }),
]);

const likelihood = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("bernoulli") }),
  z.strictObject({ kind: z.literal("gaussian"), logVar: z.union([z.number().min(-20).max(20), z.literal("learned")]) }),
]);

const coding = { network, latentDimensions: units, likelihood };
const beta = z.number().min(0).max(1e6);

const model = z.discriminatedUnion("kind", [
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

const data = z.strictObject({
  source: z.string().min(1),
  binarization: z.enum(["none", "fixed", "resampled"]),
  /** Images of the training set, its last ones, that are held out for validation. */
  validation: whole(0, 1e9),
  /** The training images that are used, its first ones. */
  limit: whole(1, 1e9).nullable(),
});

const settings = z.strictObject({ model, data, training, seed });

export type DataSettings = z.infer<typeof data>;
export type TrainingSettings = z.infer<typeof training>;
export type RunSettings = z.infer<typeof settings>;

/** @throws SettingsError naming the first setting that is not as it has to be by its path (`training.batchSize`) */
export function parseSettings(value: unknown): RunSettings {
  const parsed = settings.safeParse(value, { error: demandOf });
  if (parsed.success) return checkedTogether(parsed.data);
  const [issue] = parsed.error.issues;
  const path = issue?.path.filter((part) => typeof part === "string").join(".") ?? "";
  throw new SettingsError(`${path === "" ? "the settings" : path}: ${issue?.message ?? "not understood"}`);
}

/** What a number or a list has to be; of other settings the parser's own words. */
function demandOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "too_small":
    case "too_big": {
      const most = issue.code === "too_small" ? `at least ${String(issue.minimum)}` : `at most ${String(issue.maximum)}`;
      return issue.origin === "array" ? `there have to be ${most}` : `${String(issue.input)} is not ${most}`;
    }
    case "invalid_type":
      return typeof issue.input === "number"
        ? `${issue.input} is not a finite ${issue.expected === "int" ? "whole " : ""}number`
        : undefined;
    default:
      return undefined;
  }
}

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
  if (model.likelihood.kind === "gaussian" && data.binarization !== "none") {
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
