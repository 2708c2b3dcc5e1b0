import { describe, expect, it } from "vitest";
import type { ImageSize, PixelSteps } from "../../src/models/index.js";
import type { Runner } from "../../src/sampling/stepper.js";
import { agreesWithTheWhole } from "./agreement.js";
import * as slips from "./slips.js";
import { modelNames, subjectOf } from "./world.js";
import type { Drawing, Subject } from "./world.js";

// Slips that the comparison of each logit with the whole model's sees. A model without what a slip is about is blind to it.

const grey: ImageSize = { channels: 1, height: 5, width: 4 };
const coloured: ImageSize = { channels: 3, height: 2, width: 2 };
const CLASSES = 2;
/** A batch and one of fewer images. */
const drawing: Drawing = { count: 3, batch: 2, labels: Uint8Array.of(1, 0, 1) };

interface Slip {
  readonly image?: ImageSize;
  readonly steps?: (right: PixelSteps) => PixelSteps;
  readonly runner?: Runner;
  readonly seenBy: readonly string[];
}

const ownRow = ({ row }: { readonly row: number }): boolean => row === 0;
const above = ({ row }: { readonly row: number }): boolean => row < 0;
const done = ({ to }: { readonly to: number }): boolean => to === 0;
const before = ({ to }: { readonly to: number }): boolean => to < 0;
const [gated, diagonal] = ["gated PixelCNN", "Diagonal BiLSTM"];
/** They alone compute rows. */
const ofRows = [gated, diagonal];

const table: Readonly<Record<string, Slip>> = {
  "the pixel's own row from a column further left": { steps: slips.moved(ownRow, 0, -1), seenBy: modelNames },
  "the pixel's own row up to the pixel, which is not known": { steps: slips.moved(ownRow, 0, 1), seenBy: modelNames },
  "rows above from a column further left": { steps: slips.moved(above, 0, -1), seenBy: modelNames },
  "rows above from a column further right": { steps: slips.moved(above, 0, 1), seenBy: modelNames },
  "rows above from a row higher": { steps: slips.moved(above, -1, 0), seenBy: modelNames },
  "rows above from a row lower, to the right of the pixel": { steps: slips.moved(above, 1, 0), seenBy: modelNames },
  "the row before the one that is done": { steps: slips.movedRows(done, -1), seenBy: ofRows },
  "rows from a row lower": { steps: slips.movedRows(before, 1), seenBy: ofRows },
  "rows from a row higher": { steps: slips.movedRows(before, -1), seenBy: ofRows },
  "two stores exchanged": { steps: slips.exchanged, seenBy: modelNames },
  "values kept before they are known": { steps: slips.keptTooEarly, seenBy: modelNames },
  "rows that are never computed": { runner: slips.withoutRows, seenBy: ofRows },
  "rows that never move up": { runner: slips.neverMoved, seenBy: modelNames },
  "images that begin with what the last ones left": { runner: slips.neverCleared, seenBy: modelNames },
  "the first image read for all": { runner: slips.firstForAll(2), seenBy: modelNames },
  "stores in single precision": { runner: slips.inSingle, seenBy: modelNames },
  "one look at a pixel for all colours": { image: coloured, runner: slips.onceFor(3), seenBy: modelNames },
  "blue for red": { image: coloured, runner: slips.oppositeColours(2, 3), seenBy: modelNames },
  "colours hidden from those after them": { image: coloured, runner: slips.hiddenColours, seenBy: modelNames },
  "rows of the first class alone": { runner: slips.rowsOfFirstClass, seenBy: [gated] },
  "the classes of other images": { runner: slips.oppositeLabels, seenBy: modelNames },
};

const subjects = new Map<ImageSize, readonly (readonly [string, Subject])[]>(
  [grey, coloured].map((image) => [
    image,
    modelNames.map((name) => [name, subjectOf(name, "bits", image, { classes: CLASSES })]),
  ]),
);

describe("a sampler without a slip", () => {
  it("says of every value what the model says of whole images, from batch to batch", async () => {
    for (const own of subjects.values())
      for (const [name, subject] of own) expect(await agreesWithTheWhole(subject, drawing), name).toBeNull();
  });
});

describe("a sampler with a slip says something else", () => {
  it.each(Object.entries(table))("%s", async (_, { image = grey, steps = (right) => right, runner, seenBy }) => {
    const seen: string[] = [];
    for (const [name, { model, ...rest }] of subjects.get(image) ?? []) {
      const complaint = await agreesWithTheWhole({ ...rest, model: slips.withSteps(model, steps) }, drawing, runner);
      if (complaint !== null) seen.push(name);
    }
    expect(seen).toEqual(seenBy);
  });
});
