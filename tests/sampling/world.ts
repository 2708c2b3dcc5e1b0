import { Build } from "../../src/models/index.js";
import type { AutoregressiveModel, ImageSize } from "../../src/models/index.js";
import { Parameters } from "../../src/layers/index.js";
import { keyedRandom } from "../../src/numbers/random.js";
import { Sampler } from "../../src/sampling/sampler.js";
import type { Samples, SamplingOptions } from "../../src/sampling/sampler.js";
import type { Runner } from "../../src/sampling/stepper.js";
import { compile, constant, elements, program, reorder, tensor } from "../../src/tensor/index.js";
import type { Axes, Node } from "../../src/tensor/index.js";
import { examplesOf, models, observations } from "../models/autoregressive/subjects.js";

/** A model of images of one size. */
export interface Subject {
  readonly model: AutoregressiveModel;
  readonly image: ImageSize;
  /** That it sees; 0 for none. */
  readonly classes: number;
  /** What it has learned, for each graph anew; those of `parameterOf` unless given. */
  readonly parameters?: () => Parameters;
}

interface Sizes {
  /** A multiple of the colours. */
  readonly features?: number;
  readonly blocks?: number;
  readonly classes?: number;
  readonly parameters?: () => Parameters;
}

export const modelNames = Object.keys(models);

export function subjectOf(
  name: string,
  observed: keyof typeof observations,
  image: ImageSize,
  { features = 3, blocks = 2, classes = 0, parameters = ownParameters }: Sizes = {},
): Subject {
  const make = models[name];
  if (make === undefined) throw new Error(name);
  return { model: make({ features, blocks, classes, observation: observations[observed] }, image), image, classes, parameters };
}

function drawnUpTo(name: string, axes: Axes, bound: number): Node {
  const random = keyedRandom("tests/sampling", name);
  return constant(
    axes,
    Float64Array.from({ length: elements(axes) }, () => (2 * random.uniform() - 1) * bound),
  );
}

/** Values of a parameter, drawn from −1/2 to 1/2 by its name: those of one model, whatever graph it stands in. */
export const parameterOf = (name: string, axes: Axes): Node => drawnUpTo(name, axes, 1 / 2);

export const ownParameters = (): Parameters => new Parameters(parameterOf);

/** Of wide layers, which neither grow nor vanish from one to the next: of variance 1 over the numbers that are summed. */
export const balancedParameters = (): Parameters =>
  new Parameters((name, axes) => drawnUpTo(name, axes, Math.min(1, Math.sqrt(3 / elements(axes.slice(0, -1))))));

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

/** What a model says of whole images: from their levels, and classes if the model sees them. */
type Whole = (
  images: Float32Array,
  labels: Uint8Array | null,
) => {
  /** log p of every level of every value up to a constant; over images, channel, height, width and level. */
  readonly logits: Float64Array;
  /** log p of each image in nats. */
  readonly logProbs: Float64Array;
};

/** The model run over so many whole images at once. */
export function wholeModel({ model, image, classes, parameters = ownParameters }: Subject, count: number): Whole {
  const examples = examplesOf(count, image, classes);
  const build = new Build(parameters());
  const logits = reorder(model.logits(build, examples), ["batch", "channel", "height", "width", "level"]);
  const run = compile(program({ logits, logProbs: model.logProb(build, examples) }));
  return (images, labels) => {
    const seen = labels === null || examples.labels === null ? {} : { labels: tensor(examples.labels.axes, labels) };
    const found = run({ images: tensor(examples.images.axes, images), ...seen });
    const valuesOf = (name: string): Float64Array => Float64Array.from(found[name]?.values ?? []);
    return { logits: valuesOf("logits"), logProbs: valuesOf("logProbs") };
  };
}

/** How a sampler is opened, and what it draws. */
export interface Drawing extends Partial<SamplingOptions> {
  readonly count: number;
  /** Images that are drawn at once, unless all are. */
  readonly batch?: number;
}

/** What was drawn, and the logits that each value was drawn from: over images, channel, height, width and level. */
export interface Recorded extends Samples {
  readonly logits: Float64Array;
}

/** What the sampler draws. */
export async function sampled(subject: Subject, drawing: Drawing, runner: Runner = inDouble): Promise<Recorded> {
  const { model, image, parameters = ownParameters } = subject;
  const { count, batch = count, seed = 7, ...options } = drawing;
  const { channels, height, width } = image;
  const values = channels * height * width;
  const logits = new Float64Array(count * values * model.levels);
  let looks = 0;
  const record = (found: ArrayLike<number>): void => {
    const look = looks++;
    const [first, value] = [Math.floor(look / values) * batch, look % values];
    const [place, colour] = [Math.floor(value / channels), value % channels];
    for (let i = 0; i < Math.min(batch, count - first); i++) {
      const to = ((first + i) * values + colour * height * width + place) * model.levels;
      const from = (i * channels + colour) * model.levels;
      for (let level = 0; level < model.levels; level++) logits[to + level] = found[from + level] ?? NaN;
    }
  };
  const recording: Runner = {
    ...runner,
    prepare: async (own) => {
      const prepared = await runner.prepare(own);
      const { logits: found } = prepared.outputs;
      if (found === undefined) return prepared;
      const run = async (): Promise<void> => {
        await prepared.run();
        record(found);
      };
      return { ...prepared, run };
    },
  };
  const sampler = await Sampler.open(recording, model, parameters(), image, batch);
  try {
    return { ...(await sampler.draw(count, { seed, ...options })), logits };
  } finally {
    await sampler.close();
  }
}
