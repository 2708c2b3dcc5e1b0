import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import type { Dataset } from "../data/dataset.js";
import { subset } from "../data/subset.js";
import { RunExistsError } from "../runs/problem.js";
import { RunFolder } from "../runs/run-folder.js";
import { configurationOf, identityOf, isOfMixture, readConfiguration } from "../training/configuration.js";
import type { AnyConfiguration } from "../training/configuration.js";
import { RequestError } from "./errors.js";
import { dataOf, demandShape, engineFor, placeOf } from "./finished-run.js";
import type { Io } from "./io.js";
import { refusing } from "./refusals.js";
import { shellWord } from "./shell.js";
import { gradientSettings, trainByGradients } from "./train-by-gradients.js";
import { mixtureSettings, trainMixtureRun } from "./train-mixture.js";
import { isKind, KINDS, MODELS } from "./train-kinds.js";
import type { TrainedKind } from "./train-kinds.js";
import { foreignFlag } from "./train-options.js";
import type { TrainFlags } from "./train-settings.js";
import { imagesUsed } from "./training-run.js";
import type { TrainingRun } from "./training-run.js";
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
      const { configuration } = run;
      return isOfMixture(configuration)
        ? await trainMixtureRun({ ...run, configuration }, io)
        : await trainByGradients({ ...run, configuration }, io);
    } finally {
      await run.folder.close();
      for (const dataset of [run.train, run.test]) await dataset.close();
    }
  });
}

async function begin(request: TrainRequest, io: Io): Promise<TrainingRun> {
  const kind = trainedKind(request.model);
  const foreign = foreignFlag(kind, request.given);
  if (foreign !== null) throw new RequestError(`${foreign}: is no setting of a ${kind}: leave it out`);
  demandUsed(request);
  const source = request.flags.data;
  return await withData(source, io, async (whole, test) => {
    const [{ flags }, place] = [request, placeOf(source, io)];
    const settings = kind === "gmm" ? mixtureSettings(flags, place, whole) : gradientSettings(kind, flags, place, whole);
    const threads = request.threads ?? availableParallelism();
    const { engine, name } = await engineFor(request.engine, threads, io);
    const trained = subset(whole, 0, imagesUsed(settings.data, whole.count));
    const made = {
      qedmark: packageVersion(),
      data: await identityOf(trained),
      engine: name,
      threads,
    };
    const configuration = configurationOf(made, settings);
    const folder = await newFolder(request.out, kind, configuration, io);
    const command = ["qedmark", ...request.command].map(shellWord).join(" ");
    return { folder, configuration, checkpoint: null, engine, train: trained, test, command };
  });
}

/** @throws RequestError for a flag that the likelihood makes nothing of */
function demandUsed({ flags: { likelihood }, given }: TrainRequest): void {
  if (given.includes("--levels") && likelihood === "bernoulli")
    throw new RequestError("--levels: a bernoulli value has two: leave it out, or name another --likelihood");
  if (given.includes("--logistics") && likelihood !== "discretized-logistic")
    throw new RequestError(
      `--logistics: a ${likelihood} value has none: leave it out, or name --likelihood discretized-logistic`,
    );
}

/** Hands over both splits of the data; they are closed where that fails. @throws RequestError when their images differ in size */
async function withData(
  source: string,
  io: Io,
  use: (train: Dataset, test: Dataset) => Promise<TrainingRun>,
): Promise<TrainingRun> {
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

async function newFolder(out: string | null, kind: TrainedKind, configuration: AnyConfiguration, io: Io): Promise<RunFolder> {
  if (out !== null) return await RunFolder.create(resolve(io.folder, out), { ...configuration });
  for (let number = 1; ; number++) {
    try {
      return await RunFolder.create(join(io.folder, "runs", `${kind}-${number}`), { ...configuration });
    } catch (error) {
      if (!(error instanceof RunExistsError)) throw error;
    }
  }
}

/** Flags that a run may be resumed with: they change where it runs and what it reads, not what it is. */
const RESUMABLE: readonly string[] = ["--data", "--engine", "--threads", "--resume"];

async function goOn(request: TrainRequest, path: string, io: Io): Promise<TrainingRun> {
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
      const { engine } = await engineFor(request.engine ?? configuration.engine, request.threads ?? configuration.threads, io);
      const command = `qedmark train --resume ${shellWord(path)}`;
      return { folder, configuration, checkpoint, engine, train: trained, test, command };
    });
  } catch (error) {
    await folder.close();
    throw error;
  }
}

function trainedKind(name: string | null): TrainedKind {
  if (name !== null && isKind(name)) return name;
  const known = KINDS.map((kind) => `${kind} (${MODELS[kind].description})`).join(", ");
  throw new RequestError(`${name ?? "no model is named"}: name one of ${known}`);
}
