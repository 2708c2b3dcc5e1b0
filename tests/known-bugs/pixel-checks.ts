import { add, axis, constant, elements, evaluate, gradients, multiply, namesOf, sum, tensor } from "../../src/tensor/index.js";
import type { Tensor } from "../../src/tensor/index.js";
import { Build, imageAxes } from "../../src/models/index.js";
import type { ImageSize } from "../../src/models/index.js";
import { keyedRandom } from "../../src/numbers/random.js";
import { categorical } from "../../src/probability/index.js";
import { differs, first } from "../probability/checks.js";
import type { Complaint, Suspects } from "../probability/checks.js";
import { everyImage, examplesOf, valueWith } from "../models/autoregressive/subjects.js";
import { parameterOf, sampled } from "../sampling/world.js";
import type { PixelModel } from "./pixel-models.js";

// Checks of models that say each value of an image given those before it. Each returns null, or a complaint that names the mistake.

/** Images are read row by row, of a pixel colour by colour: for each value in this order its number in memory, where colour lies after colour. */
function readingOrder({ channels, height, width }: ImageSize): readonly number[] {
  const pixels = height * width;
  return Array.from({ length: channels * pixels }, (_, i) => (i % channels) * pixels + Math.floor(i / channels));
}

/** Draws of what is learned, at most: a rectified unit that is shut for one is open for another. */
const DRAWS = 4;

/** For each value of an image, in the order in which they are read, which others its distribution depends on in one draw or another; until all before are found. */
function dependences(subject: PixelModel): readonly (readonly boolean[])[] {
  const order = readingOrder(subject.image);
  const found = order.map(() => order.map(() => false));
  for (let draw = 0; draw < DRAWS; draw++) {
    const values = slopes(subject, draw);
    for (const [of, row] of found.entries())
      for (const [on, before] of row.entries())
        row[on] = before || values[(order[of] ?? NaN) * order.length + (order[on] ?? NaN)] !== 0;
    if (found.every((row, of) => row.slice(0, of).every((depends) => depends))) break;
  }
  return found;
}

/**
 * For each value of an image the slopes of its distribution's parameters, added up with weights that are drawn, with respect to all values: by their numbers in
 * memory. The same image is there once for each value.
 */
function slopes({ model, image }: PixelModel, draw: number): Float64Array {
  const axes = imageAxes(image);
  const count = elements(axes);
  const over = [axis("batch", count), ...axes];
  const own = constant(
    over,
    Array.from({ length: count * count }, (_, i) => (Math.floor(i / count) === i % count ? 1 : 0)),
  );
  const random = keyedRandom("tests/known-bugs/dependences", draw);
  const one = Array.from({ length: count }, () => random.integer(0, model.levels - 1));
  const images = tensor(over, Array.from({ length: count }, () => one).flat());
  return valueWith(
    (build) => {
      const examples = examplesOf(count, image, 0);
      const parts = Object.values(model.conditionals(build, examples).parameters).map(({ node }) => {
        const others = node.axes.filter(({ name }) => !namesOf(over).includes(name));
        const weights = Array.from({ length: elements(others) }, () => random.uniform());
        return sum(multiply(node, multiply(own, constant(others, weights))), namesOf(node.axes));
      });
      const [slope] = gradients(
        parts.reduce((total, part) => add(total, part)),
        [examples.images],
      );
      return slope;
    },
    { images },
    draw,
  ).values;
}

/** Every value depends on every value before it, and on no other. The complaint has each way in which that fails, with one example. */
export function readsWhatComesBefore(subject: PixelModel): Complaint {
  const { channels, width } = subject.image;
  const ways = new Map<string, string>();
  for (const [of, row] of dependences(subject).entries()) {
    for (const [on, depends] of row.entries()) {
      if (depends === on < of) continue;
      const [ofPixel, onPixel] = [Math.floor(of / channels), Math.floor(on / channels)];
      const rows = Math.floor(onPixel / width) - Math.floor(ofPixel / width);
      const columns = (onPixel % width) - (ofPixel % width);
      const way = depends ? tooMuch(on === of, rows, columns) : tooLittle(rows, columns);
      if (!ways.has(way)) ways.set(way, `value ${of} ${depends ? "depends" : "does not depend"} on ${on}`);
    }
  }
  return ways.size === 0 ? null : [...ways].map(([way, example]) => `${way} (${example})`).join("; ");
}

function tooMuch(isItself: boolean, rows: number, columns: number): string {
  if (isItself) return "it sees itself";
  if (rows > 0) return "it sees a row below, against the scan order";
  return columns === 0 ? "it sees a later colour of its pixel" : "it sees what is to its right, against the scan order";
}

function tooLittle(rows: number, columns: number): string {
  if (rows < 0) return columns > 0 ? "what is to the right above is hidden, a blind spot" : "a row above is hidden";
  return columns === 0 ? "an earlier colour of its pixel is hidden" : "its own row is hidden";
}

/** Of each image one number. */
type Numbers = readonly number[];

interface Reading {
  /** Whose values are asked for: the images themselves unless others are given. */
  readonly targets?: Tensor;
  /** Whether the value that comes at one time is known at another. Unless given, what comes before is. */
  readonly isKnown?: (itsTime: number, now: number) => boolean;
}

/** log p of images, one value after another: by the logits from an image that holds the values known by then, and drawn levels in the place of the others. */
function oneByOne(
  { model, image }: PixelModel,
  images: Tensor,
  { targets = images, isKnown = (its, now) => its < now }: Reading = {},
): Numbers {
  const order = readingOrder(image);
  const times = new Map(order.map((place, time) => [place, time]));
  const count = order.length;
  const all = images.values.length / count;
  const random = keyedRandom("tests/known-bugs/oneByOne");
  const everyTime = (valueOf: (i: number, now: number, time: number) => number): Tensor =>
    tensor(
      [axis("batch", all * count), ...imageAxes(image)],
      Array.from({ length: all * count * count }, (_, i) => {
        const [row, place] = [Math.floor(i / count), i % count];
        return valueOf(Math.floor(row / count) * count + place, row % count, times.get(place) ?? NaN);
      }),
    );
  const known = everyTime((i, now, time) =>
    isKnown(time, now) ? (images.values[i] ?? NaN) : random.integer(0, model.levels - 1),
  );
  const asked = everyTime((i) => targets.values[i] ?? NaN);
  const { values } = valueWith(
    (build) => {
      const logits = model.logits(build, examplesOf(all * count, image, 0));
      return categorical({ logits }, "level", []).logProb(constant(asked.axes, asked.values));
    },
    { images: known },
  );
  return Array.from({ length: all }, (_, i) =>
    order.reduce((total, place, now) => total + (values[(i * count + now) * count + place] ?? NaN), 0),
  );
}

/** log p as the model says it, of whole images. What is learned is drawn unless it is given by its names. */
function inOneGo({ model, image }: PixelModel, images: Tensor, learned: Readonly<Record<string, Tensor>> = {}): Numbers {
  const count = images.axes[0]?.size ?? 0;
  return [...valueWith((build) => model.logProb(build, examplesOf(count, image, 0)), { ...learned, images }).values];
}

/** log p of every image is what it is one value after another, where nothing is known of what comes after; and the probabilities sum to 1. */
export function saysWhatIsSampled(subject: PixelModel): Complaint {
  const images = everyImage(subject.image, subject.model.levels);
  const [whole, sequential] = [inOneGo(subject, images), oneByOne(subject, images)];
  const isWrong = (right: number, i: number, suspects: Suspects = {}): Complaint =>
    differs(`log p of image ${i} of all`, whole[i] ?? NaN, right, 1e-11 * Math.abs(right), suspects);
  const wrong = sequential.findIndex((right, i) => isWrong(right, i) !== null);
  if (wrong < 0) return sumsToOne(subject);
  return isWrong(sequential[wrong] ?? NaN, wrong, suspectsOf(subject, images, wrong));
}

/** What log p of an image is by each mistake. */
function suspectsOf(subject: PixelModel, images: Tensor, i: number): Suspects {
  const by = (reading: Reading): number => oneByOne(subject, images, reading)[i] ?? NaN;
  const { channels } = subject.image;
  const from = (place: (own: Place) => Place): Tensor => misplaced(images, subject.image, place);
  return {
    "each value is seen before it is said": by({ isKnown: (its, now) => its <= now }),
    "images are read from their end": by({ isKnown: (its, now) => its > now }),
    "rows and columns are exchanged": by({
      targets: from(({ channel, row, column }) => ({ channel, row: column, column: row })),
    }),
    "the colours are in the opposite order": by({
      targets: from((own) => ({ ...own, channel: channels - 1 - own.channel })),
    }),
    "each value is held to the distribution of the next one": by({
      targets: from((own) => ({ ...own, column: own.column - 1 })),
    }),
  };
}

interface Place {
  readonly channel: number;
  readonly row: number;
  readonly column: number;
}

/** Images that hold at each place what these hold at another, and 0 where that is outside. */
function misplaced({ axes, values }: Tensor, { channels, height, width }: ImageSize, from: (own: Place) => Place): Tensor {
  const count = channels * height * width;
  return tensor(
    axes,
    values.map((_, i) => {
      const place = i % count;
      const own = { channel: Math.floor(place / height / width), row: Math.floor(place / width) % height, column: place % width };
      const { channel, row, column } = from(own);
      const isThere = row >= 0 && row < height && column >= 0 && column < width;
      return isThere ? (values[i - place + (channel * height + row) * width + column] ?? NaN) : 0;
    }),
  );
}

/** log p of every image, and of images that are drawn, is what the sampler says while it puts them together. */
export async function saysWhatTheSamplerSays({ model, image }: PixelModel): Promise<Complaint> {
  const build = new Build();
  model.logProb(build, examplesOf(1, image, 0));
  const learned = [...build.parameters.declared].map(([name, { axes }]) => [name, parameterOf(name, axes)] as const);
  const images = Float32Array.from(everyImage(image, model.levels).values);
  const places = new Array<boolean>(image.height * image.width).fill(true);
  const count = images.length / (places.length * image.channels);
  for (const [what, given] of Object.entries({ "all images": { images, places }, "images that are drawn": null })) {
    const found = await sampled({ model, image, classes: 0 }, { count, given });
    const seen = tensor([axis("batch", count), ...imageAxes(image)], found.images);
    const whole = inOneGo({ model, image }, seen, evaluate(Object.fromEntries(learned)));
    const complaint = first(
      [...found.logProbs].map((right, i) =>
        differs(
          `log p of image ${i} of ${what}, which the sampler puts together,`,
          whole[i] ?? NaN,
          right,
          1e-11 * Math.abs(right),
        ),
      ),
    );
    if (complaint !== null) return complaint;
  }
  return null;
}

export function sumsToOne(subject: PixelModel): Complaint {
  const all = inOneGo(subject, everyImage(subject.image, subject.model.levels));
  const total = all.reduce((sum, logProb) => sum + Math.exp(logProb), 0);
  return differs("the sum of the probabilities of all images", total, 1, 1e-11);
}
