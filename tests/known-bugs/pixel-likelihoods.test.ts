import { describe, expect, it } from "vitest";
import { rename, reverse } from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import { IMAGE } from "../../src/models/index.js";
import type { ImageSize } from "../../src/models/index.js";
import { diagonalBiLstmModel, pixelCnn } from "../../src/models/autoregressive/index.js";
import { shifted } from "../../src/models/autoregressive/shift.js";
import { chainRuleLogLikelihood, maskB } from "../../src/probability/index.js";
import { describeMutant } from "../probability/mutant.js";
import { models, small } from "../models/autoregressive/subjects.js";
import { saysWhatIsSampled, saysWhatTheSamplerSays, sumsToOne } from "./pixel-checks.js";
import { insteadOf, masks, movedUp, planted, turned } from "./pixel-models.js";
import type { PixelModel } from "./pixel-models.js";

// Mistakes that people shipped in which the likelihood is not that of what is sampled: log p of every small image, as the model says it of the whole image,
// beside log p pixel by pixel, from images of which a sampler would not know more.

const grey: ImageSize = { channels: 1, height: 2, width: 2 };
const colours: ImageSize = { channels: 3, height: 1, width: 1 };
const settings = { ...small, blocks: 1, observation: { kind: "bernoulli" } } as const;
const ofGrey: PixelModel = { model: pixelCnn(settings, grey), image: grey };
const recurrent: PixelModel = { model: diagonalBiLstmModel(settings, grey), image: grey };
const ofColours: PixelModel = { model: pixelCnn(settings, colours), image: colours };

describe("what is said of every image is what is sampled", () => {
  it.each(Object.entries(models))("by a %s", async (_, make) => {
    for (const image of [grey, colours]) {
      const subject = { model: make(settings, image), image };
      expect(saysWhatIsSampled(subject)).toBeNull();
      expect(await saysWhatTheSamplerSays(subject)).toBeNull();
    }
  });
});

/** The likelihood of the right conditionals, at targets that are wrong. */
function heldTo({ model, image }: PixelModel, targets: (images: Node) => Node): PixelModel {
  const logProb: typeof model.logProb = (build, examples) =>
    chainRuleLogLikelihood(model.conditionals(build, examples).logProb(targets(examples.images)), IMAGE);
  return { model: { ...model, logProb }, image };
}

/** Sees itself: every kernel that sees the images has the mask of the later ones. */
const peeking = planted(ofGrey, masks(/^first\.kernel$/u, insteadOf(maskB, grey)));
const backwards = planted(ofGrey, masks(/kernel$/u, turned));
const swapped = (images: Node): Node => rename(images, { height: "width", width: "height" });

const mistakes: readonly (readonly [bug: number, mistake: string, right: PixelModel, wrong: PixelModel, message: string])[] = [
  [22, "a first mask that lets a pixel see itself", ofGrey, peeking, "each value is seen before it is said"],
  [22, "masks that all read images from their end", ofGrey, backwards, "images are read from their end"],
  [22, "a backward stream that is not moved down", recurrent, planted(recurrent, movedUp), "log p of image 0 of all"],
  [29, "rows taken for columns", ofGrey, heldTo(ofGrey, swapped), "rows and columns are exchanged"],
  [
    29,
    "a likelihood one pixel behind",
    ofGrey,
    heldTo(ofGrey, (images) => shifted(images, "width", 1)),
    "each value is held to the distribution of the next one",
  ],
  [
    29,
    "colours from blue to red",
    ofColours,
    heldTo(ofColours, (images) => reverse(images, "channel")),
    "the colours are in the opposite order",
  ],
];
for (const [bug, mistake, right, wrong, message] of mistakes) {
  describeMutant<PixelModel>({ bug, mistake, right, wrong, check: saysWhatIsSampled, message });
  describeMutant<PixelModel>({
    bug,
    mistake: `${mistake}, beside the library's sampler`,
    right,
    wrong,
    check: saysWhatTheSamplerSays,
    message: "of all images, which the sampler puts together",
  });
}

describe("the sum of all probabilities", () => {
  it("does not show that images are read from their end, and shows that a pixel sees itself", () => {
    expect(sumsToOne(backwards)).toBeNull();
    expect(sumsToOne(peeking)).toContain("the sum of the probabilities of all images");
  });
});
