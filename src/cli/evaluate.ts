import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Split } from "../data/dataset.js";
import { subset } from "../data/subset.js";
import { sharpness, drawnImages } from "../training/pictures.js";
import { Coder } from "../training/coding.js";
import { evaluateBound, Evaluator } from "../training/evaluation.js";
import { EXIT, RequestError } from "./errors.js";
import { dataFor, engineFor, openRun } from "./finished-run.js";
import type { Io } from "./io.js";
import { refusing } from "./refusals.js";
import { boundResult, resultsOf, resultsText } from "./results.js";

export interface EvaluateRequest {
  readonly run: string;
  readonly data: string | null;
  readonly split: Split;
  /** Importance samples; null for none. */
  readonly samples: number | null;
  readonly limit: number | null;
  readonly engine: string | null;
  readonly threads: number | null;
  readonly seed: number;
  readonly format: "pretty" | "json";
}

/** Measures a trained model on a split: its terms with codes that are drawn, and the importance-weighted bound. */
export async function evaluate(request: EvaluateRequest, io: Io): Promise<number> {
  return await refusing(async () => {
    const finished = await openRun(request.run, io);
    const { configuration, model, parameters } = finished;
    const { settings, data } = configuration;
    if (request.samples !== null && model.latentVariable === null)
      throw new RequestError(`--samples: the ${settings.model.kind} bounds no likelihood: leave it out`);
    const whole = await dataFor(finished, request.data, request.split, io);
    const dataset = request.limit === null ? whole : subset(whole, 0, Math.min(request.limit, whole.count));
    const engine = await engineFor(request.engine, request.threads ?? availableParallelism(), io);
    const showing = { binarization: settings.data.binarization, seed: request.seed, epoch: request.split };
    const evaluator = await Evaluator.open(engine, model, data.shape, parameters);
    const coder = await Coder.open(engine, model, data.shape, parameters);
    try {
      const evaluation = await evaluator.evaluate(dataset, showing);
      const { ground, rows } = resultsOf(evaluation, settings, data.shape, request.split);
      const results = [...rows];
      if (request.samples !== null) {
        const bound = await evaluateBound(
          engine,
          model,
          data.shape,
          parameters,
          dataset,
          showing,
          request.samples,
          progressOf(dataset.count, io),
        );
        if (bound !== null) results.push(boundResult(bound, settings));
      }
      const drawn = await drawnImages(coder, 1000, request.seed);
      const count = Math.min(1000, dataset.count);
      const bytes = new Uint8Array(count * data.shape.channels * data.shape.height * data.shape.width);
      await dataset.read(
        Uint32Array.from({ length: count }, (_, i) => i),
        bytes,
        new Uint8Array(count),
      );
      const real = sharpness({ images: Float32Array.from(bytes, (level) => level / 255), count }, data.shape);
      results.push({
        name: "sharpness of samples",
        value: (sharpness(drawn, data.shape) / real).toFixed(3),
        definition:
          "mean square of the differences of neighbouring values in 1000 decoded codes from N(0, I), over that of the data: below 1 is blurrier",
      });
      if (request.format === "json") {
        const { checkpoint } = finished;
        const document = {
          schema: 1,
          run: request.run,
          engine: engine.name,
          step: checkpoint.step,
          seed: request.seed,
          ground,
          results,
        };
        io.output.write(`${JSON.stringify(document, null, 2)}\n`);
      } else {
        io.error.write(`${join(request.run)} at step ${finished.checkpoint.step}; engine ${engine.name}\n`);
        io.output.write(resultsText({ ground, rows: results }));
      }
      return EXIT.fine;
    } finally {
      await evaluator.close();
      await coder.close();
      await dataset.close();
    }
  });
}

function progressOf(count: number, io: Io): (done: number) => void {
  if (!io.error.isTerminal) return () => undefined;
  return (done) => {
    io.error.write(`\r\u001b[K${done === count ? "" : `importance samples: ${done} of ${count} images`}`);
  };
}
