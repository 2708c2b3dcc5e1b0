import { imageGrid } from "../../runs/png.js";
import type { ImageSize } from "../../models/index.js";
import type { Engine } from "../../tensor/engines/engine.js";
import { sampleMixture, shapeOf } from "../expectation-maximization/index.js";
import type { MixtureParameters } from "../expectation-maximization/index.js";
import type { ImageRows } from "../pictures.js";
import type { Made } from "../report.js";

const COLUMNS = 10;
const SCALE = 2;
const SAMPLES = 80;
const MOST_MEANS = 200;

/** Images drawn from the mixture. */
export async function drawnFromMixture(
  engine: Engine,
  parameters: MixtureParameters,
  count: number,
  seed: number,
): Promise<ImageRows> {
  return { images: await sampleMixture(engine, parameters, count, seed), count, columns: COLUMNS };
}

/** The means of the components, the heaviest first, `most` of them at most. */
export function meansOf(parameters: MixtureParameters, most: number): ImageRows {
  const { dimensions } = shapeOf(parameters);
  const { logits, mean } = parameters;
  const heaviest = [...logits.keys()].sort((a, b) => (logits[b] ?? NaN) - (logits[a] ?? NaN)).slice(0, most);
  const images = new Float32Array(heaviest.length * dimensions);
  for (const [place, k] of heaviest.entries())
    images.set(mean.subarray(k * dimensions, (k + 1) * dimensions), place * dimensions);
  return { images, count: heaviest.length, columns: COLUMNS };
}

/** The pictures of a mixture as it stands. */
export async function mixturePictures(
  engine: Engine,
  parameters: MixtureParameters,
  { channels, height, width }: ImageSize,
  seed: number,
): Promise<readonly Made[]> {
  const grid = async ({ images, count, columns }: ImageRows): Promise<Made["image"]> => ({
    png: await imageGrid(images, { channels, height, width, count, columns, scale: SCALE }),
  });
  const means = meansOf(parameters, MOST_MEANS);
  return [
    {
      name: "samples",
      title: "Samples",
      caption: "Drawn from p(x): a component by its weight, then an image from its normal density, with its noise.",
      image: await grid(await drawnFromMixture(engine, parameters, SAMPLES, seed)),
    },
    {
      name: "means",
      title: "Means",
      caption: `The means of ${means.count} of ${parameters.logits.length} components, the heaviest first.`,
      image: await grid(means),
    },
  ];
}
