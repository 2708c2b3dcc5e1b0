import { describe, expect, it } from "vitest";
import { modelOf } from "../../src/models/index.js";
import { referenceEngine } from "../../src/tensor/engines/reference/executable.js";
import type { RunSettings } from "../../src/training/settings.js";
import { Trainer } from "../../src/training/trainer.js";
import type { Complaint } from "../probability/checks.js";
import { describeMutant } from "../probability/mutant.js";
import { datasetOf, settingsOf, SMALL_VAE } from "../training/world.js";

// Options of a training that are accepted and ignored.

const COUNT = 12;
const STEPS = 4;
const dataset = datasetOf(COUNT);

const adam = { kind: "adam", learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 } as const;
const sgd = { kind: "sgd", learningRate: 0.01, momentum: 0.5, nesterov: false } as const;
const usual = {
  data: { binarization: "fixed" },
  training: { optimizer: adam, schedule: { kind: "constant" }, batchSize: 3 },
} as const;
const base = settingsOf(usual);
const withData = (data: Partial<RunSettings["data"]>): RunSettings => ({ ...base, data: { ...base.data, ...data } });
const withTraining = (training: Partial<RunSettings["training"]>, to = base): RunSettings => ({
  ...to,
  training: { ...to.training, ...training },
});
const bySgd = withTraining({ optimizer: sgd });

/** Two settings that differ in one option. */
const pairs: Readonly<Record<string, readonly [RunSettings, RunSettings]>> = {
  β: [base, settingsOf({ ...usual, model: { ...SMALL_VAE, beta: 2 } })],
  seed: [base, { ...base, seed: 1 }],
  "binarization: none": [base, withData({ binarization: "none" })],
  "binarization: resampled": [base, withData({ binarization: "resampled" })],
  "the size of batches": [base, withTraining({ batchSize: 4 })],
  optimizer: [base, bySgd],
  "the learning rate of Adam": [base, withTraining({ optimizer: { ...adam, learningRate: 0.02 } })],
  beta1: [base, withTraining({ optimizer: { ...adam, beta1: 0.5 } })],
  beta2: [base, withTraining({ optimizer: { ...adam, beta2: 0.5 } })],
  ε: [base, withTraining({ optimizer: { ...adam, epsilon: 1e-2 } })],
  "weight decay": [base, withTraining({ optimizer: { ...adam, weightDecay: 0.5 } })],
  "the learning rate of gradient descent": [bySgd, withTraining({ optimizer: { ...sgd, learningRate: 0.02 } })],
  momentum: [bySgd, withTraining({ optimizer: { ...sgd, momentum: 0.9 } })],
  "Nesterov's momentum": [bySgd, withTraining({ optimizer: { ...sgd, nesterov: true } })],
  "a linear schedule": [base, withTraining({ schedule: { kind: "linear" } })],
  "a cosine schedule": [base, withTraining({ schedule: { kind: "cosine" } })],
  "an exponential schedule": [base, withTraining({ schedule: { kind: "exponential", final: 0.1 } })],
  "what is left by an exponential schedule": [
    withTraining({ schedule: { kind: "exponential", final: 0.1 } }),
    withTraining({ schedule: { kind: "exponential", final: 0.2 } }),
  ],
  "a schedule of steps": [base, withTraining({ schedule: { kind: "step", every: 2, factor: 0.5 } })],
  "how many steps a schedule waits": [
    withTraining({ schedule: { kind: "step", every: 1, factor: 0.5 } }),
    withTraining({ schedule: { kind: "step", every: 2, factor: 0.5 } }),
  ],
  "warm-up": [base, withTraining({ warmUpSteps: 2 })],
  annealing: [base, withTraining({ annealingSteps: 3 })],
  "the longest gradient": [bySgd, withTraining({ clipNorm: 0.1 }, bySgd)],
  "exponential averages": [base, withTraining({ averageDecay: 0.9 })],
  "the decay of averages": [withTraining({ averageDecay: 0.9 }), withTraining({ averageDecay: 0.05 })],
};

type Train = (settings: RunSettings) => Promise<readonly number[]>;

/** All parameters that are evaluated after a few steps. */
const trained: Train = async (settings) => {
  const model = modelOf(settings.model, dataset.shape);
  const trainer = await Trainer.open(referenceEngine(), model, dataset.shape, settings);
  try {
    const { batchSize } = settings.training;
    for (let step = 1; step <= STEPS; step++) {
      const indices = Uint32Array.from({ length: batchSize }, (_, i) => ((step - 1) * batchSize + i) % COUNT);
      await trainer.step(dataset, indices, step, Math.floor(step / 2), STEPS);
    }
    return Object.values(trainer.evaluated).flatMap((values) => [...values]);
  } finally {
    await trainer.close();
  }
};

const same = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((x, i) => x === b[i]);

/** The option moves the parameters elsewhere. */
async function acts(option: string, train: Train): Promise<Complaint> {
  const [one = base, other = base] = pairs[option] ?? [];
  return same(await train(one), await train(other)) ? `${option} is accepted and ignored` : null;
}

/** A training that takes the option and does as if it had its usual value. */
const ignoring =
  (change: (settings: RunSettings) => RunSettings): Train =>
  async (settings) =>
    trained(change(settings));

const ignored: Readonly<Record<string, (settings: RunSettings) => RunSettings>> = {
  β: (own) => (own.model.kind === "vae" ? { ...own, model: { ...own.model, beta: 1 } } : own),
  annealing: (own) => withTraining({ annealingSteps: 0 }, own),
  "the longest gradient": (own) => withTraining({ clipNorm: null }, own),
  "exponential averages": (own) => withTraining({ averageDecay: null }, own),
  "warm-up": (own) => withTraining({ warmUpSteps: 0 }, own),
  "a linear schedule": (own) =>
    own.training.schedule.kind === "linear" ? withTraining({ schedule: { kind: "constant" } }, own) : own,
};

describe("bug 14: an option of a training that is accepted and ignored", () => {
  it.each(Object.keys(pairs).filter((option) => !(option in ignored)))("is not %s", async (option) => {
    expect(await acts(option, trained)).toBeNull();
  });

  it("is no matter of chance: the same settings give the same parameters", async () => {
    expect(same(await trained(base), await trained(base))).toBe(true);
  });
});

for (const [option, change] of Object.entries(ignored)) {
  describeMutant<Train>({
    bug: 14,
    mistake: `${option}, accepted and ignored`,
    right: trained,
    wrong: ignoring(change),
    check: async (train) => acts(option, train),
    message: `${option} is accepted and ignored`,
  });
}
