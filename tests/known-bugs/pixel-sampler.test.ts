import { describe, expect, it } from "vitest";
import type { ImageSize, PixelSteps } from "../../src/models/index.js";
import { everyImage } from "../models/autoregressive/subjects.js";
import { implausibleCount } from "../oracles/monte-carlo/binomial.js";
import { complaint } from "../probability/checks.js";
import type { Complaint } from "../probability/checks.js";
import { describeMutant } from "../probability/mutant.js";
import { drawerOf, mistaken, scoresWhatItDraws } from "../sampling/agreement.js";
import type { Drawer } from "../sampling/agreement.js";
import { keptTooEarly, moved, movedRows, withSteps } from "../sampling/slips.js";
import { modelNames, subjectOf, wholeModel } from "../sampling/world.js";

// Mistakes that people shipped in which images are drawn from something else than what the loss scores. The loss is that of the right model throughout.

const grey: ImageSize = { channels: 1, height: 3, width: 3 };
const square: ImageSize = { channels: 1, height: 2, width: 2 };
const colours: ImageSize = { channels: 3, height: 1, width: 2 };
const drawer = (name: string, image: ImageSize): Drawer => drawerOf(subjectOf(name, "bits", image, { blocks: 1 }));

/** Log p of drawn images, value by value, is that of the whole images. */
const drawsWhatItScores = (own: Drawer): Promise<Complaint> => scoresWhatItDraws(own, { count: 8 });

/** The right model, drawn with a slip. */
function drawnWith({ subject }: Drawer, slip: (steps: PixelSteps) => PixelSteps): Drawer {
  return drawerOf({ ...subject, model: withSteps(subject.model, slip) });
}

const seesNothingOfItsRow = moved(({ row }) => row === 0, 0, -4);
const drawnBadly: readonly (readonly [mistake: string, of: string, image: ImageSize, slip: (steps: PixelSteps) => PixelSteps])[] =
  [
    ["the pixel to the left hidden", "PixelCNN", grey, seesNothingOfItsRow],
    ["rows above from the wrong row", "gated PixelCNN", grey, movedRows(({ to }) => to === 0, -1)],
    ["states from the wrong column", "Row LSTM", grey, moved(({ row }) => row < 0, 0, 1)],
    ["the last colour never shown", "Diagonal BiLSTM", colours, keptTooEarly],
  ];
for (const [mistake, name, image, slip] of drawnBadly) {
  const right = drawer(name, image);
  describeMutant<Drawer>({
    bug: 22,
    mistake: `${mistake} when a ${name} is sampled: good loss, junk samples`,
    right,
    wrong: drawnWith(right, slip),
    check: drawsWhatItScores,
    message: "as it is drawn",
  });
}

/** Of every small image, given value by value, it says what the model says of the whole image: this is the distribution that it draws from. */
async function drawsFromWhatIsScored(own: Drawer): Promise<Complaint> {
  const { image, model } = own.subject;
  const images = Float32Array.from(everyImage(image, model.levels).values);
  const places = Array.from({ length: image.height * image.width }, () => true);
  return await scoresWhatItDraws(own, { count: images.length / places.length / image.channels, given: { images, places } });
}

describe("every image is drawn with the probability that the loss scores", () => {
  it.each(modelNames)("by a %s", async (name) => {
    for (const image of [square, colours]) expect(await drawsFromWhatIsScored(drawer(name, image))).toBeNull();
  });
});

for (const [mistake, right] of [
  ["rows and columns are exchanged", drawer("PixelCNN", square)],
  ["rows are read from the last", drawer("Row LSTM", square)],
  ["rows are read from their end", drawer("gated PixelCNN", square)],
  ["the colours are in the opposite order", drawer("Diagonal BiLSTM", colours)],
] as const) {
  describeMutant<Drawer>({
    bug: 29,
    mistake: `a sampler by which ${mistake}`,
    right,
    wrong: mistaken(right, mistake),
    check: drawsFromWhatIsScored,
    message: mistake,
  });
}

/** Of two pixels, the second of which depends on the first. */
const pair = drawerOf(subjectOf("PixelCNN", "bits", { channels: 1, height: 1, width: 2 }, { features: 16, blocks: 1 }));
const COUNT = 2560;
/** The probability with which each count of a right sampler is called wrong, and of the mistaken one right. */
const CHANCE = 1e-9;

function probabilitiesOf({ subject }: Drawer): readonly number[] {
  const images = Float32Array.from(everyImage(subject.image, 2).values);
  return Array.from(wholeModel(subject, 4)(images, null).logProbs, Math.exp);
}

/** The counts, both ends included, that an image of this probability has, each end with a probability of less than `CHANCE` of more or fewer. */
const plausible = (p: number): readonly [least: number, most: number] => [
  COUNT - implausibleCount(COUNT, 1 - p, CHANCE) + 1,
  implausibleCount(COUNT, p, CHANCE) - 1,
];

/** The four images of two bits come as often as they are probable. */
async function drawsAsOftenAsItScores(own: Drawer): Promise<Complaint> {
  const { images } = await own.draw({ count: COUNT, batch: 128 });
  const right = probabilitiesOf(own);
  const found = right.map(() => 0);
  for (let i = 0; i < COUNT; i++) {
    const number = (images[2 * i] ?? NaN) + 2 * (images[2 * i + 1] ?? NaN);
    found[number] = (found[number] ?? NaN) + 1;
  }
  for (const [i, p] of right.entries()) {
    const [least, most] = plausible(p);
    const share = (found[i] ?? NaN) / COUNT;
    const turned = right[[0, 2, 1, 3][i] ?? NaN] ?? NaN;
    const suspects = { "rows are read from their end": turned };
    if (!(share * COUNT >= least && share * COUNT <= most))
      return complaint(`of all images the share of image ${i}`, share, p, (most - least) / COUNT / 2, suspects);
  }
  return null;
}

describeMutant<Drawer>({
  bug: 29,
  mistake: "the second pixel drawn first",
  right: pair,
  wrong: mistaken(pair, "rows are read from their end"),
  check: drawsAsOftenAsItScores,
  message: "rows are read from their end",
});

describe("the share of an image among those that are drawn", () => {
  it("tells the two orders of two pixels apart by chance in all but one of 10⁹ runs", () => {
    const [, one = NaN, other = NaN] = probabilitiesOf(pair);
    const [[, most], [least]] = one < other ? [plausible(one), plausible(other)] : [plausible(other), plausible(one)];
    expect(most).toBeLessThan(least);
  });
});
