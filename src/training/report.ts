import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BINARIZATIONS } from "../data/binarization.js";
import type { Dataset } from "../data/dataset.js";
import type { ImageSize } from "../models/index.js";
import { latentMap } from "../runs/latent-map.js";
import { pageOf } from "../runs/page/page.js";
import type { Frame, Picture, Result } from "../runs/page/page.js";
import { imageGrid, rasterized } from "../runs/png.js";
import type { RunFolder } from "../runs/run-folder.js";
import type { Showing } from "./batch-runner.js";
import type { Coder } from "./coding.js";
import type { Configuration } from "./configuration.js";
import { drawnImages, manifoldImages, planeOf, reconstructedImages, traversedImages } from "./pictures.js";
import type { ImageRows } from "./pictures.js";

/** Codes on a map, and those that say which dimensions vary. */
const MAPPED = 3000;
const SCALE = 2;

interface Made {
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  readonly image: Frame["image"];
}

/** The pictures of a model as it stands. */
export async function makePictures(
  coder: Coder,
  configuration: Configuration,
  test: Dataset,
  showing: Showing,
): Promise<readonly Made[]> {
  const { settings, data } = configuration;
  const isVae = settings.model.kind !== "auto-encoder";
  const grid = async ({ images, count, columns }: ImageRows): Promise<Frame["image"]> => ({
    png: await imageGrid(images, { ...sizeOf(data.shape), count, columns, scale: SCALE }),
  });
  const codes = await coder.encode(test, MAPPED, showing);
  const plane = planeOf(codes);
  const made: Made[] = [
    {
      name: "samples",
      title: "Samples",
      caption: isVae
        ? "Codes drawn from the prior N(0, I), decoded: the means of p(x|z)."
        : "Codes drawn from N(0, I), decoded. Nothing made codes normal: these are no samples of anything learned.",
      image: await grid(await drawnImages(coder, 80, settings.seed)),
    },
    {
      name: "reconstructions",
      title: "Reconstructions",
      caption: "Images of the test split, each row above the means of p(x|z) at the means of their codes.",
      image: await grid(await reconstructedImages(coder, test, 3, showing)),
    },
    {
      name: "traversals",
      title: "Traversals",
      caption:
        "The code of the first test image, with one of its dimensions moved from −3 to 3: a row for each of those dimensions that vary most.",
      image: await grid(await traversedImages(coder, codes, 8)),
    },
    {
      name: "codes",
      title: "Map of codes",
      caption: `The codes of ${codes.labels.length} test images, by class: dimensions ${plane.dimensions[0]} and ${plane.dimensions[1]}, which vary most.`,
      image: {
        svg: latentMap({
          codes: plane.values,
          labels: codes.labels,
          classes: data.classes === 0 ? ["images"] : Array.from({ length: data.classes }, (_, label) => String(label)),
        }),
      },
    },
  ];
  if (coder.dimensions !== 2) return made;
  const manifold = {
    name: "manifold",
    title: "The plane of codes, decoded",
    caption: "Codes on a grid from −2.2 to 2.2 in both dimensions.",
    image: await grid(await manifoldImages(coder)),
  };
  return [...made, manifold];
}

/** Writes the pictures of an epoch to the folder, under names with its number, and under plain ones. */
export async function writePictures(folder: RunFolder, made: readonly Made[], epoch: number): Promise<void> {
  for (const { name, image } of made) {
    const png = "png" in image ? image.png : await rasterized(image.svg, 960);
    await folder.writeSample(name, png);
    await folder.writeSample(frameName(name, epoch), png);
  }
}

/** The page of a run: its latest pictures with the kept ones before them, its curves, what it was made of. */
export async function writePage(
  folder: RunFolder,
  configuration: Configuration,
  made: readonly Made[],
  epoch: number,
  results: readonly Result[],
  command: string,
): Promise<void> {
  const { settings, data, engine, qedmark } = configuration;
  const pictures = await Promise.all(made.map((own) => withEarlier(folder.path, own, epoch)));
  const html = await pageOf({
    title: `${settings.model.kind} on ${data.name}`,
    status: `Epoch ${epoch} of ${settings.training.epochs}, ${data.images} images, ${BINARIZATIONS[settings.data.binarization]}, engine ${engine}, qedmark ${qedmark}`,
    command,
    results,
    pictures,
    metrics: await folder.metrics(),
    configuration: { ...settings, images: data },
  });
  await folder.writePage(html);
}

/** Epochs whose pictures stay: 1, 2, 5, 10, 20, 50 … */
export function isKept(epoch: number): boolean {
  return /^[125]0*$/u.test(String(epoch));
}

async function withEarlier(path: string, { name, title, caption, image }: Made, epoch: number): Promise<Picture> {
  const frames: Frame[] = [];
  for (let earlier = 1; earlier < epoch; earlier++) {
    if (!isKept(earlier) || !("png" in image)) continue;
    const png = await readFile(join(path, "samples", `${frameName(name, earlier)}.png`)).catch(() => null);
    if (png !== null) frames.push({ label: `epoch ${earlier}`, image: { png } });
  }
  return { title, caption, frames: [...frames, { label: `epoch ${epoch}`, image }] };
}

const frameName = (name: string, epoch: number): string => `${name}-epoch-${String(epoch).padStart(4, "0")}`;

function sizeOf({ channels, height, width }: ImageSize): ImageSize {
  return { channels, height, width };
}
