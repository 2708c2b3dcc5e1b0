import { InferenceSession, Tensor } from "onnxruntime-web";
import { describe, expect, it } from "vitest";
import { autoregressiveOf, Build, codedOf } from "../../src/models/index.js";
import type { AutoregressiveSettings, CodedSettings, ImageSize } from "../../src/models/index.js";
import { keyedRandom } from "../../src/numbers/random.js";
import { elements, program, reorder } from "../../src/tensor/index.js";
import type { Node, Program } from "../../src/tensor/index.js";
import type { Arrays } from "../../src/tensor/engines/engine.js";
import { onnxModel } from "../../src/tensor/engines/onnx/model.js";
import { referenceEngine } from "../../src/tensor/engines/reference/executable.js";
import { exported, exportedLikelihood, OPEN } from "../../src/training/export.js";
import { decodeProgram, encodeProgram, examplesOf, stepProgram } from "../../src/training/programs.js";
import { SMALL_VAE } from "./world.js";

const SIZE: ImageSize = { channels: 2, height: 8, width: 6 };

const MODELS: Readonly<Record<string, CodedSettings>> = {
  "a variational auto-encoder": SMALL_VAE,
  "one of convolutions with a learned variance": {
    ...SMALL_VAE,
    network: { kind: "convolutional", channels: [3, 2] },
    likelihood: { kind: "gaussian", logVar: "learned" },
  },
  "one that sees classes": { ...SMALL_VAE, kind: "conditional-vae", classes: 3 },
  "a plain auto-encoder": { ...SMALL_VAE, kind: "auto-encoder" },
};

function drawn(name: string, length: number, bound = 1): Float32Array {
  const random = keyedRandom("export", name);
  return Float32Array.from({ length }, () => bound * (2 * random.uniform() - 1));
}

/** What the reference says of a program. */
async function referenceOf(of: Program, given: Arrays): Promise<Arrays> {
  const executable = await referenceEngine().prepare(of);
  for (const [name, values] of Object.entries(executable.inputs)) values.set(given[name] ?? []);
  await executable.run();
  return executable.outputs;
}

/** What onnxruntime says of a file with so many examples. */
async function runtimeOf(
  file: Uint8Array,
  inputs: Readonly<Record<string, { readonly dims: readonly number[]; readonly values: Float32Array }>>,
): Promise<Arrays> {
  const session = await InferenceSession.create(file, { executionProviders: ["wasm"], logSeverityLevel: 3 });
  const feeds = Object.fromEntries(session.inputNames.map((name) => [name, tensorOf(inputs[name])]));
  const results = await session.run(feeds);
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { data }]) => {
      if (!(data instanceof Float32Array)) throw new Error(`${name} is of another type`);
      return [name, data];
    }),
  );
}

function tensorOf(given: { readonly dims: readonly number[]; readonly values: Float32Array } | undefined): Tensor {
  if (given === undefined) throw new Error("the file takes an input that it should not");
  return new Tensor("float32", given.values, given.dims);
}

/** The largest difference, and how large values are. */
function differenceOf(actual: Arrays, expected: Arrays): number {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  return Math.max(
    ...Object.entries(expected).flatMap(([name, values]) => {
      expect(actual[name]?.length).toBe(values.length);
      return [...values].map((value, i) => Math.abs(value - (actual[name]?.[i] ?? NaN)) / (1 + Math.abs(value)));
    }),
  );
}

describe("exported models", () => {
  it.each(Object.entries(MODELS))("%s loads elsewhere and says the same of any number of images", async (_, settings) => {
    const own = codedOf(settings, SIZE);
    const declared = stepProgram(own, SIZE, 1).parameters;
    const parameters = Object.fromEntries([...declared].map(([name, { axes }]) => [name, drawn(name, elements(axes), 0.5)]));
    const { encoder, decoder } = exported(own, SIZE, parameters);
    const files = { encoder: onnxModel(encoder, { open: OPEN }), decoder: onnxModel(decoder, { open: OPEN }) };

    for (const batch of [1, 2, 5]) {
      const labels = Float32Array.from({ length: batch }, (_, i) => (i + 1) % 3);
      const images = drawn(`images ${batch}`, batch * 96).map(Math.abs);
      const codes = drawn(`codes ${batch}`, batch * 2, 3);
      const given = { ...parameters, images, labels, codes };
      const withLabels = own.classes > 0 ? { labels: { dims: [batch], values: labels } } : {};

      const build = new Build();
      const posterior = own.latentVariable?.posterior(build, examplesOf(SIZE, own.classes, batch)).parameters;
      const flat = (node: Node): Node => reorder(node, ["batch", "latent"]);
      const { codes: means = new Float32Array() } = await referenceOf(encodeProgram(own, SIZE, batch).program, given);
      const expected =
        posterior?.logVar === undefined
          ? { codes: means }
          : { mean: means, ...(await referenceOf(program({ logVar: flat(posterior.logVar.node) }), given)) };
      const encoded = await runtimeOf(files.encoder, { images: { dims: [batch, 2, 8, 6], values: images }, ...withLabels });
      expect(differenceOf(encoded, expected)).toBeLessThan(1e-5);
      // Every image has codes of its own: no mix-up of batches and values would be the same.
      expect(new Set(means).size).toBe(means.length);

      const decoded = await runtimeOf(files.decoder, { codes: { dims: [batch, 2], values: codes }, ...withLabels });
      const { images: rows = new Float32Array() } = await referenceOf(decodeProgram(own, batch).program, given);
      expect(differenceOf(decoded, { images: rows })).toBeLessThan(1e-5);
      expect(new Set(rows).size).toBeGreaterThan(rows.length * 0.9);
    }
  });
});

describe("exported likelihoods", () => {
  const PIXELS: Readonly<Record<string, AutoregressiveSettings>> = {
    "a PixelCNN of bits": { kind: "pixelcnn", features: 4, blocks: 2, observation: { kind: "bernoulli" }, classes: 0 },
    "a gated one of levels that sees classes": {
      kind: "gated-pixelcnn",
      features: 4,
      blocks: 1,
      observation: { kind: "categorical", levels: 3 },
      classes: 3,
    },
  };
  const image: ImageSize = { channels: 1, height: 5, width: 4 };

  it.each(Object.entries(PIXELS))("%s loads elsewhere and says the same of any number of images", async (_, settings) => {
    const own = autoregressiveOf(settings, image);
    const declared = stepProgram(own, image, 1).parameters;
    const parameters = Object.fromEntries([...declared].map(([name, { axes }]) => [name, drawn(name, elements(axes), 0.5)]));
    const file = onnxModel(exportedLikelihood(own, image, parameters), { open: OPEN });
    for (const batch of [1, 2, 5]) {
      const labels = Float32Array.from({ length: batch }, (_label, i) => (i + 1) % 3);
      const images = drawn(`levels ${batch}`, batch * 20).map((value) => Math.floor(((value + 1) / 2) * own.model.levels));
      const withLabels = own.classes > 0 ? { labels: { dims: [batch], values: labels } } : {};
      const said = await runtimeOf(file, { images: { dims: [batch, 1, 5, 4], values: images }, ...withLabels });
      const examples = examplesOf(image, own.classes, batch);
      const logits = reorder(own.model.logits(new Build(), examples), ["batch", "channel", "height", "width", "level"]);
      const given = { ...parameters, images, labels };
      const expected = {
        ...(await referenceOf(program({ "log-prob": own.model.logProb(new Build(), examples) }), given)),
        ...(await referenceOf(program({ logits }), given)),
      };
      expect(differenceOf(said, expected)).toBeLessThan(1e-5);
      expect(new Set(said["log-prob"]).size).toBe(batch);
    }
  });
});
