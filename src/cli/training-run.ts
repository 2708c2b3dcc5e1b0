import type { Dataset } from "../data/dataset.js";
import { subset } from "../data/subset.js";
import type { Checkpoint } from "../runs/checkpoint.js";
import { RunFolder } from "../runs/run-folder.js";
import type { Engine } from "../tensor/engines/engine.js";
import type { AnyConfiguration } from "../training/configuration.js";
import { SettingsError } from "../training/settings-error.js";
import { complain, EXIT, RequestError } from "./errors.js";
import type { Io } from "./io.js";
import { shellWord } from "./shell.js";
import { inFlags } from "./train-settings.js";

/** A training that is about to go on, with all it needs. */
export interface TrainingRun<Configuration extends AnyConfiguration = AnyConfiguration> {
  readonly folder: RunFolder;
  readonly configuration: Configuration;
  /** Null to begin. */
  readonly checkpoint: Checkpoint | null;
  readonly engine: Engine;
  /** The images that are used, those held out among them. */
  readonly train: Dataset;
  readonly test: Dataset;
  /** The command that made the folder. */
  readonly command: string;
}

/** The images to train on, and those held out, which come after them. */
export function heldOut({ configuration, train }: TrainingRun): {
  readonly trained: Dataset;
  readonly validation: Dataset | null;
} {
  const held = configuration.settings.data.validation;
  if (held === 0) return { trained: train, validation: null };
  const end = train.count - held;
  return { trained: subset(train, 0, end), validation: subset(train, end, train.count) };
}

/** What the parser gives. @throws RequestError naming the flag that is not as it has to be */
export function fromFlags<Settings>(parse: () => Settings): Settings {
  try {
    return parse();
  } catch (error) {
    throw error instanceof SettingsError ? new RequestError(inFlags(error.message)) : error;
  }
}

/** The images that are used of so many. @throws RequestError when there are not as many, or none is left to train on */
export function imagesUsed(data: AnyConfiguration["settings"]["data"], count: number): number {
  const { limit, validation } = data;
  const used = limit ?? count;
  if (used > count) throw new RequestError(`--limit ${used}: there are ${count} training images: name fewer`);
  if (validation >= used)
    throw new RequestError(`--validation ${validation}: leaves none of ${used} training images: hold out fewer`);
  return used;
}

/** Says that a training broke off, and what is left of it. */
export async function brokenOff(
  { folder }: TrainingRun,
  shown: string,
  problem: string,
  remedy: string,
  io: Io,
): Promise<number> {
  const { checkpoint } = await (await RunFolder.read(folder.path)).latest();
  const last = checkpoint === null ? "none was saved before" : `the last good checkpoint is that of step ${checkpoint.step}`;
  complain(io, `${shown}: ${problem}; ${last}${remedy}`);
  return EXIT.wrong;
}

/** Says that a training was stopped and can go on. */
export function stopped(shown: string, io: Io): number {
  io.error.write(`stopped and saved: continue with qedmark train --resume ${shellWord(shown)}\n`);
  return EXIT.wrong;
}

/** Hands over whether the user asked to stop since. */
export async function stoppable<T>(io: Io, act: (stopRequested: () => boolean) => Promise<T>): Promise<T> {
  let stop = false;
  const forget = io.onStop(() => {
    stop = true;
  });
  try {
    return await act(() => stop);
  } finally {
    forget();
  }
}
