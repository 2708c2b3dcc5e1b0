import { describe, expect, it } from "vitest";
import { datasetOf } from "../../src/data/memory.js";
import { IMAGE, imageAxes, lines } from "../../src/models/index.js";
import type { AutoregressiveModel, Build, Examples } from "../../src/models/index.js";
import { keyedRandom } from "../../src/numbers/random.js";
import { chainRuleLogLikelihood } from "../../src/probability/index.js";
import { axis, elements, lessEqual, multiply, negate, tensor } from "../../src/tensor/index.js";
import type { Node, Tensor } from "../../src/tensor/index.js";
import type { Complaint } from "../probability/checks.js";
import { describeMutant } from "../probability/mutant.js";
import { examplesOf, models, observations, small, valueWith } from "../models/autoregressive/subjects.js";
import { evaluatedPixels } from "./evaluation.js";
import type { PixelModel } from "./pixel-models.js";

// A model that draws something when it is evaluated: what changes from one evaluation to the next looks like a dependence.

const image = { channels: 1, height: 2, width: 2 } as const;
const over = [axis("batch", 1), ...imageAxes(image)];

/** Some of the values that it sees are hidden from it, others each time. */
function withDropout({ model }: PixelModel): PixelModel {
  const conditionals: AutoregressiveModel["conditionals"] = (build, { images, labels }) => {
    const drawn = build.noise("dropout", { law: "uniform", axes: images.axes });
    return model.conditionals(build, { images: multiply(images, lessEqual(drawn, 1 / 2)), labels });
  };
  const logProb = (build: Build, examples: Examples): Node =>
    chainRuleLogLikelihood(conditionals(build, examples).logProb(examples.images), IMAGE);
  const loss: AutoregressiveModel["loss"] = (build, examples) => ({
    nll: { value: negate(logProb(build, examples)), weight: 1, annealed: false, derivation: [lines.chainRule] },
  });
  return { model: { ...model, conditionals, logProb, loss }, image };
}

/** The same images get the same likelihood under other seeds. */
async function saysTheSameTwice(subject: PixelModel): Promise<Complaint> {
  const random = keyedRandom("tests/known-bugs/determinism");
  const images = Uint8Array.from({ length: 20 * elements(imageAxes(image)) }, () => random.integer(0, 255));
  const dataset = datasetOf({ name: "grey", split: "test", shape: image, images });
  const totals = await Promise.all([1, 2].map(async (seed) => (await evaluatedPixels(subject, 0.3, dataset, { seed })).total));
  const [one = NaN, other = NaN] = totals;
  return one === other
    ? null
    : `the same images have ${one} nats and then ${other}: the model draws, and what changes is no dependence`;
}

const subjects = Object.entries(models).map(([name, make]) => {
  const model = make({ ...small, observation: observations.bits }, image);
  return [name, { model, image }] as const satisfies readonly [string, PixelModel];
});

for (const [name, right] of subjects) {
  describeMutant<PixelModel>({
    bug: 23,
    mistake: `dropout in the evaluation of a ${name}`,
    right,
    wrong: withDropout(right),
    check: saysTheSameTwice,
    message: "the model draws, and what changes is no dependence",
  });
}

describe("a later value that is changed", () => {
  const images = (last: number): Tensor => tensor(over, [1, 1, 0, last]);
  const dropout = (first: number): Tensor => tensor(over, [first, 0, 1, 1]);
  const logits = ({ model }: PixelModel, given: Readonly<Record<string, Tensor>>): readonly number[] => [
    ...valueWith((build) => {
      const { logits: own } = model.conditionals(build, examplesOf(1, image, 0)).parameters;
      if (own === undefined) throw new Error("no logits");
      return own.node;
    }, given).values,
  ];

  it.each(subjects)("seems to change what a %s with dropout says before it, and does not where the draw stays", (_, right) => {
    const wrong = withDropout(right);
    const before = logits(wrong, { images: images(0), dropout: dropout(0) });
    expect(logits(wrong, { images: images(1), dropout: dropout(1) })[1]).not.toBe(before[1]);
    expect(logits(wrong, { images: images(1), dropout: dropout(0) })).toEqual(before);
    expect(logits(right, { images: images(1) })).toEqual(logits(right, { images: images(0) }));
  });
});
