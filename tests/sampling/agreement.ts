import type { ImageSize } from "../../src/models/index.js";
import type { Samples } from "../../src/sampling/sampler.js";
import type { Runner } from "../../src/sampling/stepper.js";
import { differs } from "../probability/checks.js";
import type { Complaint, Suspects } from "../probability/checks.js";
import { inDouble, sampled, wholeModel } from "./world.js";
import type { Drawing, Subject } from "./world.js";

/** Every logit that a value was drawn from is, to the bit, what the model says of the whole image that was drawn. */
export async function agreesWithTheWhole(subject: Subject, drawing: Drawing, runner: Runner = inDouble): Promise<Complaint> {
  const { images, logits } = await sampled(subject, drawing, runner);
  const right = wholeModel(subject, drawing.count)(images, drawing.labels ?? null).logits;
  const wrong = logits.findIndex((logit, i) => logit !== right[i]);
  return wrong < 0 ? null : `logit ${wrong} is ${logits[wrong]}, not ${right[wrong]}`;
}

/** Something that draws images, or takes them as they are given, and says how probable each is. */
export interface Drawer {
  readonly subject: Subject;
  readonly draw: (drawing: Drawing) => Promise<Pick<Samples, "images" | "logProbs">>;
}

export function drawerOf(subject: Subject, runner: Runner = inDouble): Drawer {
  return { subject, draw: async (drawing) => await sampled(subject, drawing, runner) };
}

/** What is said of each image as it is drawn is what the model says of the whole image. */
export async function scoresWhatItDraws({ subject, draw }: Drawer, drawing: Drawing): Promise<Complaint> {
  const { images, logProbs } = await draw(drawing);
  const whole = wholeModel(subject, drawing.count);
  const scored = (misread: Misread): Float64Array => whole(misread(images), drawing.labels ?? null).logProbs;
  const right = scored((own) => own);
  const isWrong = (i: number, suspects: Suspects = {}): Complaint =>
    differs(
      `log p of image ${i} as it is drawn`,
      logProbs[i] ?? NaN,
      right[i] ?? NaN,
      1e-12 * Math.abs(right[i] ?? NaN),
      suspects,
    );
  const wrong = right.findIndex((_, i) => isWrong(i) !== null);
  if (wrong < 0) return null;
  return isWrong(
    wrong,
    Object.fromEntries(misreadings(subject.image).map(([name, misread]) => [name, scored(misread)[wrong] ?? NaN])),
  );
}

type Misread = (images: Float32Array) => Float32Array;
type Place = readonly [channel: number, row: number, column: number];

/** Each value of an image taken from another place of it. */
const taken =
  ({ channels, height, width }: ImageSize, from: (...place: Place) => Place): Misread =>
  (images) =>
    images.map((_, i) => {
      const place = i % (channels * height * width);
      const [channel, row, column] = from(Math.floor(place / height / width), Math.floor(place / width) % height, place % width);
      return images[i - place + (channel * height + row) * width + column] ?? NaN;
    });

/** Ways to read an image that are not meant, by the mistake. Each undoes itself. */
export function misreadings(size: ImageSize): readonly (readonly [mistake: string, Misread])[] {
  const { channels, height, width } = size;
  const ways: readonly (readonly [string, Misread])[] = [
    ["rows are read from the last", taken(size, (channel, row, column) => [channel, height - 1 - row, column])],
    ["rows are read from their end", taken(size, (channel, row, column) => [channel, row, width - 1 - column])],
    ["the colours are in the opposite order", taken(size, (channel, row, column) => [channels - 1 - channel, row, column])],
  ];
  if (height !== width) return ways;
  return [["rows and columns are exchanged", taken(size, (channel, row, column) => [channel, column, row])], ...ways];
}

/** One that reads and shows all images by a mistake. */
export function mistaken({ subject, draw }: Drawer, mistake: string): Drawer {
  const misread = new Map(misreadings(subject.image)).get(mistake);
  if (misread === undefined) throw new Error(mistake);
  return {
    subject,
    draw: async ({ given = null, ...drawing }) => {
      const found = await draw({ ...drawing, given: given === null ? null : { ...given, images: misread(given.images) } });
      return { ...found, images: misread(found.images) };
    },
  };
}
