import { parseArgs } from "node:util";
import { openDataset } from "../src/data/open.js";
import { epochOrder } from "../src/data/order.js";
import { modelOf } from "../src/models/index.js";
import { isEngineName, openEngine } from "../src/tensor/engines/choose.js";
import { parseSettings } from "../src/training/settings.js";
import { stepsOf } from "../src/training/train.js";
import { Trainer } from "../src/training/trainer.js";
import { wallClock } from "./samples.js";

// One process that trains, as the command does, and says how fast, or how much memory it has after some steps and after many.

const { values } = parseArgs({
  options: {
    engine: { type: "string", default: "onnx" },
    network: { type: "string", default: "mlp" },
    seconds: { type: "string", default: "6" },
    threads: { type: "string", default: "2" },
    /** With a number of steps, from 1,000, the resident memory after so many is measured, and after twice as many, instead of the speed. */
    steps: { type: "string", default: "0" },
  },
});
const { engine: name, network } = values;
const isPixelwise = network === "pixelcnn";
const BATCH = isPixelwise ? 32 : 128;
if (!isEngineName(name)) throw new Error(`no engine ${name}`);
const { engine } = await openEngine(name, { threads: Number(values.threads) });
const data = await openDataset("mnist", "train");
const settings = parseSettings({
  model: isPixelwise
    ? { kind: network, features: 64, blocks: 8, observation: { kind: "bernoulli" }, classes: 0 }
    : {
        kind: "vae",
        network:
          network === "mlp" ? { kind: "mlp", hidden: [400], activation: "relu" } : { kind: "convolutional", channels: [32, 64] },
        latentDimensions: 20,
        likelihood: { kind: "bernoulli" },
        beta: 1,
      },
  data: { source: "mnist", binarization: "resampled", validation: 0, limit: null },
  training: {
    batchSize: BATCH,
    epochs: 1000,
    steps: null,
    optimizer: { kind: "adam", learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
    schedule: { kind: "constant" },
    warmUpSteps: 0,
    annealingSteps: 0,
    clipNorm: null,
    averageDecay: null,
    patience: null,
    checkpointSteps: 1_000_000,
  },
  seed: 0,
});
const trainer = await Trainer.open(engine, modelOf(settings.model, data.shape), data.shape, settings);
const total = stepsOf(settings, data.count);

/** Steps through the data, epoch after epoch; gives the loss of each. */
async function* steps(): AsyncGenerator<number, never> {
  let step = 0;
  for (let epoch = 0; ; epoch++) {
    const order = epochOrder(data.count, settings.seed, epoch);
    for (let from = 0; from + BATCH <= data.count; from += BATCH) {
      step += 1;
      yield (await trainer.step(data, order.subarray(from, from + BATCH), step, epoch, total)).loss;
    }
  }
}

const running = steps();
const next = async (): Promise<number> => (await running.next()).value;
const first = await next();
if (Number(values.steps) > 0) {
  // What is resident goes up and down with the collection of garbage: the highest of many moments is compared.
  const stretch = 1000;
  const highest = async (): Promise<number> => {
    let most = 0;
    for (let i = 0; i < stretch; i++) {
      await next();
      if (i % 20 === 0) most = Math.max(most, process.memoryUsage.rss());
    }
    return most;
  };
  const advance = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) await next();
  };
  const steps = Number(values.steps);
  await advance(steps - stretch);
  const before = await highest();
  await advance(steps - stretch);
  console.log(JSON.stringify({ before, after: await highest() }));
} else {
  const seconds = Number(values.seconds);
  const warm = wallClock() + Math.min(2, seconds / 3) * 1000;
  while (wallClock() < warm) await next();
  const start = wallClock();
  let [taken, last] = [0, first];
  while (wallClock() < start + seconds * 1000) {
    last = await next();
    taken += 1;
  }
  const imagesPerSecond = (taken * BATCH * 1000) / (wallClock() - start);
  if (!(last < first)) throw new Error(`the loss did not fall: ${first} to ${last}`);
  console.log(JSON.stringify({ imagesPerSecond }));
}
process.exit(0);
