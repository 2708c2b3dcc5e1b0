import { availableParallelism } from "node:os";
import { join, relative, resolve } from "node:path";
import type { Dataset } from "../data/dataset.js";
import { subset } from "../data/subset.js";
import { modelOf } from "../models/index.js";
import type { ImageSize, ModelKind, ModelSettings } from "../models/index.js";
import type { Checkpoint } from "../runs/checkpoint.js";
import { Pace } from "../runs/pace.js";
import type { Result } from "../runs/page/page.js";
import { RunError } from "../runs/problem.js";
import { epochLine, progressLine } from "../runs/progress.js";
import { RunFolder } from "../runs/run-folder.js";
import type { Engine } from "../tensor/engines/engine.js";
import { Coder } from "../training/coding.js";
import { identityOf, readConfiguration } from "../training/configuration.js";
import type { Configuration } from "../training/configuration.js";
import { Evaluator } from "../training/evaluation.js";
import type { Evaluation } from "../training/evaluation.js";
import { isKept, makePictures, writePage, writePictures } from "../training/report.js";
import { stepProgram } from "../training/programs.js";
import { SettingsError } from "../training/settings-error.js";
import { parseSettings } from "../training/settings.js";
import type { RunSettings } from "../training/settings.js";
import { train as trainModel } from "../training/train.js";
import type { Position, TrainingEnd, TrainingEvents } from "../training/train.js";
import { DivergenceError, evaluatedParameters } from "../training/trainer.js";
import { complain, EXIT, RequestError } from "./errors.js";
import { dataOf, demandShape, engineFor, engineName, placeOf } from "./finished-run.js";
import type { Io } from "./io.js";
import { resultsOf, resultsText } from "./results.js";
import { refusing } from "./refusals.js";
import { shellWord } from "./shell.js";
import { lookOf } from "./terminal.js";
import { inFlags, MODELS, settingsOf } from "./train-options.js";
import type { TrainFlags } from "./train-options.js";
import { packageVersion } from "./version.js";

export interface TrainRequest {
  /** Null where a run is resumed. */
  readonly model: string | null;
  readonly out: string | null;
  readonly resume: string | null;
  readonly engine: string | null;
  readonly threads: number | null;
  readonly flags: TrainFlags;
  /** The flags that were given, by their names on the command line. */
  readonly given: readonly string[];
  /** The command line, without the program's name. */
  readonly command: readonly string[];
}

/** Trains a model, from the beginning or from where a run was left, and measures it on the test split. */
export async function train(request: TrainRequest, io: Io): Promise<number> {
  return await refusing(async () => {
    const run = request.resume === null ? await begin(request, io) : await goOn(request, request.resume, io);
    try {
      return await carryOut(run, io);
    } finally {
      await run.folder.close();
      for (const dataset of [run.train, run.test]) await dataset.close();
    }
  });
}

interface Run {
  readonly folder: RunFolder;
  readonly configuration: Configuration;
  readonly checkpoint: Checkpoint | null;
  readonly engine: Engine;
  readonly train: Dataset;
  readonly test: Dataset;
  /** The command that made the folder. */
  readonly command: string;
}

async function begin(request: TrainRequest, io: Io): Promise<Run> {
  const kind = modelKind(request.model);
  const source = request.flags.data;
  return await withData(source, io, async (whole, test) => {
    if (kind === "conditional-vae" && whole.classes < 2)
      throw new RequestError(`${source}: has no classes, which a conditional-vae needs: train a vae, or give labels`);
    const settings = settingsFrom(kind, { ...request.flags, data: placeOf(source, io) }, whole.classes);
    const { limit, validation } = settings.data;
    const used = limit ?? whole.count;
    if (used > whole.count) throw new RequestError(`--limit ${used}: there are ${whole.count} training images: name fewer`);
    if (validation >= used)
      throw new RequestError(`--validation ${validation}: leaves none of ${used} training images: hold out fewer`);
    // A model that does not fit the images is refused before a folder is made for it.
    demandHalvings(settings.model, whole.shape);
    stepProgram(modelOf(settings.model, whole.shape), whole.shape, 1);
    const threads = request.threads ?? availableParallelism();
    const engine = await engineFor(request.engine, threads, io);
    const trained = subset(whole, 0, used);
    const configuration = {
      qedmark: packageVersion(),
      settings,
      data: await identityOf(trained),
      engine: engineName(request.engine) ?? "onnx",
      threads,
    };
    const folder = await newFolder(request.out, kind, configuration, io);
    const command = ["qedmark", ...request.command].map(shellWord).join(" ");
    return { folder, configuration, checkpoint: null, engine, train: trained, test, command };
  });
}

/** @throws RequestError when an image is too small for so many convolutions */
function demandHalvings({ network }: ModelSettings, { height, width }: ImageSize): void {
  const most = Math.floor(Math.log2(Math.min(height, width)));
  if (network.kind === "convolutional" && network.channels.length > most)
    throw new RequestError(
      `--channels ${network.channels.join(",")}: images of ${height} × ${width} can be halved ${most} times: name at most ${most}, or --network mlp`,
    );
}

/** @throws RequestError naming the flag that is not as it has to be */
function settingsFrom(kind: ModelKind, flags: TrainFlags, classes: number): RunSettings {
  try {
    return parseSettings(settingsOf(kind, flags, classes));
  } catch (error) {
    throw error instanceof SettingsError ? new RequestError(inFlags(error.message)) : error;
  }
}

/** Hands over both splits of the data; they are closed where that fails. @throws RequestError when their images differ in size */
async function withData(source: string, io: Io, use: (train: Dataset, test: Dataset) => Promise<Run>): Promise<Run> {
  const opened: Dataset[] = [];
  try {
    const train = await dataOf(source, "train", io);
    opened.push(train);
    const test = await dataOf(source, "test", io);
    opened.push(test);
    demandShape(test, train.shape, `${source}: the test split has`, "the training split");
    return await use(train, test);
  } catch (error) {
    for (const dataset of opened) await dataset.close();
    throw error;
  }
}

async function newFolder(out: string | null, kind: ModelKind, configuration: Configuration, io: Io): Promise<RunFolder> {
  if (out !== null) return await RunFolder.create(resolve(io.folder, out), { ...configuration });
  for (let number = 1; ; number++) {
    try {
      return await RunFolder.create(join(io.folder, "runs", `${kind}-${number}`), { ...configuration });
    } catch (error) {
      if (!(error instanceof RunError) || !error.message.includes("exists already")) throw error;
    }
  }
}

/** Flags that a run may be resumed with: they change where it runs and what it reads, not what it is. */
const RESUMABLE: readonly string[] = ["--data", "--engine", "--threads", "--resume"];

async function goOn(request: TrainRequest, path: string, io: Io): Promise<Run> {
  const other = request.given.find((flag) => !RESUMABLE.includes(flag));
  if (other !== undefined) throw new RequestError(`${other}: a run is resumed with the settings it began with: leave it out`);
  const { run: folder, checkpoint, damaged } = await RunFolder.resume(resolve(io.folder, path));
  try {
    for (const line of damaged) io.error.write(`${line}\n`);
    const configuration = readConfiguration(path, folder.config);
    const { settings } = configuration;
    if (request.model !== null && request.model !== settings.model.kind)
      throw new RequestError(
        `${path}: is a run of ${settings.model.kind}, not of ${request.model}: name the folder of another run`,
      );
    const source = request.given.includes("--data") ? request.flags.data : settings.data.source;
    return await withData(source, io, async (whole, test) => {
      const used = settings.data.limit ?? whole.count;
      const trained = subset(whole, 0, Math.min(used, whole.count));
      const identity = await identityOf(trained);
      if (identity.fingerprint !== configuration.data.fingerprint)
        throw new RequestError(`${path}: was trained on other data than ${source} holds now: name its data with --data`);
      const engine = await engineFor(request.engine ?? configuration.engine, request.threads ?? configuration.threads, io);
      const command = `qedmark train --resume ${shellWord(path)}`;
      return { folder, configuration, checkpoint, engine, train: trained, test, command };
    });
  } catch (error) {
    await folder.close();
    throw error;
  }
}

async function carryOut(run: Run, io: Io): Promise<number> {
  const { configuration, engine, folder, test } = run;
  const { settings } = configuration;
  const model = modelOf(settings.model, run.train.shape);
  const held = settings.data.validation;
  const trained = subset(run.train, 0, run.train.count - held);
  const monitor = held === 0 ? test : subset(run.train, run.train.count - held, run.train.count);
  const shown = relative(io.folder, folder.path) || ".";
  io.error.write(
    `${settings.model.kind} on ${configuration.data.name}, ${trained.count} images; engine ${engine.name}; folder ${shown}\n`,
  );
  const display = displayOf(run, trained.count, io);
  let stop = false;
  const forget = io.onStop(() => {
    stop = true;
  });
  let end: TrainingEnd | DivergenceError;
  try {
    end = await trainModel(
      { engine, model, settings, train: trained, monitor, folder, checkpoint: run.checkpoint },
      {
        onStep: display.onStep,
        onEpoch: async (position, evaluation, evaluated) => {
          display.onEpoch(position, evaluation);
          if (!isKept(position.epoch) || position.step === position.totalSteps) return;
          await picture(run, model, evaluated, position.epoch, []);
        },
        stopRequested: () => stop,
      },
    );
  } catch (error) {
    if (!(error instanceof DivergenceError)) throw error;
    end = error;
  } finally {
    forget();
    display.close();
  }
  if (end instanceof DivergenceError) {
    const { checkpoint } = await (await RunFolder.read(folder.path)).latest();
    const last = checkpoint === null ? "none was saved before" : `the last good checkpoint is that of step ${checkpoint.step}`;
    complain(io, `${shown}: ${end.message}; ${last}: train anew with a lower --learning-rate, or with --clip-norm`);
    return EXIT.wrong;
  }
  if (end === "stopped") {
    io.error.write(`stopped and saved: continue with qedmark train --resume ${shellWord(shown)}\n`);
    return EXIT.wrong;
  }
  if (end !== "done") io.error.write(`ended early: ${end} for ${settings.training.patience ?? 0} epochs\n`);
  return await conclude(run, model, shown, io);
}

/** Measures the best parameters on the test split, and writes the last pictures and the page. */
async function conclude(run: Run, model: ReturnType<typeof modelOf>, shown: string, io: Io): Promise<number> {
  const { configuration, engine, folder, test } = run;
  const { settings, data } = configuration;
  const { checkpoint } = await folder.best();
  if (checkpoint === null) throw new RunError(`${shown}: has no checkpoint that can be read`);
  const parameters = evaluatedParameters(checkpoint.tensors, model, data.shape, settings.training);
  const evaluator = await Evaluator.open(engine, model, data.shape, parameters);
  try {
    const showing = { binarization: settings.data.binarization, seed: settings.seed, epoch: "test" };
    const evaluation = await evaluator.evaluate(test, showing);
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
  { configuration, engine, folder, test, command }: Run,
  model: ReturnType<typeof modelOf>,
  parameters: Parameters<typeof Coder.open>[3],
  epoch: number,
  results: readonly Result[],
): Promise<void> {
  const { settings, data } = configuration;
  const coder = await Coder.open(engine, model, data.shape, parameters);
  try {
    const showing = { binarization: settings.data.binarization, seed: settings.seed, epoch: "pictures" };
    const made = await makePictures(coder, configuration, test, showing);
    await writePictures(folder, made, epoch);
    await writePage(folder, configuration, made, epoch, results, command);
  } finally {
    await coder.close();
  }
}

/** Milliseconds between two lines of progress. */
const REFRESH = 100;

interface Display {
  readonly onStep: TrainingEvents["onStep"];
  readonly onEpoch: (position: Position, evaluation: Evaluation) => void;
  readonly close: () => void;
}

function displayOf({ configuration }: Run, images: number, io: Io): Display {
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

function modelKind(name: string | null): ModelKind {
  for (const kind of KINDS) if (kind === name) return kind;
  const known = KINDS.map((kind) => `${kind} (${MODELS[kind]})`).join(", ");
  throw new RequestError(`${name ?? "no model is named"}: name one of ${known}`);
}

const KINDS: readonly ModelKind[] = ["vae", "conditional-vae", "auto-encoder"];
