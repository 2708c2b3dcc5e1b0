import { describe, expect, it } from "vitest";
import { Build, imageAxes } from "../../../src/models/index.js";
import type { AutoregressiveModel, ImageSize } from "../../../src/models/index.js";
import { causalReceptiveField, maskA, maskB } from "../../../src/probability/index.js";
import { axis, constant, elements, gradients, multiply, namesOf, sum, tensor } from "../../../src/tensor/index.js";
import type { Axes, Node } from "../../../src/tensor/index.js";
import { keyedRandom } from "../../../src/numbers/random.js";
import { examplesOf, models, oneLayer, observations, small, valueWith } from "./subjects.js";

/** A value of an image; in the order in which they are read: row by row, of a pixel colour by colour. */
interface Place {
  readonly channel: number;
  readonly row: number;
  readonly column: number;
}

const place = ({ height, width }: ImageSize, i: number): Place => ({
  channel: Math.floor(i / (height * width)),
  row: Math.floor((i % (height * width)) / width),
  column: i % width,
});
const isBefore = (a: Place, b: Place): boolean =>
  a.row - b.row < 0 || (a.row === b.row && (a.column < b.column || (a.column === b.column && a.channel < b.channel)));

/** The parameters of the values' distributions, and how many numbers each has for an image. */
function numbersOf(
  model: AutoregressiveModel,
  build: Build,
  image: ImageSize,
): readonly { readonly name: string; readonly count: number }[] {
  return Object.entries(model.conditionals(build, examplesOf(1, image, 0)).parameters).map(([name, { node }]) => ({
    name,
    count: elements(node.axes),
  }));
}

/** Of what is learned: a rectified unit that is shut for one is open for another. */
const DRAWS = 4;

/** Which values of an image each number of a parameter depends on, and its own place: the same image many times, of which each is asked for one number. */
function dependences(
  model: AutoregressiveModel,
  image: ImageSize,
  parameter: string,
  count: number,
): ReadonlyMap<number, ReadonlySet<number>[]> {
  const values = elements(imageAxes(image));
  const found = new Map<number, Set<number>[]>();
  for (let draw = 0; draw < DRAWS; draw++) {
    const random = keyedRandom("causality", draw);
    const one = Float64Array.from({ length: values }, () => random.integer(0, model.levels - 1));
    const images = tensor(
      [axis("batch", count), ...imageAxes(image)],
      Float64Array.from({ length: count * values }, (_, i) => one[i % values] ?? 0),
    );
    let axes: Axes = [];
    const jacobian = valueWith(
      (build) => {
        const examples = examplesOf(count, image, 0);
        const node = model.conditionals(build, examples).parameters[parameter]?.node;
        if (node === undefined) throw new Error(parameter);
        axes = node.axes;
        const [slope] = gradients(sum(multiply(node, chosen(node)), namesOf(node.axes)), [examples.images]);
        return slope;
      },
      { images },
      draw,
    );
    for (let b = 0; b < count; b++) {
      const at = placeOfNumber(axes, b, image);
      const seen = Array.from({ length: values }, (_, i) => i).filter((i) => jacobian.values[b * values + i] !== 0);
      const [before = new Set<number>()] = found.get(b) ?? [];
      found.set(b, [new Set([...before, ...seen]), new Set([at])]);
    }
  }
  return found;
}

/** 1 where the number of an example of the batch is the example's number among all numbers, else 0. */
function chosen(node: Node): Node {
  const count = elements(node.axes.filter(({ name }) => name === "batch"));
  const others = node.axes.filter(({ name }) => name !== "batch");
  const values = new Float64Array(count * elements(others));
  for (let b = 0; b < count; b++) values[b * elements(others) + b] = 1;
  return constant([axis("batch", count), ...others], values);
}

/** Where in the image the number stands that is the i-th of all but the batch's. */
function placeOfNumber(axes: Axes, i: number, { height, width }: ImageSize): number {
  const others = axes.filter(({ name }) => name !== "batch");
  const index: Record<string, number> = {};
  let left = i;
  for (const { name, size } of others.toReversed()) {
    index[name] = left % size;
    left = Math.floor(left / size);
  }
  return ((index.channel ?? 0) * height + (index.height ?? 0)) * width + (index.width ?? 0);
}

const images: readonly ImageSize[] = [
  { channels: 1, height: 3, width: 3 },
  { channels: 3, height: 2, width: 2 },
];
/** What a network's numbers say changes nothing of what they depend on: with all that they can say only the first model is looked at, in a full run every one. */
const isFull = process.env.QEDMARK_FULL === "1";
const cases = Object.entries(models).flatMap(([name, make], i) =>
  Object.entries(isFull || i === 0 ? observations : { bits: observations.bits }).flatMap(([observed, observation]) =>
    images.map((image) => [name, observed, image, make({ ...small, features: 12, observation }, image)] as const),
  ),
);

describe("every number depends on every value before its own, and on no other", () => {
  it.each(cases)("%s, %s, %o", (_, __, image, model) => {
    for (const { name, count } of numbersOf(model, new Build(), image)) {
      for (const [seen = new Set<number>(), at = new Set<number>()] of dependences(model, image, name, count).values()) {
        const [own = NaN] = at;
        const before = Array.from({ length: elements(imageAxes(image)) }, (_, i) => i).filter((i) =>
          isBefore(place(image, i), place(image, own)),
        );
        expect(
          [...seen].toSorted((a, b) => a - b),
          `${name} at ${own}`,
        ).toEqual(before);
      }
    }
  });
});

describe("one layer with a mask that is wrong shows", () => {
  const image: ImageSize = { channels: 1, height: 1, width: 3 };
  const seenBy = (mask: typeof maskA): readonly (readonly number[])[] => {
    const model = oneLayer({ height: 1, width: 5 }, mask, image);
    return [...dependences(model, image, "logits", 3).values()].map(([seen = new Set<number>()]) => [...seen]);
  };
  const changed =
    (sees: (place: number) => boolean): typeof maskA =>
    (options) => {
      const mask = maskA(options);
      return constant(
        mask.axes,
        mask.values.map((_, i) => (sees(i - 2) ? 1 : 0)),
      );
    };

  it("and the right one does not", () => {
    expect(seenBy(maskA)).toEqual([[], [0], [0, 1]]);
  });

  it.each([
    ["the pixel itself is seen", maskB, [[0], [0, 1], [0, 1, 2]]],
    ["the row of the centre is not seen", changed(() => false), [[], [], []]],
    ["the scan goes the other way", changed((at) => at > 0), [[1, 2], [2], []]],
  ] as const)("%s", (_, mask, seen) => {
    expect(seenBy(mask)).toEqual(seen);
  });
});

describe("the wedge to the right above", () => {
  const image: ImageSize = { channels: 1, height: 2, width: 7 };
  const settings = { features: 6, blocks: 3, classes: 0, observation: observations.bits };
  const seenFrom = (model: AutoregressiveModel, own: number): readonly number[] => {
    const [seen = new Set<number>()] = dependences(model, image, "logits", 14).get(own) ?? [];
    return [...seen].toSorted((a, b) => a - b);
  };
  /** The first pixel of the second row. */
  const below = 7;

  it("is blind for a PixelCNN, as its masks say", () => {
    const channels = { in: axis("in", 1), out: axis("out", 1) };
    const masks = [
      maskA({ size: { height: 7, width: 7 }, channels }),
      ...Array.from({ length: settings.blocks }, () => maskB({ size: { height: 3, width: 3 }, channels })),
    ];
    const blind = causalReceptiveField(masks, image).blind.filter(({ row, column }) => row === -1 && column >= 0);
    expect(blind.map(({ column }) => column)).toEqual([4, 5, 6]);
    const pixelCnn = models.PixelCNN?.(settings, image);
    expect(pixelCnn && seenFrom(pixelCnn, below)).toEqual([0, 1, 2, 3]);
  });

  it.each(["gated PixelCNN", "Diagonal BiLSTM"])("is seen by a %s", (name) => {
    const model = models[name]?.(settings, image);
    expect(model && seenFrom(model, below)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it("is seen by one layer of a Diagonal BiLSTM, however wide", () => {
    const model = models["Diagonal BiLSTM"]?.({ ...settings, blocks: 1 }, image);
    expect(model && seenFrom(model, below)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it("is blind for a Row LSTM, whose memory comes from the row above with what was seen there", () => {
    const model = models["Row LSTM"]?.(settings, image);
    expect(model && seenFrom(model, below)).toEqual([0, 1, 2, 3]);
  });
});
