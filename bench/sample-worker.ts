import { parseArgs } from "node:util";
import { Parameters } from "../src/layers/index.js";
import { autoregressiveOf, Build } from "../src/models/index.js";
import type { AutoregressiveOfSettings, AutoregressiveSettings, ImageSize } from "../src/models/index.js";
import { keyedRandom } from "../src/numbers/random.js";
import { draw } from "../src/sampling/draw.js";
import { runnerOn } from "../src/sampling/runner.js";
import { Sampler } from "../src/sampling/sampler.js";
import { constant, elements, program, reorder } from "../src/tensor/index.js";
import type { Axes, Node } from "../src/tensor/index.js";
import { isEngineName, openEngine } from "../src/tensor/engines/choose.js";
import type { Engine } from "../src/tensor/engines/engine.js";
import { examplesOf, stepProgram } from "../src/training/programs.js";
import { wallClock } from "./samples.js";

// One process that samples from a model whose parameters were drawn, and says how long 16 images took, or how long it takes until the first step.

const { values } = parseArgs({
  options: {
    engine: { type: "string", default: "onnx" },
    kind: { type: "string", default: "pixelcnn" },
    method: { type: "string", default: "incremental" },
    size: { type: "string", default: "28" },
    threads: { type: "string", default: "2" },
  },
});
const COUNT = 16;
const SEED = 0;
const { engine: name, kind, method } = values;
if (!isEngineName(name)) throw new Error(`no engine ${name}`);
if (!isKind(kind)) throw new Error(`no model ${kind}`);
// Small products are not worth a second thread; the whole network is.
const { engine } = await openEngine(name, { threads: method === "incremental" ? 1 : Number(values.threads) });
const image: ImageSize = { channels: 1, height: Number(values.size), width: Number(values.size) };
const settings: AutoregressiveSettings = { kind, features: 64, blocks: 8, observation: { kind: "bernoulli" }, classes: 0 };
const own = autoregressiveOf(settings, image);

const known = (): Parameters => new Parameters(parameterOf);

function parameterOf(parameter: string, axes: Axes): Node {
  const random = keyedRandom("bench", parameter);
  return constant(
    axes,
    Float64Array.from({ length: elements(axes) }, () => (random.uniform() - 0.5) / 10),
  );
}

/** Keeps what it computed. */
async function incremental(): Promise<number> {
  const sampler = await Sampler.open(runnerOn(engine), own.model, known(), image, COUNT);
  await sampler.draw(COUNT, { seed: SEED });
  const start = wallClock();
  await sampler.draw(COUNT, { seed: SEED });
  return wallClock() - start;
}

/** Runs all of the network for each pixel. */
async function naive(): Promise<number> {
  const examples = examplesOf(image, 0, COUNT);
  const logits = own.model.logits(new Build(known()), examples);
  const places = ["batch", "channel", "height", "width", "level"];
  const executable = await engine.prepare(program({ logits: reorder(logits, places) }));
  const [images, found] = [executable.inputs.images, executable.outputs.logits];
  if (images === undefined || found === undefined) throw new Error("the network takes no images");
  const streams = Array.from({ length: COUNT }, (_, i) => keyedRandom("sample", SEED, i));
  const pixels = image.height * image.width;
  await executable.run();
  const start = wallClock();
  for (let place = 0; place < pixels; place++) {
    await executable.run();
    for (const [i, random] of streams.entries()) {
      const at = i * pixels + place;
      images[at] = draw(found, 2 * at, 2, random.uniform(), 1).level;
    }
  }
  return wallClock() - start;
}

/** Makes the programs of a training step and of sampling, and what the engine needs to run them. */
async function prepare(of: AutoregressiveOfSettings, on: Engine): Promise<number> {
  const start = wallClock();
  await on.prepare(stepProgram(of, image, 32).program);
  await Sampler.open(runnerOn(on), of.model, known(), image, COUNT);
  return wallClock() - start;
}

function isKind(text: string): text is AutoregressiveSettings["kind"] {
  return ["pixelcnn", "gated-pixelcnn", "row-lstm", "diagonal-bilstm"].includes(text);
}

const measures: Readonly<Record<string, () => Promise<number>>> = {
  incremental,
  naive,
  prepare: async () => await prepare(own, engine),
};
const measure = measures[method];
if (measure === undefined) throw new Error(`no method ${method}`);
console.log(JSON.stringify({ milliseconds: await measure() }));
process.exit(0);
