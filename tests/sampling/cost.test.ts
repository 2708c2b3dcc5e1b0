import { describe, expect, it } from "vitest";
import { Build } from "../../src/models/index.js";
import { program } from "../../src/tensor/index.js";
import { examplesOf } from "../models/autoregressive/subjects.js";
import type { Complaint } from "../probability/checks.js";
import { costOf, costOfDrawing } from "./cost.js";
import { modelNames, ownParameters, subjectOf } from "./world.js";
import type { Subject } from "./world.js";

/** An image of the subject's model costs so much. */
type Cost = (subject: Subject) => number | Promise<number>;

/** The whole model once for each value, as naive samplers have it. */
const naive: Cost = ({ model, image: size }) => {
  const whole = program({ logits: model.logits(new Build(ownParameters()), examplesOf(1, size, 0)) });
  return size.channels * size.height * size.width * costOf(whole);
};

/** The cost of an image divided by its pixels, at several sizes. */
async function ofPixels(name: string, channels: number, cost: Cost): Promise<readonly number[]> {
  const sides = [
    [8, 8],
    [8, 16],
    [16, 8],
    [32, 32],
  ] as const;
  return await Promise.all(
    sides.map(async ([height, width]) => {
      const subject = subjectOf(name, "bits", { channels, height, width }, { features: 6 });
      return (await cost(subject)) / (height * width);
    }),
  );
}

/** How much less is copied for each pixel where there are fewer edges. */
const EDGES = 1.02;

function growsWithTheImage(costs: readonly number[]): Complaint {
  const [smallest = NaN, ...larger] = costs;
  const wrong = larger.find((cost) => !(cost <= smallest && cost * EDGES >= smallest));
  return wrong === undefined ? null : `a pixel costs ${smallest} in the smallest image and ${wrong} in a larger one`;
}

const cases = modelNames.flatMap((name) => [1, 3].map((channels) => [name, channels] as const));

describe("what a pixel costs, in sums, products and copies", () => {
  it.each(cases)("is the same in a larger image but for the edges: %s, %i colours", async (name, channels) => {
    const own = await ofPixels(name, channels, costOfDrawing);
    expect(growsWithTheImage(own)).toBeNull();
    const whole = await ofPixels(name, channels, naive);
    expect(growsWithTheImage(whole)).toContain("in a larger one");
    // What is saved is at least the pixels that are not computed again.
    expect((whole[3] ?? NaN) / (own[3] ?? NaN)).toBeGreaterThan(32 * 32);
  });

  it.each(cases)("is to the program that runs at each the same number: %s, %i colours", (name, channels) => {
    const [one, other] = [8, 32].map((side) => {
      const { model } = subjectOf(name, "bits", { channels, height: side, width: side }, { features: 6 });
      return costOf(model.steps(ownParameters(), 1).pixel);
    });
    expect(one).toBeGreaterThan(0);
    expect(other).toBe(one);
  });
});
