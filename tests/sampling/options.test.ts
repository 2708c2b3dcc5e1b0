import { describe, expect, it } from "vitest";
import type { ImageSize } from "../../src/models/index.js";
import type { RowsDone, Samples } from "../../src/sampling/sampler.js";
import type { Complaint } from "../probability/checks.js";
import { drawerOf, scoresWhatItDraws } from "./agreement.js";
import { oppositeLabels } from "./slips.js";
import { inDouble, sampled, subjectOf } from "./world.js";
import type { Drawing } from "./world.js";

const image: ImageSize = { channels: 3, height: 3, width: 2 };
const SIZE = 18;
const subject = subjectOf("PixelCNN", "three levels", image, { features: 6, blocks: 1 });
const tiny = subjectOf("PixelCNN", "bits", { channels: 1, height: 1, width: 3 }, { features: 2, blocks: 0 });
const conditional = subjectOf("gated PixelCNN", "three levels", image, { features: 6, blocks: 1, classes: 2 });

/** An image is the same however many are drawn. */
async function followsFromItsNumber(draw: (count: number) => Promise<Samples>): Promise<Complaint> {
  const all = await draw(130);
  const size = all.images.length / 130;
  for (const count of [1, 5, 128]) {
    const { images, logProbs, margins } = await draw(count);
    const wrong = Array.from({ length: count }, (_, i) => i).find(
      (i) =>
        logProbs[i] !== all.logProbs[i] ||
        margins[i] !== all.margins[i] ||
        images.subarray(i * size, (i + 1) * size).some((value, at) => value !== all.images[i * size + at]),
    );
    if (wrong !== undefined) return `image ${wrong} of ${count} is not image ${wrong} of 130`;
  }
  return null;
}

const batched = (count: number): Pick<Drawing, "count" | "batch"> => ({ count, batch: Math.min(count, 128) });

describe("an image follows from the seed and its number", () => {
  it("however many are drawn with it", async () => {
    expect(await followsFromItsNumber((count) => sampled(tiny, batched(count)))).toBeNull();
    const byCount = (count: number): Promise<Samples> => sampled(tiny, { ...batched(count), seed: count });
    expect(await followsFromItsNumber(byCount)).toBe("image 0 of 1 is not image 0 of 130");
  });

  it("and is another with another seed", async () => {
    const [one, same, other] = [
      await sampled(subject, { count: 2, seed: 1 }),
      await sampled(subject, { count: 2, seed: 1 }),
      await sampled(subject, { count: 2, seed: 2 }),
    ];
    expect(same).toEqual(one);
    expect(other.images).not.toEqual(one.images);
    expect(one.images.subarray(0, SIZE)).not.toEqual(one.images.subarray(SIZE));
  });
});

describe("values that are given", () => {
  const places = Array.from({ length: 6 }, (_, place) => place % 4 === 1 || place === 2);
  const count = 5;
  const drawing: Drawing = { count, batch: 2 };
  const own = drawerOf(subject);

  /** Given places stay as they are, of each image its own, and log p of an image is of all its values. */
  async function keepsWhatIsGiven(given: Float32Array, drawn: Samples): Promise<Complaint> {
    const isGiven = (i: number): boolean => places[i % 6] === true;
    const changed = given.findIndex((value, i) => isGiven(i) && drawn.images[i] !== value);
    if (changed >= 0) return `value ${changed} was given and is another`;
    return await scoresWhatItDraws({ subject, draw: () => Promise.resolve(drawn) }, drawing);
  }

  it("stay as they are, of each image its own", async () => {
    const { images: others } = await sampled(subject, { ...drawing, seed: 99 });
    const drawn = await sampled(subject, { ...drawing, given: { images: others, places } });
    expect(await keepsWhatIsGiven(others, drawn)).toBeNull();
    const first = Float32Array.from(others, (_, i) => others[i % (2 * SIZE)] ?? NaN);
    const again = await sampled(subject, { ...drawing, given: { images: first, places } });
    expect(await keepsWhatIsGiven(others, again)).toContain("was given and is another");
    const onlyDrawn = { ...drawn, logProbs: drawn.logProbs.map((logProb) => logProb * 0.9) };
    expect(await keepsWhatIsGiven(others, onlyDrawn)).toContain("log p of image 0");
  });

  it("are as if they had been drawn: what is drawn beside them stays the same", async () => {
    const free = await sampled(subject, drawing);
    const { margins, ...held } = await sampled(subject, { ...drawing, given: { images: free.images, places } });
    expect(held).toEqual({ images: free.images, logProbs: free.logProbs, logits: free.logits });
    expect(margins.every((margin, i) => margin >= (free.margins[i] ?? NaN))).toBe(true);
    const all = await own.draw({ ...drawing, given: { images: free.images, places: places.map(() => true) } });
    expect(all).toEqual({ ...free, margins: new Float64Array(count).fill(Infinity) });
  });
});

describe("classes", () => {
  const labels = Uint8Array.of(1, 0, 0, 1, 1);
  const drawing: Drawing = { count: labels.length, batch: 2 };

  it("are those of each image", async () => {
    const all = (label: number) => sampled(conditional, { ...drawing, labels: labels.map(() => label) });
    const alone = [await all(0), await all(1)];
    /** Each image is the one that is drawn where all have its class. */
    const agrees = ({ logProbs }: Samples): boolean =>
      labels.every((label, i) => logProbs[i] === alone[label]?.logProbs[i] && logProbs[i] !== alone[1 - label]?.logProbs[i]);
    expect(agrees(await sampled(conditional, { ...drawing, labels }))).toBe(true);
    expect(agrees(await sampled(conditional, { ...drawing, labels }, oppositeLabels))).toBe(false);
  });
});

describe("rows as they are drawn", () => {
  /** After each row of each batch, with what is drawn so far and 0 for the rest. */
  function isInTime(reported: readonly RowsDone[], images: Float32Array, batch: number): boolean {
    const expected = [0, batch].flatMap((first) =>
      [1, 2, 3].map((rows) => {
        const count = Math.min(batch, images.length / SIZE - first);
        const own = images.subarray(first * SIZE, (first + count) * SIZE);
        return { first, count, rows, images: own.map((value, i) => (Math.floor(i / 2) % 3 < rows ? value : 0)) };
      }),
    );
    return JSON.stringify(reported) === JSON.stringify(expected);
  }

  it("are told after each, with the images so far", async () => {
    const [copies, live]: [RowsDone[], RowsDone[]] = [[], []];
    const onRow = (own: RowsDone): void => {
      copies.push({ ...own, images: own.images.slice() });
      live.push(own);
    };
    const { images } = await sampled(subject, { count: 3, batch: 2, onRow });
    expect(isInTime(copies, images, 2)).toBe(true);
    expect(isInTime(copies.slice(1), images, 2)).toBe(false);
    expect(isInTime(live, images, 2)).toBe(false);
  });
});

describe("values and classes that do not fit", () => {
  it.each([
    ["too few images", new Float32Array(1), "what is given is not of 1 images"],
    ["a level that is none", new Float32Array(1000).fill(7), "a given value is 7: give a level from 0 to"],
    ["no number", new Float32Array(1000).fill(NaN), "a given value is NaN"],
  ])("are refused: %s", async (_, images, problem) => {
    const places = [true, true, true];
    await expect(sampled(tiny, { count: 1, given: { images, places } })).rejects.toThrow(problem);
  });

  it("are refused: no classes for a model that sees some", async () => {
    await expect(sampled(conditional, { count: 2, labels: null })).rejects.toThrow(
      "the model sees classes: give one for each of",
    );
  });
});

describe("temperature", () => {
  it.each([0, -1, NaN, Infinity])("is refused where it is no positive number: %d", async (temperature) => {
    await expect(sampled(tiny, { count: 1, temperature })).rejects.toThrow(
      new RangeError(`a temperature of ${temperature}: give a positive number`),
    );
  });

  it("draws the most probable level of each value where it is low, and others where it is 1", async () => {
    const isOfModes = async (temperature: number): Promise<boolean> => {
      const { images, logits } = await sampled(subject, { count: 2, temperature });
      return images.every((level, i) => logits[3 * i + level] === Math.max(...logits.subarray(3 * i, 3 * i + 3)));
    };
    expect(await isOfModes(1e-6)).toBe(true);
    expect(await isOfModes(1)).toBe(false);
  });

  it("leaves log p of what is drawn at temperature 1", async () => {
    expect(await scoresWhatItDraws(drawerOf(subject), { count: 3, temperature: 0.2 })).toBeNull();
    const cold = async (drawing: Drawing): Promise<Samples> => {
      const found = await sampled(subject, { ...drawing, temperature: 0.2 }, inDouble);
      return { ...found, logProbs: found.logProbs.map((logProb) => logProb / 0.2) };
    };
    expect(await scoresWhatItDraws({ subject, draw: cold }, { count: 3 })).toContain("log p of image 0");
  });
});
