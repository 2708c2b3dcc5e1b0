import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Dataset, Split } from "../data/dataset.js";
import { subset } from "../data/subset.js";
import type { ImageSize } from "../models/index.js";
import type { Result } from "../runs/page/page.js";
import { imageGrid } from "../runs/png.js";
import type { Engine } from "../tensor/engines/engine.js";
import { firstImages, sharpness } from "../training/pictures.js";
import type { ImageRows } from "../training/pictures.js";
import { mapsBelowImages } from "../training/pixel-pictures.js";
import { asGreyLevels, likelihoodMaps, shownImages } from "../training/pixelwise.js";
import { EXIT, RequestError } from "./errors.js";
import { dataFor, engineFor, openRun } from "./finished-run.js";
import type { Io } from "./io.js";
import { demandNothingAt, writeNew } from "./new-files.js";
import { refusing } from "./refusals.js";
import { resultsText } from "./results.js";
import type { PixelwiseUse, TrainedModel } from "./trained-model.js";

export interface EvaluateRequest {
  readonly run: string;
  readonly data: string | null;
  readonly split: Split;
  /** Importance samples; null for none. */
  readonly samples: number | null;
  readonly limit: number | null;
  /** A new file for a picture of how likely each pixel of the first images is; null for none. */
  readonly maps: string | null;
  readonly engine: string | null;
  readonly threads: number | null;
  readonly seed: number;
  readonly format: "pretty" | "json";
}

/** Measures a trained model on a split, and the sharpness of its images. */
export async function evaluate(request: EvaluateRequest, io: Io): Promise<number> {
  return await refusing(async () => {
    const finished = await openRun(request.run, io);
    const { model, step } = finished;
    const { shape } = finished.configuration.data;
    const { samples, seed, split } = request;
    const pixelwise = request.maps === null ? null : demandPixelwise(model);
    if (request.maps !== null) demandNothingAt([request.maps], io, "--maps");
    if (samples !== null && model.withoutBound !== null) throw new RequestError(`--samples: ${model.withoutBound}: leave it out`);
    const whole = await dataFor(finished, request.data, split, io);
    const dataset = request.limit === null ? whole : subset(whole, 0, Math.min(request.limit, whole.count));
    try {
      const { engine } = await engineFor(request.engine, request.threads ?? availableParallelism(), io);
      const onExample = progressOf(dataset.count, io);
      const { ground, rows } = await model.measure(engine, dataset, { seed, samples, onExample });
      const { drawn, real } = await samplesAndData(model, engine, dataset, seed);
      const results = [...rows, sharpnessResult(drawn, real, shape, model.drawn)];
      if (request.format === "json") {
        const document = { schema: 1, run: request.run, engine: engine.name, step, seed, ground, results };
        io.output.write(`${JSON.stringify(document, null, 2)}\n`);
      } else {
        io.error.write(`${join(request.run)} at step ${step}; engine ${engine.name}\n`);
        io.output.write(resultsText({ ground, rows: results }));
      }
      if (request.maps !== null && pixelwise !== null) await writeMaps(request.maps, pixelwise, engine, dataset, seed, io);
      return EXIT.fine;
    } finally {
      await dataset.close();
    }
  });
}

function demandPixelwise({ pixelwise }: TrainedModel): PixelwiseUse {
  if (pixelwise === null) throw new RequestError("--maps: is for models that say each value given those before it: leave it out");
  return pixelwise;
}

const MAPPED = 50;

/** Images of the split above maps of −log p of their pixels. */
async function writeMaps(
  file: string,
  { on, showing }: PixelwiseUse,
  engine: Engine,
  dataset: Dataset,
  seed: number,
  io: Io,
): Promise<void> {
  const own = on(engine);
  const maps = await likelihoodMaps(own, dataset, MAPPED, showing(dataset.split, seed));
  const { images, count, columns, most } = mapsBelowImages(maps, own, maps.labels.length);
  await writeNew(file, await imageGrid(images, { ...own.image, count, columns, scale: 2 }), io);
  io.error.write(`${file}: images above −log p of their pixels, black 0, white ${most.toFixed(2)} nats\n`);
}

type Images = Pick<ImageRows, "images" | "count">;

/** Draws, and images to hold them against: those of a pixel model as it is shown them, since bits are sharper than grey levels. */
async function samplesAndData(
  model: TrainedModel,
  engine: Engine,
  dataset: Dataset,
  seed: number,
): Promise<{ readonly drawn: Images; readonly real: Images }> {
  const options = { seed, label: null };
  if (model.pixelwise === null) return { drawn: await model.draw(engine, 1000, options), real: await firstImages(dataset, 1000) };
  const own = model.pixelwise.on(engine);
  const { images, labels } = await shownImages(own, dataset, 200, model.pixelwise.showing(dataset.split, seed));
  return {
    drawn: await model.draw(engine, 200, options),
    real: { images: asGreyLevels(images, own.model), count: labels.length },
  };
}

function sharpnessResult(drawn: Images, real: Images, shape: ImageSize, what: string): Result {
  return {
    name: "sharpness of samples",
    value: (sharpness(drawn, shape) / sharpness(real, shape)).toFixed(3),
    definition: `mean square of the differences of neighbouring values in ${drawn.count} ${what}, over that of the data: below 1 is blurrier`,
  };
}

function progressOf(count: number, io: Io): (done: number) => void {
  if (!io.error.isTerminal) return () => undefined;
  return (done) => {
    io.error.write(`\r\u001b[K${done === count ? "" : `measured: ${done} of ${count} images`}`);
  };
}
