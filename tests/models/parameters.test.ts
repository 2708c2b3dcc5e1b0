import { describe, expect, it } from "vitest";
import { axesText, gradients, multiply, sum } from "../../src/tensor/index.js";
import type { Initial, Parameter } from "../../src/layers/index.js";
import { Build } from "../../src/models/index.js";
import type { ImageSize, CodedSettings } from "../../src/models/index.js";
import { all, bounded, size } from "./subjects.js";
import { examplesOf, lossOf, subjectOf, tensorsFor, valuesOf, withValues } from "./world.js";
import type { Subject, Tensors } from "./world.js";

const BATCH = 4;
const cases = Object.entries(all);

const lawText = (initial: Initial): string =>
  initial.law === "constant" ? `${initial.value}` : `±1/√${Math.round(initial.bound ** -2)}`;

/** `name: axes: law` of each parameter of the loss. */
function described(settings: CodedSettings, images: ImageSize = size): readonly string[] {
  const subject = subjectOf(settings, images);
  const build = new Build();
  subject.model.loss(build, examplesOf(subject, BATCH));
  return [...build.parameters.declared].map(([name, { axes, initial }]) => `${name}: ${axesText(axes)}: ${lawText(initial)}`);
}

/** The parameters that the gradient of the loss is 0 for, whatever the place. */
function unmoved(subject: Subject, tensors: Tensors): readonly string[] {
  const build = new Build();
  const loss = sum(lossOf(subject, build, examplesOf(subject, BATCH)), ["batch"]);
  const parameters = [...build.parameters.declared];
  const found = gradients(
    loss,
    parameters.map(([, { node }]) => node),
  );
  return parameters.flatMap(([name], i) => {
    const gradient = found[i];
    const moves = gradient !== undefined && valuesOf(gradient, tensors).some((slope) => slope !== 0);
    return moves ? [] : [name];
  });
}

const base = { latentDimensions: 20, likelihood: { kind: "bernoulli" } } as const;
const mnist: ImageSize = { channels: 1, height: 28, width: 28 };
const dense = { kind: "mlp", hidden: [400], activation: "relu" } as const;

describe("the parameters of a VAE", () => {
  it("of dense layers are those of the classic example in PyTorch", () => {
    const settings = { ...base, kind: "vae", beta: 1, network: dense } as const;
    expect(described(settings, mnist)).toEqual([
      "encoder.hidden0.weight: pixel 784, hidden 0 400: ±1/√784",
      "encoder.hidden0.bias: hidden 0 400: ±1/√784",
      "mean.weight: hidden 0 400, latent 20: ±1/√400",
      "mean.bias: latent 20: ±1/√400",
      "logVar.weight: hidden 0 400, latent 20: ±1/√400",
      "logVar.bias: latent 20: ±1/√400",
      "decoder.hidden0.weight: latent 20, hidden 0 400: ±1/√20",
      "decoder.hidden0.bias: hidden 0 400: ±1/√20",
      "decoder.output.weight: hidden 0 400, pixel 784: ±1/√400",
      "decoder.output.bias: pixel 784: ±1/√400",
    ]);
    expect(countOf(settings, mnist)).toBe(652_824);
  });

  it("of convolutions are a kernel and a bias for each, and dense layers around the code", () => {
    const settings = {
      ...base,
      kind: "conditional-vae",
      beta: 1,
      classes: 10,
      network: { kind: "convolutional", channels: [32, 64] },
    } as const;
    expect(described(settings, mnist)).toEqual([
      "encoder.convolution0.kernel: stage 1 32, stage 0 1, height 4, width 4: ±1/√16",
      "encoder.convolution0.bias: stage 1 32: ±1/√16",
      "encoder.convolution0.condition: class 10, stage 1 32: ±1/√16",
      "encoder.convolution1.kernel: stage 2 64, stage 1 32, height 4, width 4: ±1/√512",
      "encoder.convolution1.bias: stage 2 64: ±1/√512",
      "mean.weight: features 3136, latent 20: ±1/√3136",
      "mean.bias: latent 20: ±1/√3136",
      "logVar.weight: features 3136, latent 20: ±1/√3136",
      "logVar.bias: latent 20: ±1/√3136",
      "decoder.hidden.weight: latent 20, features 3136: ±1/√20",
      "decoder.hidden.bias: features 3136: ±1/√20",
      "decoder.hidden.condition: class 10, features 3136: ±1/√20",
      "decoder.convolution1.kernel: stage 2 64, stage 1 32, height 4, width 4: ±1/√256",
      "decoder.convolution1.bias: stage 1 32: ±1/√256",
      "decoder.convolution0.kernel: stage 1 32, stage 0 1, height 4, width 4: ±1/√128",
      "decoder.convolution0.bias: stage 0 1: ±1/√128",
    ]);
  });

  it("with a learned variance have one more, 0 at first", () => {
    const learned = {
      ...base,
      kind: "vae",
      beta: 1,
      network: dense,
      likelihood: { kind: "gaussian", logVar: "learned" },
    } as const;
    expect(described(learned, mnist).filter((text) => !/^(encoder|decoder|mean|logVar\.)/.test(text))).toEqual([
      "logVar: no axes: 0",
    ]);
    expect(countOf(learned, mnist)).toBe(652_825);
  });

  it("with classes have a row for each in the first layer on either side", () => {
    const conditional = { ...base, kind: "conditional-vae", beta: 1, network: dense, classes: 10 } as const;
    expect(described(conditional, mnist).filter((text) => text.includes("condition"))).toEqual([
      "encoder.hidden0.condition: class 10, hidden 0 400: ±1/√784",
      "decoder.hidden0.condition: class 10, hidden 0 400: ±1/√20",
    ]);
    expect(countOf(conditional, mnist)).toBe(652_824 + 2 * 10 * 400);
  });
});

function countOf(settings: CodedSettings, images: ImageSize): number {
  const subject = subjectOf(settings, images);
  const build = new Build();
  subject.model.loss(build, examplesOf(subject, 1));
  return build.parameters.count;
}

describe.each(cases)("the parameters of a %s", (_, settings) => {
  const subject = subjectOf(settings, size);
  const declaredBy = (
    use: (build: Build, batch: number) => unknown,
    batch: number,
  ): readonly (readonly [string, Omit<Parameter, "node">])[] => {
    const build = new Build();
    use(build, batch);
    return [...build.parameters.declared].map(([name, { axes, initial }]) => [name, { axes, initial }] as const);
  };
  const loss = declaredBy((build, batch) => subject.model.loss(build, examplesOf(subject, batch)), BATCH);

  it("are the same whatever the number of examples", () => {
    expect(declaredBy((build, batch) => subject.model.loss(build, examplesOf(subject, batch)), 1)).toEqual(loss);
  });

  it("are those of encoding and decoding", () => {
    const encoded = declaredBy((build, batch) => subject.model.encode(build, examplesOf(subject, batch)), 1);
    const decoded = declaredBy((build, batch) => {
      const examples = examplesOf(subject, batch);
      return subject.model.decode(build, subject.model.encode(new Build(), examples), examples.labels);
    }, 1);
    for (const own of [...encoded, ...decoded]) expect(loss).toContainEqual(own);
    const named = new Set([...encoded, ...decoded].map(([name]) => name));
    expect([...named].sort()).toEqual(loss.map(([name]) => name).sort());
  });

  it("all have a gradient", () => {
    const tensors = tensorsFor(subject, BATCH);
    expect(unmoved(subject, tensors)).toEqual([]);
  });
});

it("parameters that no term depends on are seen", () => {
  const subject = subjectOf(bounded["VAE of dense layers"], size);
  const tensors = tensorsFor(subject, BATCH);
  const deaf = withValues(subject, (value, term) => (term === "reconstruction" ? multiply(value, 0) : value));
  expect(unmoved(deaf, tensors)).toEqual(
    described(bounded["VAE of dense layers"]).flatMap((text) => (text.startsWith("decoder.") ? [text.split(":")[0]] : [])),
  );
});
