import { describe, expect, it } from "vitest";
import { modelOf } from "../../src/models/index.js";
import { referenceEngine } from "../../src/tensor/engines/reference/executable.js";
import type { Arrays } from "../../src/tensor/engines/engine.js";
import type { RunSettings } from "../../src/training/settings.js";
import { Trainer } from "../../src/training/trainer.js";
import { example, mapped, SCALAR_VAE } from "./plain.js";
import type { Example, Parameters } from "./plain.js";
import { recording } from "./recording.js";
import { datasetOf, settingsOf, trainIn, withPath } from "./world.js";

const IMAGE = { channels: 1, height: 1, width: 1 };
const DATA = datasetOf(10, { shape: IMAGE, classes: 0 });
const TOTAL = 9;

/** Batches of four, three and one image, in turn. */
const BATCHES = Array.from({ length: TOTAL }, (_, i) => Uint32Array.from([[0, 1, 2, 3], [4, 5, 6], [9]][i % 3] ?? []));

const SETTINGS = settingsOf({
  model: SCALAR_VAE,
  data: { binarization: "none" },
  training: {
    optimizer: { kind: "sgd", learningRate: 0.3, momentum: 0, nesterov: false },
    schedule: { kind: "cosine" },
    warmUpSteps: 2,
    annealingSteps: 4,
    clipNorm: 0.4,
    averageDecay: 0.3,
  },
});

const valueOf = (arrays: Arrays): Parameters => mapped((name) => arrays[name]?.[0] ?? NaN);

interface Taken {
  readonly batch: readonly Example[];
  readonly before: Parameters;
  readonly after: Parameters;
  readonly averages: Parameters;
  readonly loss: number;
  readonly terms: ReadonlyMap<string, number>;
  readonly gradientNorm: number;
  readonly learningRate: number;
}

/** What the trainer does, step by step, and with which noise. */
async function taken(settings: RunSettings): Promise<readonly Taken[]> {
  const { engine, runs } = recording(referenceEngine());
  const trainer = await Trainer.open(engine, modelOf(settings.model, IMAGE), IMAGE, settings);
  const steps: Taken[] = [];
  for (const [i, indices] of BATCHES.entries()) {
    const before = valueOf(trainer.parameters);
    const result = await trainer.step(DATA, indices, i + 1, 0, TOTAL);
    const { images = [], noise = [] } = runs.at(-1)?.inputs ?? {};
    const batch = images.map((x, row) => ({ x, noise: noise[row] ?? NaN }));
    steps.push({ batch, before, after: valueOf(trainer.parameters), averages: valueOf(trainer.evaluated), ...result });
  }
  await trainer.close();
  return steps;
}

/** What a step is made of: each may be planted wrong. */
const RIGHT = {
  learningRate: (step: number) => 0.3 * (step <= 2 ? step / 2 : (1 + Math.cos((Math.PI * (step - 3)) / (TOTAL - 2))) / 2),
  annealing: (step: number) => Math.min(1, step / 4),
  scale: (norm: number) => Math.min(1, 0.4 / norm),
  decay: (step: number) => Math.min(0.3, (1 + step) / (10 + step)),
  divisor: (batch: number) => batch,
};

/** The largest difference between what was taken and plain numbers. */
function difference(steps: readonly Taken[], rules: typeof RIGHT): number {
  const [first] = steps;
  if (first === undefined) return Infinity;
  let [largest, averages] = [0, first.before];
  const compare = (actual: number, expected: number): void => {
    largest = Math.max(largest, Math.abs(actual - expected));
  };
  for (const [i, { batch, before, after, ...own }] of steps.entries()) {
    const step = i + 1;
    const annealing = rules.annealing(step);
    const single = batch.map((one) => example(before, one, SCALAR_VAE.beta * annealing));
    const sum = (value: (one: (typeof single)[number]) => number): number =>
      single.reduce((total, one) => total + value(one), 0) / rules.divisor(batch.length);
    const gradient = mapped((name) => sum(({ gradients }) => gradients[name]));
    const norm = Math.hypot(...Object.values(gradient));
    const rate = rules.learningRate(step);
    compare(
      own.terms.get("reconstruction") ?? NaN,
      sum(({ reconstruction }) => reconstruction),
    );
    compare(
      own.terms.get("kl") ?? NaN,
      sum(({ kl }) => kl),
    );
    compare(
      own.loss,
      sum(({ reconstruction, kl }) => reconstruction + SCALAR_VAE.beta * annealing * kl),
    );
    compare(own.gradientNorm, norm);
    compare(own.learningRate, rate);
    const moved = mapped((name) => before[name] - rate * rules.scale(norm) * gradient[name]);
    const before2 = averages;
    averages = mapped((name) => before2[name] + (1 - rules.decay(step)) * (moved[name] - before2[name]));
    const expected = averages;
    mapped((name) => {
      compare(after[name], moved[name]);
      compare(own.averages[name], expected[name]);
      return 0;
    });
  }
  return largest;
}

const steps = await taken(SETTINGS);

describe("a step of training", () => {
  it("is what plain numbers say: the mean over the batch, the schedule, annealing, clipping, averaging", () => {
    expect(steps).toHaveLength(TOTAL);
    expect(difference(steps, RIGHT)).toBeLessThan(1e-6);
  });

  const PLANTED: Readonly<Record<string, Partial<typeof RIGHT>>> = {
    "the last batch divided by the size of a full one": { divisor: () => 4 },
    "a schedule one step late": { learningRate: (step) => RIGHT.learningRate(Math.max(1, step - 1)) },
    "no warm-up": { learningRate: (step) => 0.15 * (1 + Math.cos((Math.PI * (step - 1)) / TOTAL)) },
    "annealing one step late": { annealing: (step) => Math.min(1, (step - 1) / 4) },
    "no annealing": { annealing: () => 1 },
    "no clipping": { scale: () => 1 },
    "every gradient brought to the norm": { scale: (norm) => 0.4 / norm },
    "the decay of the averages from the first step on": { decay: () => 0.3 },
  };

  it.each(Object.keys(PLANTED))("is noticed to be another with %s", (name) => {
    expect(difference(steps, { ...RIGHT, ...PLANTED[name] })).toBeGreaterThan(1e-3);
  });
});

describe("what a step sees", () => {
  /** What goes into a step with the first four images. */
  async function seen(settings: RunSettings, step: number, epoch: number) {
    const { engine, runs } = recording(referenceEngine());
    const trainer = await Trainer.open(engine, modelOf(settings.model, DATA.shape), DATA.shape, settings);
    await trainer.step(DATA, Uint32Array.of(0, 1, 2, 3), step, epoch, TOTAL);
    await trainer.close();
    return runs.at(-1)?.inputs ?? {};
  }

  it("is other noise at every step, and of another seed", async () => {
    const noises = [await seen(SETTINGS, 1, 0), await seen(SETTINGS, 2, 0), await seen({ ...SETTINGS, seed: 1 }, 1, 0)];
    expect(new Set(noises.flatMap(({ noise = [] }) => noise)).size).toBe(12);
  });

  it("is grey levels, one drawing of black and white, or another in each epoch", async () => {
    const shape = { channels: 1, height: 9, width: 9 };
    const data = datasetOf(4, { shape, classes: 0 });
    const imagesIn = async (binarization: RunSettings["data"]["binarization"], epoch: number) => {
      const { engine, runs } = recording(referenceEngine());
      const settings = settingsOf({ data: { binarization } });
      const trainer = await Trainer.open(engine, modelOf(settings.model, shape), shape, settings);
      await trainer.step(data, Uint32Array.of(3, 1, 0, 2), 1 + epoch, epoch, TOTAL);
      await trainer.close();
      return runs[0]?.inputs.images ?? [];
    };
    const grey = await imagesIn("none", 0);
    const levels = new Uint8Array(4 * 81);
    await data.read(Uint32Array.of(3, 1, 0, 2), levels, new Uint8Array(4));
    expect(grey).toEqual([...levels].map((level) => Math.fround(level / 255)));
    expect(await imagesIn("none", 1)).toEqual(grey);
    const fixed = await imagesIn("fixed", 0);
    expect(new Set(fixed)).toEqual(new Set([0, 1]));
    expect(await imagesIn("fixed", 1)).toEqual(fixed);
    const resampled = [await imagesIn("resampled", 0), await imagesIn("resampled", 1)];
    expect(resampled[1]).not.toEqual(resampled[0]);
    expect(await imagesIn("resampled", 0)).toEqual(resampled[0]);
  });

  it("is every image once an epoch, in another order each", async () => {
    await withPath(async (path) => {
      const { engine, runs } = recording(referenceEngine());
      const settings = settingsOf({ model: SCALAR_VAE, data: { binarization: "none" }, training: { epochs: 2 } });
      await trainIn(path, { settings, engine, data: DATA, monitor: DATA });
      const steps = runs.filter(({ inputs }) => "annealing" in inputs).map(({ inputs: { images = [] } }) => images);
      expect(steps.map(({ length }) => length)).toEqual([4, 4, 2, 4, 4, 2]);
      const [first, second] = [steps.slice(0, 3).flat(), steps.slice(3).flat()];
      expect(new Set(first).size).toBe(10);
      expect(second).not.toEqual(first);
      expect(second.toSorted()).toEqual(first.toSorted());
    });
  });
});
