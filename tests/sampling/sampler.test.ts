import { describe, expect, it } from "vitest";
import type { ImageSize } from "../../src/models/index.js";
import type { observations } from "../models/autoregressive/subjects.js";
import { naively } from "./naive.js";
import { modelNames, sampled, subjectOf } from "./world.js";

/** Of more rows than are ever looked at, so that the first are forgotten. */
const grey: ImageSize = { channels: 1, height: 5, width: 3 };
const coloured: ImageSize = { channels: 3, height: 3, width: 2 };
const seen: readonly (readonly [keyof typeof observations, ImageSize, classes: number])[] = [
  ["three levels", grey, 2],
  ["rounded logistic variables", coloured, 2],
  ["bits", coloured, 0],
];
const cases = modelNames.flatMap((name) => seen.map((own) => [name, ...own] as const));

describe("drawing value by value, each activation computed once", () => {
  it.each(cases)(
    "gives the same bits as running all of the model for each value: %s, %s, %o, %i classes",
    async (name, observed, image, classes) => {
      const subject = subjectOf(name, observed, image, { classes });
      const drawing = { count: 2, labels: classes === 0 ? null : Uint8Array.of(1, 0) };
      const naive = naively(subject, drawing);
      const own = await sampled(subject, drawing);
      expect(own.logits.findIndex((logit, i) => logit !== naive.logits[i])).toBe(-1);
      expect(own.images).toEqual(naive.images);
      expect(own.logProbs).toEqual(naive.logProbs);
    },
  );
});
