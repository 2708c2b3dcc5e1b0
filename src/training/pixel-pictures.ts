import type { Dataset } from "../data/dataset.js";
import type { ImageSize } from "../models/index.js";
import { pairedRows } from "../runs/grids.js";
import { imageGrid } from "../runs/png.js";
import type { Given } from "../sampling/sampler.js";
import { COLUMNS, labelsInColumns } from "./pictures.js";
import type { ImageRows } from "./pictures.js";
import { asGreyLevels, drawPixels, likelihoodMaps } from "./pixelwise.js";
import type { LikelihoodMaps, Pixelwise } from "./pixelwise.js";
import type { Made } from "./report.js";
import type { Showing } from "./batch-runner.js";

const DRAWN = 80;
const SHOWN = 20;
const SCALE = 2;

/** A region of an image: rows and columns from, up to. */
export interface Region {
  readonly rows: readonly [from: number, to: number];
  readonly columns: readonly [from: number, to: number];
}

/** Images of which all but a region is given. */
export function allBut(region: Region, images: Float32Array, { height, width }: ImageSize): Given {
  const within = (at: number, [from, to]: readonly [number, number]): boolean => at >= from && at < to;
  const places = Array.from(
    { length: height * width },
    (_, i) => !(within(Math.floor(i / width), region.rows) && within(i % width, region.columns)),
  );
  return { images, places };
}

/** A row of images above a row of what the model makes of them, again and again. */
export function pairedImages(above: Float32Array, below: Float32Array, count: number): ImageRows {
  const columns = Math.min(COLUMNS, count);
  const whole = columns * Math.ceil(count / columns);
  const size = above.length / count;
  // The last row may be short: black images fill it.
  const filled = (images: Float32Array): Float32Array => {
    const all = new Float32Array(whole * size);
    all.set(images);
    return all;
  };
  const images = pairedRows(filled(above), filled(below), columns * size);
  return { images, count: 2 * whole, columns };
}

/** Each row of images above how unlikely their pixels are: black is 0 nats, white the most of all. */
export function mapsBelowImages(
  { images, nats }: LikelihoodMaps,
  own: Pixelwise,
  count: number,
): ImageRows & { readonly most: number } {
  const { channels } = own.image;
  const places = own.image.height * own.image.width;
  const most = nats.reduce((a, b) => Math.max(a, b), 0);
  const maps = new Float32Array(count * channels * places);
  for (let i = 0; i < maps.length; i++) {
    const image = Math.floor(i / (channels * places));
    maps[i] = most === 0 ? 0 : (nats[image * places + (i % places)] ?? NaN) / most;
  }
  return { ...pairedImages(asGreyLevels(images, own.model), maps, count), most };
}

/** The pictures of a model that says each value given those before it, as it stands. */
export async function makePixelPictures(own: Pixelwise, test: Dataset, showing: Showing, seed: number): Promise<readonly Made[]> {
  const { model, image } = own;
  const grid = async ({ images, count, columns }: ImageRows): Promise<Made["image"]> => ({
    png: await imageGrid(images, { ...image, count, columns, scale: SCALE }),
  });
  const drawn = await drawPixels(own, DRAWN, { seed, labels: labelsInColumns(DRAWN, model.classes, null) });
  const maps = await likelihoodMaps(own, test, SHOWN, showing);
  const count = maps.labels.length;
  const half = Math.floor(image.height / 2);
  const given = allBut({ rows: [half, image.height], columns: [0, image.width] }, maps.images, image);
  const labels = model.classes === 0 ? null : maps.labels;
  const completed = await drawPixels(own, count, { seed, given, labels });
  const likelihoods = mapsBelowImages(maps, own, count);
  return [
    {
      name: "samples",
      title: "Samples",
      caption:
        model.classes === 0
          ? "Drawn from p(x), value by value."
          : `Drawn from p(x) given a class, value by value: ${model.classes > COLUMNS ? "the classes in turn" : "each column is one class"}.`,
      image: await grid({ images: asGreyLevels(drawn.images, model), count: DRAWN, columns: COLUMNS }),
    },
    {
      name: "completions",
      title: "Completions",
      caption: "Images of the test split, each row above the same images whose lower half was drawn anew, given the upper one.",
      image: await grid(pairedImages(asGreyLevels(maps.images, model), asGreyLevels(completed.images, model), count)),
    },
    {
      name: "likelihoods",
      title: "Likelihood of each pixel",
      caption: `Images of the test split, each row above −log p of their pixels, each given those before it: black is 0, white ${likelihoods.most.toFixed(2)} nats.`,
      image: await grid(likelihoods),
    },
  ];
}
