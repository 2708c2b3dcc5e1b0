import { mkdtemp, readdir, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bytesPerImage } from "../../src/data/dataset.js";
import type { Dataset, ImageShape, Split } from "../../src/data/dataset.js";
import { datasetOf as inMemory } from "../../src/data/memory.js";
import { keyedRandom } from "../../src/numbers/random.js";
import { modelOf } from "../../src/models/index.js";
import type { ModelSettings } from "../../src/models/index.js";
import type { JsonObject } from "../../src/runs/json.js";
import { RunFolder } from "../../src/runs/run-folder.js";
import type { Engine } from "../../src/tensor/engines/engine.js";
import { referenceEngine } from "../../src/tensor/engines/reference/executable.js";
import type { RunSettings } from "../../src/training/settings.js";
import { train } from "../../src/training/train.js";
import type { TrainingEnd, TrainingEvents } from "../../src/training/train.js";

/** Images of grey levels that follow from a word, in memory, with labels below `classes`. */
export function datasetOf(
  count: number,
  { word = "images", split = "train", classes = 3, shape = { channels: 1, height: 3, width: 2 } }: DatasetOptions = {},
): Dataset {
  const random = keyedRandom(word, split);
  const images = Uint8Array.from({ length: count * bytesPerImage(shape) }, () => random.integer(0, 255));
  const labels = Uint8Array.from({ length: classes === 0 ? 0 : count }, (_, index) => index % classes);
  return inMemory({ name: word, split, shape, images, labels, classes });
}

interface DatasetOptions {
  readonly word?: string;
  readonly split?: Split;
  readonly classes?: number;
  readonly shape?: ImageShape;
}

export const SMALL_VAE = {
  kind: "vae",
  network: { kind: "mlp", hidden: [4], activation: "tanh" },
  latentDimensions: 2,
  likelihood: { kind: "bernoulli" },
  beta: 1,
} as const satisfies ModelSettings;

const TRAINING: RunSettings["training"] = {
  batchSize: 4,
  epochs: 3,
  steps: null,
  optimizer: { kind: "adam", learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
  schedule: { kind: "cosine" },
  warmUpSteps: 0,
  annealingSteps: 0,
  clipNorm: null,
  averageDecay: null,
  patience: null,
  checkpointSteps: 1000,
};

/** Settings of a small training, but for what is given. */
export function settingsOf({ model = SMALL_VAE, data = {}, training = {}, seed = 0 }: SettingsOptions = {}): RunSettings {
  return {
    model,
    data: { source: "memory", binarization: "resampled", validation: 0, limit: null, ...data },
    training: { ...TRAINING, ...training },
    seed,
  };
}

export interface SettingsOptions {
  readonly model?: ModelSettings;
  readonly data?: Partial<RunSettings["data"]>;
  readonly training?: Partial<RunSettings["training"]>;
  readonly seed?: number;
}

export interface Subject {
  readonly settings: RunSettings;
  readonly engine?: Engine;
  readonly data?: Dataset;
  readonly monitor?: Dataset;
  /** What `config.json` holds. */
  readonly config?: JsonObject;
}

/** Ten images, of which the last batch of four has two; seven to measure on. */
const data = datasetOf(10);
const monitor = datasetOf(7, { split: "test" });

/** Trains in the folder, from its newest checkpoint where it holds a run. */
export async function trainIn(
  path: string,
  { settings, engine = referenceEngine(), data: own = data, monitor: measured = monitor, config = {} }: Subject,
  events: Partial<TrainingEvents> = {},
): Promise<TrainingEnd> {
  const isThere = (await readdir(path).catch(() => null)) !== null;
  const { run: folder, checkpoint } = isThere
    ? await RunFolder.resume(path)
    : { run: await RunFolder.create(path, config), checkpoint: null };
  try {
    const model = modelOf(settings.model, own.shape);
    const all = { onStep: () => undefined, onEpoch: () => Promise.resolve(), stopRequested: () => false, ...events };
    return await train({ engine, model, settings, train: own, monitor: measured, folder, checkpoint }, all);
  } finally {
    await folder.close();
  }
}

/** The bytes of all that a training writes, by the paths in its folder. */
export async function bytesIn(path: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const contents = await Promise.all(
    files.sort().map(async (file) => [file.slice(path.length + 1), await readFile(file, "latin1")] as const),
  );
  return Object.fromEntries(contents);
}

/** Hands a path to `use` at which there is nothing yet; what it makes there is removed afterwards. */
export async function withPath<T>(use: (path: string) => Promise<T>): Promise<T> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "qedmark-training-")));
  try {
    return await use(join(folder, "run"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
