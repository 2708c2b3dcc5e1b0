import { subset } from "../data/subset.js";
import type { Engine } from "../tensor/engines/engine.js";
import type { Given, RowsDone } from "../sampling/sampler.js";
import { COLUMNS, labelsInColumns } from "../training/pictures.js";
import { allBut, pairedImages } from "../training/pixel-pictures.js";
import { asGreyLevels, drawPixels, shownImages } from "../training/pixelwise.js";
import type { Pixelwise } from "../training/pixelwise.js";
import { RequestError } from "./errors.js";
import { dataFor } from "./finished-run.js";
import type { FinishedRun } from "./finished-run.js";
import type { Io } from "./io.js";
import { regionOf } from "./region.js";
import type { DrawnImages, SampleRequest } from "./sample-request.js";
import type { PixelwiseUse } from "./trained-model.js";

interface Shown {
  readonly given: Given;
  readonly labels: Uint8Array;
}

/** Draws images value by value, whole or in part. @throws RequestError */
export async function samplePixels(
  request: SampleRequest,
  use: PixelwiseUse,
  finished: FinishedRun,
  engine: Engine,
  io: Io,
): Promise<DrawnImages> {
  const { count, seed, label, pixels } = request;
  const { temperature } = pixels;
  if (temperature !== null && !(temperature > 0))
    throw new RequestError(`--temperature ${temperature}: is not positive: name 1 for draws from p(x), less for likelier ones`);
  for (const [flag, value] of [
    ["--data", pixels.data],
    ["--split", pixels.split],
  ] as const) {
    if (pixels.hide === null && value !== null)
      throw new RequestError(`${flag}: nothing of the data's images is given: name a part with --hide`);
  }
  const own = use.on(engine);
  const shown = pixels.hide === null ? null : await partlyGiven(request, pixels.hide, use, own, finished, io);
  const frames: Float32Array[] = [];
  const { images } = await drawPixels(own, count, {
    seed,
    temperature: temperature ?? 1,
    labels:
      own.model.classes === 0 || shown === null || label !== null
        ? labelsInColumns(count, own.model.classes, label)
        : shown.labels,
    given: shown?.given ?? null,
    onRow: (done) => {
      showProgress(done, count, own, io);
      if (pixels.gif && done.first === 0) frames.push(frameOf(done, own, shown?.given ?? null));
    },
  });
  const grey = asGreyLevels(images, own.model);
  const rows =
    shown === null
      ? { images: grey, count, columns: COLUMNS }
      : pairedImages(asGreyLevels(shown.given.images, own.model), grey, count);
  return { rows, images: grey, frames, said: saidOf(request, own) };
}

/** What was drawn, in words. */
function saidOf({ label, pixels: { hide, temperature } }: SampleRequest, { model }: Pixelwise): string {
  const given = label === null ? "class" : `class ${label}`;
  const law = model.classes === 0 ? "p(x)" : `p(x|${given})`;
  const what = hide === null ? `draws from ${law}, value by value` : `the part ${hide} drawn anew, below the images`;
  return temperature === null || temperature === 1 ? what : `${what}, but at temperature ${temperature}`;
}

/** Images of which a part is given, with their classes. @throws RequestError when there are too few */
async function partlyGiven(
  { count, seed, pixels }: SampleRequest,
  hide: string,
  use: PixelwiseUse,
  own: Pixelwise,
  finished: FinishedRun,
  io: Io,
): Promise<Shown> {
  const region = regionOf(hide, own.image);
  const dataset = await dataFor(finished, pixels.data, pixels.split ?? "test", io);
  try {
    if (count > dataset.count) throw new RequestError(`--count ${count}: there are ${dataset.count} images to give: draw fewer`);
    const { images, labels } = await shownImages(own, subset(dataset, 0, count), count, use.showing("given", seed));
    return { given: allBut(region, images, own.image), labels };
  } finally {
    await dataset.close();
  }
}

/** Grey where nothing is drawn yet. */
const UNDRAWN = 0.5;

function frameOf({ images, rows, count }: RowsDone, { image, model }: Pixelwise, given: Given | null): Float32Array {
  const places = image.height * image.width;
  const size = image.channels * places;
  return asGreyLevels(images.subarray(0, count * size), model).map((value, i) => {
    const place = i % places;
    if (place < rows * image.width) return value;
    return given?.places[place] === true ? (given.images[i] ?? NaN) / (model.model.levels - 1) : UNDRAWN;
  });
}

function showProgress({ first, count, rows }: RowsDone, all: number, { image }: Pixelwise, io: Io): void {
  if (!io.error.isTerminal) return;
  const done = first + count === all && rows === image.height;
  const which = all === count ? `${all} images` : `images ${first + 1} to ${first + count} of ${all}`;
  io.error.write(`\r\u001b[K${done ? "" : `${which}: row ${rows} of ${image.height}`}`);
}
