import { describe, expect, it } from "vitest";
import type { ImageSize } from "../../src/models/index.js";
import { logSoftmax } from "../../src/tensor/index.js";
import { rewrite } from "../../src/tensor/passes/rewrite.js";
import type { observations } from "../models/autoregressive/subjects.js";
import { differs } from "../probability/checks.js";
import type { Complaint } from "../probability/checks.js";
import { drawerOf, mistaken, scoresWhatItDraws } from "./agreement.js";
import * as slips from "./slips.js";
import { modelNames, sampled, subjectOf } from "./world.js";
import type { Drawing, Subject } from "./world.js";

const grey: ImageSize = { channels: 1, height: 4, width: 3 };
const coloured: ImageSize = { channels: 3, height: 2, width: 2 };
const seen: readonly (readonly [keyof typeof observations, ImageSize, classes: number])[] = [
  ["three levels", grey, 0],
  ["bits", coloured, 2],
  ["rounded logistic variables", coloured, 0],
];
const cases = modelNames.flatMap((name) => seen.map((own) => [name, ...own] as const));
const drawing: Drawing = { count: 4, batch: 3, labels: Uint8Array.of(1, 1, 0, 0) };

describe("log p of an image as it is drawn", () => {
  it.each(cases)("is that of the whole image: %s, %s, %o, %i classes", async (name, observed, image, classes) => {
    const own = drawerOf(subjectOf(name, observed, image, { classes }));
    for (const temperature of [1, 0.5]) expect(await scoresWhatItDraws(own, { ...drawing, temperature })).toBeNull();
  });

  const right = drawerOf(subjectOf("gated PixelCNN", "bits", coloured, { classes: 2 }));
  it("is seen not to be that of other classes, or of an image whose colours are exchanged", async () => {
    const others = drawerOf(right.subject, slips.oppositeLabels);
    expect(await scoresWhatItDraws(others, { ...drawing, batch: 4 })).toContain("as it is drawn");
    const mistake = "the colours are in the opposite order";
    expect(await scoresWhatItDraws(mistaken(right, mistake), drawing)).toContain(mistake);
  });
});

/** What is said of a value of so many levels of a mixture is log p of each, of which the probabilities sum to 1. */
async function saysLogProbabilities(subject: Subject): Promise<Complaint> {
  const { logits } = await sampled(subject, { count: 2 });
  const { levels } = subject.model;
  for (let start = 0; start < logits.length; start += levels) {
    const mass = logits.subarray(start, start + levels).reduce((sum, logit) => sum + Math.exp(logit), 0);
    const complaint = differs(`the probability of all levels of value ${start / levels}`, mass, 1, 1e-12);
    if (complaint !== null) return complaint;
  }
  return null;
}

describe("what is said of the levels of a rounded logistic variable", () => {
  it.each(modelNames)("is a probability of each: %s", async (name) => {
    const subject = subjectOf(name, "rounded logistic variables", coloured);
    expect(await saysLogProbabilities(subject)).toBeNull();
    const overColours = slips.withSteps(subject.model, (steps) => ({
      ...steps,
      pixel: rewrite(steps.pixel, (node) => (node.kind === "logSoftmax" ? logSoftmax(node.operands[0], "channel") : node)),
    }));
    expect(await saysLogProbabilities({ ...subject, model: overColours })).toContain("the probability of all levels of value 0");
  });
});
