import { availableParallelism } from "node:os";
import { join } from "node:path";
import { animatedGrid } from "../runs/gif.js";
import { imageGrid } from "../runs/png.js";
import { EXIT, RequestError } from "./errors.js";
import { engineFor, openRun } from "./finished-run.js";
import type { FinishedRun } from "./finished-run.js";
import type { Io } from "./io.js";
import { demandNothingAt, writeAllNew } from "./new-files.js";
import { refusing } from "./refusals.js";
import { samplePixels } from "./sample-pixels.js";
import type { DrawnImages, PixelRequest, SampleRequest } from "./sample-request.js";

const MOST = 10_000;
const SCALE = 2;

/** Draws images and writes them: a grid, and one file each. */
export async function sample(request: SampleRequest, io: Io): Promise<number> {
  return await refusing(async () => {
    const { count, out, label } = request;
    if (count > MOST) throw new RequestError(`--count ${count}: at most ${MOST} at once: draw several times, with other seeds`);
    const finished = await openRun(request.run, io);
    const { configuration, model } = finished;
    if (label !== null) demandClass(label, model.classes);
    const names = Array.from({ length: count }, (_, i) => `sample-${String(i + 1).padStart(5, "0")}.png`);
    demandNothingAt(
      ["samples.png", ...(request.pixels.gif ? ["samples.gif"] : []), ...names].map((name) => join(out, name)),
      io,
    );
    const { channels, height, width } = configuration.data.shape;
    const shape = { channels, height, width };
    const size = channels * height * width;
    const { rows, images, frames, said } = await drawn(request, finished, io);
    const files: Record<string, Uint8Array> = {
      "samples.png": await imageGrid(rows.images, { ...shape, count: rows.count, columns: rows.columns, scale: SCALE }),
    };
    const shown = (frames[0]?.length ?? 0) / size;
    if (frames.length > 0) {
      files["samples.gif"] = await animatedGrid(frames, { ...shape, count: shown, columns: rows.columns, scale: SCALE });
    }
    for (const [i, name] of names.entries()) {
      const image = images.subarray(i * size, (i + 1) * size);
      files[name] = await imageGrid(image, {
        ...shape,
        count: 1,
        columns: 1,
        gap: 0,
      });
    }
    await writeAllNew(out, files, io);
    const animation = shown < count ? `samples.gif (of the first ${shown})` : "samples.gif";
    const pictures = frames.length > 0 ? `samples.png, ${animation}` : "samples.png";
    io.output.write(`${out}: ${pictures} and ${count} images: ${said}, seed ${request.seed}\n`);
    return EXIT.fine;
  });
}

async function drawn(request: SampleRequest, finished: FinishedRun, io: Io): Promise<DrawnImages> {
  const { model } = finished;
  const { pixels, count, seed, label } = request;
  if (model.pixelwise === null) demandNone(pixels);
  // What is computed at one pixel is too little for several threads.
  const threads = request.threads ?? (model.pixelwise === null ? availableParallelism() : 1);
  const { engine } = await engineFor(request.engine, threads, io);
  if (model.pixelwise !== null) return await samplePixels(request, model.pixelwise, finished, engine, io);
  const rows = await model.draw(engine, count, { seed, label });
  return { rows, images: rows.images, frames: [], said: model.drawn };
}

function demandClass(label: number, classes: number): void {
  if (classes === 0) throw new RequestError(`--class ${label}: the model sees no classes: leave it out`);
  if (label >= classes)
    throw new RequestError(`--class ${label}: the model sees ${classes} classes: name one from 0 to ${classes - 1}`);
}

/** @throws RequestError for what a model that draws images whole cannot do */
function demandNone({ temperature, hide, data, split, gif }: PixelRequest): void {
  const flags = {
    "--temperature": temperature !== null,
    "--hide": hide !== null,
    "--data": data !== null,
    "--split": split !== null,
    "--gif": gif,
  };
  for (const [flag, given] of Object.entries(flags)) {
    if (given) throw new RequestError(`${flag}: is for models that draw images value by value: leave it out`);
  }
}
