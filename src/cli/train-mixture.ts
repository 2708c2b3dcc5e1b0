import { join, relative } from "node:path";
import type { Dataset } from "../data/dataset.js";
import { bytesPerImage } from "../data/dataset.js";
import { Pace } from "../runs/pace.js";
import type { Result } from "../runs/page/page.js";
import { RunError } from "../runs/problem.js";
import type { MixtureConfiguration } from "../training/configuration.js";
import { MixtureError, MOST_FULL_DIMENSIONS } from "../training/expectation-maximization/index.js";
import type { MixtureParameters } from "../training/expectation-maximization/index.js";
import { evaluateMixture } from "../training/mixture/evaluation.js";
import { mixturePictures } from "../training/mixture/pictures.js";
import { parseMixtureSettings } from "../training/mixture/settings.js";
import type { MixtureRunSettings } from "../training/mixture/settings.js";
import { storedMixture } from "../training/mixture/state.js";
import { shapeOfRun, trainMixture } from "../training/mixture/train.js";
import type { Iteration, MixtureEnd } from "../training/mixture/train.js";
import { isKept, writePage, writePictures } from "../training/report.js";
import { EXIT, RequestError } from "./errors.js";
import type { Io } from "./io.js";
import { DEQUANTIZED, mixtureResults } from "./mixture-results.js";
import { resultsText } from "./results.js";
import type { TrainFlags } from "./train-settings.js";
import { brokenOff, fromFlags, heldOut, imagesUsed, stoppable, stopped } from "./training-run.js";
import type { TrainingRun } from "./training-run.js";

/** Images that are answered for at once. */
const BATCH = 500;

/** What the flags say. @throws RequestError when it makes no sense, or does not fit the images */
export function mixtureSettings(flags: TrainFlags, place: string, { shape, count }: Dataset): MixtureRunSettings {
  const { validation, limit = null, components, covariance, varianceFloor, iterations, tolerance, seed } = flags;
  const settings = fromFlags(() =>
    parseMixtureSettings({
      model: { kind: "gmm", components, covariance, varianceFloor },
      data: { source: place, validation, limit },
      training: { iterations, tolerance, batchSize: BATCH },
      seed,
    }),
  );
  const trained = imagesUsed(settings.data, count) - validation;
  if (components > trained)
    throw new RequestError(`--components ${components}: ${trained} training images are too few for so many: name fewer`);
  const dimensions = bytesPerImage(shape);
  if (covariance === "full" && dimensions > MOST_FULL_DIMENSIONS) {
    throw new RequestError(
      `--covariance full: images have ${dimensions} values, and it is for ${MOST_FULL_DIMENSIONS} at most: leave it out`,
    );
  }
  return settings;
}

type Run = TrainingRun<MixtureConfiguration>;

/** Fits the mixture of the run, and measures it on the test split. */
export async function trainMixtureRun(run: Run, io: Io): Promise<number> {
  const { configuration, engine, folder, checkpoint } = run;
  const { settings, data } = configuration;
  const { trained, validation } = heldOut(run);
  const shown = relative(io.folder, folder.path) || ".";
  io.error.write(`gmm on ${data.name}, ${trained.count} images; engine ${engine.name}; folder ${shown}\n`);
  const pace = new Pace(io.now);
  let end: MixtureEnd | MixtureError;
  try {
    end = await stoppable(io, async (stopRequested) =>
      trainMixture(
        { engine, settings, train: trained, validation, folder, checkpoint },
        {
          onImages: (count) => {
            pace.add(count);
          },
          onIteration: async (iteration) => {
            io.error.write(`${iterationLine(iteration, settings, io.error.isTerminal ? pace.perSecond : null)}\n`);
            const { number, parameters } = iteration;
            if (isKept(number) && number < settings.training.iterations) await picture(run, parameters, number, []);
          },
          stopRequested,
        },
      ),
    );
  } catch (error) {
    if (!(error instanceof MixtureError)) throw error;
    end = error;
  }
  if (end instanceof MixtureError) return await brokenOff(run, shown, end.message, "", io);
  if (end === "stopped") return stopped(shown, io);
  if (end === "converged")
    io.error.write(`converged: the last iteration gained less than ${settings.training.tolerance} nats an image\n`);
  return await conclude(run, shown, io);
}

function iterationLine(
  { number, logLikelihood, validation }: Iteration,
  { training }: MixtureRunSettings,
  imagesPerSecond: number | null,
): string {
  return [
    `iteration ${number}/${training.iterations}`,
    `log-likelihood ${logLikelihood.toFixed(3)} nats`,
    ...(validation === null ? [] : [`validation ${validation.toFixed(3)} nats`]),
    ...(imagesPerSecond === null ? [] : [`${Math.round(imagesPerSecond).toLocaleString("en-US")} images/s`]),
  ].join("  ");
}

/** Measures the best parameters on the test split, and writes the last pictures and the page. */
async function conclude(run: Run, shown: string, io: Io): Promise<number> {
  const { configuration, engine, folder, test } = run;
  const { settings, data } = configuration;
  const { checkpoint } = await folder.best();
  if (checkpoint === null) throw new RunError(`${shown}: has no checkpoint that can be read`);
  const parameters = storedMixture(checkpoint.tensors, shapeOfRun(settings, data.shape));
  const results = mixtureResults(await evaluateMixture(engine, test, parameters, settings.seed), data.shape, "test");
  const rows = results.rows.map((row) => ({ ...row, definition: `${row.definition}; ${results.ground}` }));
  await picture(run, parameters, checkpoint.step, rows);
  io.output.write(resultsText(results));
  io.output.write(`page ${join(shown, "index.html")}\n`);
  return EXIT.fine;
}

async function picture(
  { configuration, engine, folder, command }: Run,
  parameters: MixtureParameters,
  number: number,
  results: readonly Result[],
): Promise<void> {
  const { settings, data } = configuration;
  const made = await mixturePictures(engine, parameters, data.shape, settings.seed);
  const moment = { unit: "iteration", number } as const;
  await writePictures(folder, made, moment);
  const said = { most: settings.training.iterations, preparation: DEQUANTIZED, results, command };
  await writePage(folder, configuration, made, moment, said);
}
