import { join, relative } from "node:path";
import type { Dataset } from "../data/dataset.js";
import { isAutoregressive, modelOf } from "../models/index.js";
import type { ImageSize, ModelKind, ModelSettings } from "../models/index.js";
import { Pace } from "../runs/pace.js";
import type { Result } from "../runs/page/page.js";
import { RunError } from "../runs/problem.js";
import { epochLine, progressLine } from "../runs/progress.js";
import type { Arrays } from "../tensor/engines/engine.js";
import type { Configuration } from "../training/configuration.js";
import { Evaluator } from "../training/evaluation.js";
import type { Evaluation } from "../training/evaluation.js";
import { picturesOf } from "../training/pictures-of.js";
import { isKept, writePage, writePictures } from "../training/report.js";
import { stepProgram } from "../training/programs.js";
import { parseSettings } from "../training/settings.js";
import type { RunSettings } from "../training/settings.js";
import { preparationOf, showingOf } from "../training/showing.js";
import { train as trainModel } from "../training/train.js";
import type { Position, TrainingEnd, TrainingEvents } from "../training/train.js";
import { DivergenceError, evaluatedParameters } from "../training/trainer.js";
import { EXIT, RequestError } from "./errors.js";
import type { Io } from "./io.js";
import { resultsOf, resultsText } from "./results.js";
import { lookOf } from "./terminal.js";
import { settingsOf } from "./train-settings.js";
import type { TrainFlags } from "./train-settings.js";
import { brokenOff, fromFlags, heldOut, imagesUsed, stoppable, stopped } from "./training-run.js";
import type { TrainingRun } from "./training-run.js";

/** What the flags say. @throws RequestError when it makes no sense, or does not fit the images */
export function gradientSettings(
  kind: ModelKind,
  flags: TrainFlags,
  place: string,
  { shape, classes, count }: Dataset,
): RunSettings {
  if (kind === "conditional-vae" && classes < 2)
    throw new RequestError(`${flags.data}: has no classes, which a conditional-vae needs: train a vae, or give labels`);
  if (flags.conditional && classes < 2)
    throw new RequestError(`--conditional: ${flags.data} has no classes: leave it out, or give labels`);
  const settings = fromFlags(() => parseSettings(settingsOf(kind, { ...flags, data: place }, classes, shape)));
  imagesUsed(settings.data, count);
  demandFit(settings.model, shape);
  // A model that does not fit the images is found out here.
  stepProgram(modelOf(settings.model, shape), shape, 1);
  return settings;
}

/** @throws RequestError when images are too small for so many convolutions, or have other colours than features divide into */
function demandFit(settings: ModelSettings, { channels, height, width }: ImageSize): void {
  if (isAutoregressive(settings)) {
    if (channels !== 1 && channels !== 3)
      throw new RequestError(`a ${settings.kind} reads images of 1 channel or 3, not ${channels}: name other data`);
    if (settings.features % channels !== 0)
      throw new RequestError(
        `--features ${settings.features}: each of the ${channels} colours has an equal part of them: name a multiple of ${channels}`,
      );
    return;
  }
  const { network } = settings;
  const most = Math.floor(Math.log2(Math.min(height, width)));
  if (network.kind === "convolutional" && network.channels.length > most)
    throw new RequestError(
      `--channels ${network.channels.join(",")}: images of ${height} × ${width} can be halved ${most} times: name at most ${most}, or --network mlp`,
    );
}

/** Trains the model of the run, and measures it on the test split. */
export async function trainByGradients(run: TrainingRun<Configuration>, io: Io): Promise<number> {
  const { configuration, engine, folder, test } = run;
  const { settings } = configuration;
  const model = modelOf(settings.model, run.train.shape);
  const { trained, validation } = heldOut(run);
  const monitor = validation ?? test;
  const shown = relative(io.folder, folder.path) || ".";
  io.error.write(
    `${settings.model.kind} on ${configuration.data.name}, ${trained.count} images; engine ${engine.name}; folder ${shown}\n`,
  );
  const display = displayOf(run, trained.count, io);
  let end: TrainingEnd | DivergenceError;
  try {
    end = await stoppable(io, async (stopRequested) =>
      trainModel(
        { engine, model, settings, train: trained, monitor, folder, checkpoint: run.checkpoint },
        {
          onStep: display.onStep,
          onEpoch: async (position, evaluation, evaluated) => {
            display.onEpoch(position, evaluation);
            if (!isKept(position.epoch) || position.step === position.totalSteps) return;
            await picture(run, model, evaluated, position.epoch, []);
          },
          stopRequested,
        },
      ),
    );
  } catch (error) {
    if (!(error instanceof DivergenceError)) throw error;
    end = error;
  } finally {
    display.close();
  }
  if (end instanceof DivergenceError) {
    const remedy = ": train anew with a lower --learning-rate, or with --clip-norm";
    return await brokenOff(run, shown, end.message, remedy, io);
  }
  if (end === "stopped") return stopped(shown, io);
  if (end !== "done") io.error.write(`ended early: ${end} for ${settings.training.patience ?? 0} epochs\n`);
  return await conclude(run, model, shown, io);
}

/** Measures the best parameters on the test split, and writes the last pictures and the page. */
async function conclude(
  run: TrainingRun<Configuration>,
  model: ReturnType<typeof modelOf>,
  shown: string,
  io: Io,
): Promise<number> {
  const { configuration, engine, folder, test } = run;
  const { settings, data } = configuration;
  const { checkpoint } = await folder.best();
  if (checkpoint === null) throw new RunError(`${shown}: has no checkpoint that can be read`);
  const parameters = evaluatedParameters(checkpoint.tensors, model, data.shape, settings.training);
  const evaluator = await Evaluator.open(engine, model, data.shape, parameters);
  try {
    const evaluation = await evaluator.evaluate(test, showingOf(settings, "test"));
    const results = resultsOf(evaluation, settings, data.shape, "test");
    await picture(
      run,
      model,
      parameters,
      checkpoint.epoch,
      results.rows.map((row) => ({ ...row, definition: `${row.definition}; ${results.ground}` })),
    );
    io.output.write(resultsText(results));
    io.output.write(`page ${join(shown, "index.html")}\n`);
  } finally {
    await evaluator.close();
  }
  return EXIT.fine;
}

async function picture(
  { configuration, engine, folder, test, command }: TrainingRun<Configuration>,
  model: ReturnType<typeof modelOf>,
  parameters: Arrays,
  epoch: number,
  results: readonly Result[],
): Promise<void> {
  const { settings } = configuration;
  const made = await picturesOf(model, { engine, parameters, configuration, test });
  const moment = { unit: "epoch", number: epoch } as const;
  await writePictures(folder, made, moment);
  const said = { most: settings.training.epochs, preparation: preparationOf(settings), results, command };
  await writePage(folder, configuration, made, moment, said);
}

/** Milliseconds between two lines of progress. */
const REFRESH = 100;

interface Display {
  readonly onStep: TrainingEvents["onStep"];
  readonly onEpoch: (position: Position, evaluation: Evaluation) => void;
  readonly close: () => void;
}

function displayOf({ configuration }: TrainingRun<Configuration>, images: number, io: Io): Display {
  const { epochs } = configuration.settings.training;
  const look = lookOf(io.error, io.environment);
  const pace = new Pace(io.now);
  let shown = -Infinity;
  const progress = (position: Position, terms: readonly (readonly [string, number])[]) => {
    const done = position.epoch * images + position.images;
    const all = Math.min(epochs * images, position.totalSteps * configuration.settings.training.batchSize);
    return {
      epoch: Math.min(epochs, position.epoch + 1),
      epochs,
      images: position.images,
      ofImages: images,
      imagesPerSecond: pace.perSecond,
      terms,
      secondsLeft: pace.secondsFor(Math.max(0, all - done)),
    };
  };
  const wipe = (): void => {
    if (io.error.isTerminal) io.error.write("\r\u001b[K");
  };
  return {
    onStep: (position, { loss, terms }, taken) => {
      pace.add(taken);
      if (!io.error.isTerminal || io.now() - shown < REFRESH) return;
      shown = io.now();
      wipe();
      io.error.write(progressLine(progress(position, [["loss", loss], ...terms]), { ...look, width: look.width - 1 }));
    },
    onEpoch: (position, { total, terms }) => {
      wipe();
      const epoch = position.epoch + (position.images > 0 ? 1 : 0);
      io.error.write(`${epochLine({ ...progress(position, [["loss", total], ...terms]), epoch })}\n`);
    },
    close: wipe,
  };
}
