import { availableParallelism } from "node:os";
import { imageGrid } from "../runs/png.js";
import { EXIT, RequestError } from "./errors.js";
import { engineFor, openRun } from "./finished-run.js";
import type { Io } from "./io.js";
import { writeAllNew } from "./new-files.js";
import { refusing } from "./refusals.js";

export interface SampleRequest {
  readonly run: string;
  readonly count: number;
  readonly out: string;
  readonly engine: string | null;
  readonly threads: number | null;
  readonly seed: number;
}

const MOST = 10_000;

/** Draws images and writes them: a grid, and one file each. */
export async function sample(request: SampleRequest, io: Io): Promise<number> {
  return await refusing(async () => {
    const { count, out } = request;
    if (count > MOST) throw new RequestError(`--count ${count}: at most ${MOST} at once: draw several times, with other seeds`);
    const { configuration, model } = await openRun(request.run, io);
    const { channels, height, width } = configuration.data.shape;
    const shape = { channels, height, width };
    const size = channels * height * width;
    const { engine } = await engineFor(request.engine, request.threads ?? availableParallelism(), io);
    const { images, columns } = await model.draw(engine, count, request.seed);
    const files: Record<string, Uint8Array> = {
      "samples.png": await imageGrid(images, { ...shape, count, columns, scale: 2 }),
    };
    for (let i = 0; i < count; i++) {
      const image = images.subarray(i * size, (i + 1) * size);
      files[`sample-${String(i + 1).padStart(5, "0")}.png`] = await imageGrid(image, {
        ...shape,
        count: 1,
        columns: 1,
        gap: 0,
      });
    }
    await writeAllNew(out, files, io);
    io.output.write(`${out}: samples.png and ${count} images: ${model.drawn}, seed ${request.seed}\n`);
    return EXIT.fine;
  });
}
