import { describe, expect, it } from "vitest";
import type { AutoregressiveModel, ImageSize } from "../../src/models/index.js";
import { Sampler } from "../../src/sampling/sampler.js";
import type { Samples, SamplingOptions } from "../../src/sampling/sampler.js";
import type { Runner } from "../../src/sampling/stepper.js";
import { models, observations } from "../models/autoregressive/subjects.js";
import { inDouble, naively, ownParameters, wholeLogits } from "./world.js";

const COUNT = 3;
const grey: ImageSize = { channels: 1, height: 5, width: 6 };
const coloured: ImageSize = { channels: 3, height: 3, width: 4 };
const seen: readonly (readonly [keyof typeof observations, ImageSize])[] = [
  ["bits", grey],
  ["three levels", grey],
  ["rounded logistic variables", coloured],
  ["bits", coloured],
];
const cases = Object.keys(models).flatMap((name) => seen.map(([observed, image]) => [name, observed, image] as const));

function modelFor(name: string, observed: keyof typeof observations, image: ImageSize, classes = 0): AutoregressiveModel {
  const make = models[name];
  if (make === undefined) throw new Error(name);
  return make({ features: 6, blocks: 2, classes, observation: observations[observed] }, image);
}

/** What the sampler draws, and every logit that it drew from, in order. */
async function sampled(
  model: AutoregressiveModel,
  image: ImageSize,
  options: SamplingOptions,
  runner: Runner = inDouble,
): Promise<Samples & { readonly logits: readonly number[] }> {
  const logits: number[] = [];
  const { channels } = image;
  let look = 0;
  const recording: Runner = {
    ...runner,
    prepare: async (program) => {
      const own = await runner.prepare(program);
      return {
        ...own,
        run: async () => {
          await own.run();
          const found = own.outputs.logits;
          if (found === undefined) return;
          const colour = look++ % channels;
          for (let i = 0; i < COUNT; i++) {
            const start = (i * channels + colour) * model.levels;
            logits.push(...found.subarray(start, start + model.levels));
          }
        },
      };
    },
  };
  const sampler = await Sampler.open(recording, model, ownParameters(), image, COUNT);
  try {
    return { ...(await sampler.draw(COUNT, options)), logits };
  } finally {
    await sampler.close();
  }
}

describe("drawing value by value, each activation computed once", () => {
  it.each(cases)("gives the same bits as running all of the model for each value: %s, %s, %o", async (name, observed, image) => {
    const model = modelFor(name, observed, image);
    const naive = naively(wholeLogits(model, image, COUNT, null), model, image, COUNT, { seed: 7 });
    const own = await sampled(model, image, { seed: 7 });
    expect(own.logits.length).toBe(naive.logits.length);
    expect(own.logits.findIndex((logit, i) => logit !== naive.logits[i])).toBe(-1);
    expect(own.images).toEqual(naive.images);
    expect(own.logProbs).toEqual(naive.logProbs);
  });
});
