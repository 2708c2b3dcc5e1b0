import { env } from "onnxruntime-web/wasm";
import { openEngine, tryEngines } from "../../../src/tensor/engines/index.js";
import type { EngineName, Executable } from "../../../src/tensor/engines/index.js";
import { Build } from "../../../src/models/index.js";
import type { CodedSettings } from "../../../src/models/index.js";
import * as t from "../../../src/tensor/index.js";
import { keyedRandom } from "../../../src/numbers/random.js";
import { bounded } from "../../models/subjects.js";
import { examplesOf, lossOf, subjectOf, tensorsFor } from "../../models/world.js";
import type { Tensors } from "../../models/world.js";
import { largestDifference, runOn, runOnReference } from "../../tensor/onnx/run.js";

/** What the tests call in the page. Everything is given and answered as plain data. */

const THREADS = 2;
const BATCH = 4;
const size = { channels: 1, height: 5, width: 4 };
const models = ["VAE of dense layers", "VAE of convolutions"] as const;

/** What loads in the page, and what is taken where no engine is named. */
export async function choose() {
  const host: object = globalThis;
  const tried = await tryEngines({ threads: THREADS });
  const { name, engine, notes } = await openEngine(null, { threads: THREADS });
  return {
    isolated: "crossOriginIsolated" in host && host.crossOriginIsolated === true,
    opened: tried.flatMap((own) => (own.engine === null ? [] : [{ name: own.name, engine: own.engine.name }])),
    missing: tried.flatMap((own) => (own.engine === null ? [own] : [])),
    chosen: { name, engine: engine.name, notes },
  };
}

/** What is taken where no engine is named; onnxruntime's WebAssembly lies at the address, if one is given. */
export async function take(webAssembly: string | null) {
  if (webAssembly !== null) env.wasm.wasmPaths = { wasm: webAssembly };
  const { name, engine, notes } = await openEngine(null, { threads: THREADS });
  return { name, engine: engine.name, notes };
}

interface Step {
  /** The mean loss of a batch, and its gradient with respect to each parameter by the parameter's name. */
  readonly outputs: Readonly<Record<string, t.Node>>;
  readonly parameters: readonly string[];
  /** Parameters, images and noise. */
  readonly given: Tensors;
}

function stepOf(settings: CodedSettings): Step {
  const model = subjectOf(settings, size);
  const build = new Build();
  const loss = t.mean(lossOf(model, build, examplesOf(model, BATCH)), ["batch"]);
  const learned = [...build.parameters.declared];
  const gradients = t.gradients(
    loss,
    learned.map(([, { node }]) => node),
  );
  const parameters = learned.map(([name]) => name);
  const outputs = { loss, ...Object.fromEntries(gradients.map((gradient, i) => [parameters[i] ?? "", gradient])) };
  return { outputs, parameters, given: tensorsFor(model, BATCH) };
}

/** How far engines are from the reference in a step of each model, and how far from that of a loss that counts the divergence a thousandth more. */
export async function compare(names: readonly EngineName[]) {
  const compared: { engine: string; model: string; loss: number; difference: number; slipped: number }[] = [];
  for (const name of names) {
    const { engine } = await openEngine(name, { threads: THREADS });
    for (const model of models) {
      const { outputs, given } = stepOf(bounded[model]);
      const actual = await runOn(engine, outputs, given);
      const differenceTo = (expected: Tensors): number =>
        Math.max(...Object.keys(outputs).map((own) => largestDifference(actual[own], expected[own])));
      compared.push({
        engine: name,
        model,
        loss: actual.loss?.values[0] ?? NaN,
        difference: differenceTo(runOnReference(outputs, given)),
        slipped: differenceTo(runOnReference(stepOf({ ...bounded[model], beta: 1.001 }).outputs, given)),
      });
    }
  }
  return compared;
}

/** The losses of steps of plain gradient descent on one batch. */
export async function descend(name: EngineName, rate: number, steps: number): Promise<readonly number[]> {
  const { outputs, parameters, given } = stepOf(bounded["VAE of dense layers"]);
  const { engine } = await openEngine(name, { threads: THREADS });
  const executable = await engine.prepare(t.program(outputs));
  for (const [input, values] of Object.entries(executable.inputs)) values.set(given[input]?.values ?? []);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    await executable.run();
    losses.push(executable.outputs.loss?.[0] ?? NaN);
    for (const parameter of parameters) follow(executable, parameter, rate);
  }
  await executable.close();
  return losses;
}

function follow({ inputs, outputs }: Executable, parameter: string, rate: number): void {
  const values = inputs[parameter];
  values?.set(values.map((value, i) => value - rate * (outputs[parameter]?.[i] ?? NaN)));
}

type Train = (
  images: Float32Array,
  draw: () => number,
  steps: number,
) => Promise<{ readonly engine: string; readonly losses: readonly number[] }>;

/** Trains on 32 images of 16 pixels: one half of them white, and a pixel in eight the other way. */
export async function runExample(train: Train) {
  const random = keyedRandom("tests/browser", "example");
  const images = Float32Array.from({ length: 32 * 16 }, (_, i) => {
    const [image, pixel] = [Math.floor(i / 16), i % 16];
    const white = (image % 2 === 0) === pixel < 8;
    return white === random.uniform() < 7 / 8 ? 1 : 0;
  });
  /** The sum of twelve uniform numbers has variance 1. */
  const draw = (): number => Array.from({ length: 12 }, () => random.uniform()).reduce((sum, own) => sum + own, -6);
  return train(images, draw, 100);
}
