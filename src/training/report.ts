import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Dataset } from "../data/dataset.js";
import { KNOWN_DATA } from "../data/known.js";
import { latentMap } from "../runs/latent-map.js";
import { pageOf } from "../runs/page/page.js";
import type { Frame, Picture, Result } from "../runs/page/page.js";
import { imageGrid, rasterized } from "../runs/png.js";
import type { RunFolder } from "../runs/run-folder.js";
import type { Showing } from "./batch-runner.js";
import type { Coder } from "./coding.js";
import type { AnyConfiguration, Configuration } from "./configuration.js";
import { drawnImages, manifoldImages, planeOf, reconstructedImages, traversedImages } from "./pictures.js";
import type { ImageRows } from "./pictures.js";

/** Codes on a map, and those that say which dimensions vary. */
const MAPPED = 3000;
const SCALE = 2;

/** A picture that was made, with the name of its file. */
export interface Made {
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
    png: await imageGrid(images, { ...data.shape, count, columns, scale: SCALE }),
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

/** How far a training was when its pictures were made. */
export interface Moment {
  readonly unit: "epoch" | "iteration";
  readonly number: number;
}

/** Writes the pictures of that moment to the folder, under names with its number, and under plain ones. */
export async function writePictures(folder: RunFolder, made: readonly Made[], moment: Moment): Promise<void> {
  for (const { name, image } of made) {
    const png = "png" in image ? image.png : await rasterized(image.svg, 960);
    await folder.writeSample(name, png);
    await folder.writeSample(frameName(name, moment), png);
  }
}

/** What the page of a run says besides its pictures, curves and configuration. */
export interface Said {
  /** How many epochs or iterations there are at most. */
  readonly most: number;
  /** What the model is shown of the images. */
  readonly preparation: string;
  readonly results: readonly Result[];
  readonly command: string;
}

/** The page of a run: its latest pictures with the kept ones before them, its curves, what it was made of. */
export async function writePage(
  folder: RunFolder,
  { settings, data, engine, qedmark }: AnyConfiguration,
  made: readonly Made[],
  moment: Moment,
  { most, preparation, results, command }: Said,
): Promise<void> {
  const { unit, number } = moment;
  const terms = KNOWN_DATA.get(settings.data.source.toLowerCase())?.terms;
  const pictures = await Promise.all(made.map((own) => withEarlier(folder.path, own, moment)));
  const html = await pageOf({
    title: `${settings.model.kind} on ${data.name}`,
    status: `${unit === "epoch" ? "Epoch" : "Iteration"} ${number} of ${most}, ${data.images} images, ${preparation}, engine ${engine}, qedmark ${qedmark}`,
    command,
    results,
    pictures,
    metrics: await folder.metrics(),
    configuration: { ...settings, images: data, ...(terms === undefined ? {} : { terms }) },
  });
  await folder.writePage(html);
}

/** Epochs or iterations whose pictures stay: 1, 2, 5, 10, 20, 50 … */
export function isKept(number: number): boolean {
  return /^[125]0*$/u.test(String(number));
}

async function withEarlier(path: string, { name, title, caption, image }: Made, { unit, number }: Moment): Promise<Picture> {
  const frames: Frame[] = [];
  for (let earlier = 1; earlier < number; earlier++) {
    if (!isKept(earlier) || !("png" in image)) continue;
    const file = join(path, "samples", `${frameName(name, { unit, number: earlier })}.png`);
    const png = await readFile(file).catch(() => null);
    if (png !== null) frames.push({ label: `${unit} ${earlier}`, image: { png } });
  }
  return { title, caption, frames: [...frames, { label: `${unit} ${number}`, image }] };
}

const frameName = (name: string, { unit, number }: Moment): string => `${name}-${unit}-${String(number).padStart(4, "0")}`;
