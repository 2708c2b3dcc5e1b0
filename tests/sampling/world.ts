import { Build } from "../../src/models/index.js";
import type { AutoregressiveModel, ImageSize } from "../../src/models/index.js";
import { Parameters } from "../../src/layers/index.js";
import { keyedRandom } from "../../src/numbers/random.js";
import { draw, logProbOf } from "../../src/sampling/draw.js";
import type { Samples, SamplingOptions } from "../../src/sampling/sampler.js";
import type { Runner } from "../../src/sampling/stepper.js";
import { compile, constant, elements, program, reorder, tensor } from "../../src/tensor/index.js";
import type { Axes, Node } from "../../src/tensor/index.js";
import { examplesOf } from "../models/autoregressive/subjects.js";

/** Values of a parameter, drawn from −1/2 to 1/2 by its name: those of one model, whatever graph it stands in. */
export function parameterOf(name: string, axes: Axes): Node {
  const random = keyedRandom("tests/sampling", name);
  return constant(
    axes,
    Float64Array.from({ length: elements(axes) }, () => random.uniform() - 0.5),
  );
}

export const ownParameters = (): Parameters => new Parameters(parameterOf);

/** The reference engine between arrays of double precision. */
export const inDouble: Runner = {
  allocate: (size) => new Float64Array(size),
  prepare: (own) => {
    const run = compile(own);
    const room = ({ axes }: Node): Float64Array => new Float64Array(elements(axes));
    const inputs = new Map([...own.inputs].map(([name, node]) => [name, { node, values: room(node) }]));
    const outputs = new Map([...own.outputs].map(([name, node]) => [name, room(node)]));
    return Promise.resolve({
      inputs: Object.fromEntries([...inputs].map(([name, { values }]) => [name, values])),
      outputs: Object.fromEntries(outputs),
      run: () => {
        const given = [...inputs].map(([name, { node, values }]) => [name, tensor(node.axes, values)] as const);
        const found = run(Object.fromEntries(given));
        for (const [name, values] of outputs) values.set(found[name]?.values ?? []);
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    });
  },
};

/** What an image's levels are given to a model as: over batch, channel, height and width. */
type Logits = (images: Float32Array) => ArrayLike<number>;

/** log p of every level of every value, from a run over whole images; over batch, channel, height, width and level. */
export function wholeLogits(model: AutoregressiveModel, image: ImageSize, count: number, labels: Uint8Array | null): Logits {
  const examples = examplesOf(count, image, labels === null ? 0 : 2);
  const logits = model.logits(new Build(ownParameters()), examples);
  const run = compile(program({ logits: reorder(logits, ["batch", "channel", "height", "width", "level"]) }));
  return (images) => {
    const given = { images: tensor(examples.images.axes, images) };
    const { axes = [] } = examples.labels ?? {};
    const found = run(labels === null ? given : { ...given, labels: tensor(axes, labels) });
    return found.logits?.values ?? [];
  };
}

/** Draws images the long way: the whole model for each value. Also every logit that a value was drawn from, in the order of the draws. */
export function naively(
  logitsOf: Logits,
  { levels }: AutoregressiveModel,
  { channels, height, width }: ImageSize,
  count: number,
  { seed, temperature = 1 }: SamplingOptions,
): Pick<Samples, "images" | "logProbs"> & { readonly logits: readonly number[] } {
  const size = channels * height * width;
  const images = new Float32Array(count * size);
  const logProbs = new Float64Array(count);
  const streams = Array.from({ length: count }, (_, i) => keyedRandom("sample", seed, i));
  const seen: number[] = [];
  for (let place = 0; place < height * width; place++) {
    for (let colour = 0; colour < channels; colour++) {
      const logits = Float64Array.from(logitsOf(images));
      for (const [i, random] of streams.entries()) {
        const at = i * size + colour * height * width + place;
        const start = at * levels;
        seen.push(...logits.subarray(start, start + levels));
        const { level } = draw(logits, start, levels, random.uniform(), temperature);
        images[at] = level;
        logProbs[i] = (logProbs[i] ?? 0) + logProbOf(logits, start, levels, level);
      }
    }
  }
  return { images, logProbs, logits: seen };
}
