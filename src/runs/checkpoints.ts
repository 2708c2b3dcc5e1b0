import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeAtomically } from "./atomic.js";
import { decodeCheckpoint } from "./checkpoint.js";
import type { SavedCheckpoint } from "./checkpoint.js";
import { problemOf, RunError } from "./problem.js";
import { SafetensorsError } from "./safetensors.js";

/**
 * The checkpoints of a run are files of one folder. A file's name says the step, and whether none before was better, so that nothing else has to be
 * written together with it: a checkpoint is there, whole, as soon as its file has its name.
 */
const NAME = /^step-(?<step>[0-9]{1,15})(?<best>\.best)?\.safetensors$/u;

export function checkpointName(step: number, isBest: boolean): string {
  return `step-${String(step).padStart(9, "0")}${isBest ? ".best" : ""}.safetensors`;
}

interface Entry {
  readonly file: string;
  readonly step: number;
  readonly best: boolean;
}

export interface FoundCheckpoint {
  /** Null where there is none that can be read. */
  readonly checkpoint: SavedCheckpoint | null;
  /** Of each newer one that cannot be read, one line that says which and why. */
  readonly damaged: readonly string[];
}

/**
 * Adds the file of a checkpoint, then removes what is not needed any more. There remain the checkpoint, the one before it, and the best up to it. A later
 * one, which was passed over for damage, goes.
 *
 * @throws RunError when it cannot be written; those that were there are as they were
 */
export async function addCheckpoint(folder: string, step: number, isBest: boolean, content: Uint8Array): Promise<void> {
  const file = checkpointName(step, isBest);
  await writeAtomically(join(folder, file), content);
  const others = (await entriesOf(folder)).filter((entry) => entry.file !== file);
  const earlier = others.filter((entry) => entry.step <= step);
  const best = isBest ? undefined : earlier.find((entry) => entry.best);
  for (const entry of others) {
    if (entry === earlier[0] || entry === best) continue;
    const path = join(folder, entry.file);
    await rm(path, { force: true }).catch((error: unknown) => {
      throw problemOf(path, error);
    });
  }
}

/** The newest that is whole. @throws RunError when the folder cannot be read */
export async function latestCheckpoint(folder: string): Promise<FoundCheckpoint> {
  return await firstWhole(folder, await entriesOf(folder));
}

/** The newest of those that were the best when they were saved. @throws RunError when the folder cannot be read */
export async function bestCheckpoint(folder: string): Promise<FoundCheckpoint> {
  return await firstWhole(
    folder,
    (await entriesOf(folder)).filter(({ best }) => best),
  );
}

async function firstWhole(folder: string, entries: readonly Entry[]): Promise<FoundCheckpoint> {
  const damaged: string[] = [];
  for (const { file, step } of entries) {
    const path = join(folder, file);
    try {
      const checkpoint = decodeCheckpoint(await readFile(path));
      if (checkpoint.step !== step) throw new SafetensorsError(`it is of step ${checkpoint.step}`);
      return { checkpoint, damaged };
    } catch (error) {
      const problem = error instanceof SafetensorsError ? new RunError(`${path}: ${error.message}`) : problemOf(path, error);
      if (!(problem instanceof RunError)) throw problem;
      damaged.push(problem.message);
    }
  }
  return { checkpoint: null, damaged };
}

/** The newest first. */
async function entriesOf(folder: string): Promise<readonly Entry[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw problemOf(folder, error);
  });
  return names
    .flatMap((file) => {
      const groups = NAME.exec(file)?.groups;
      return groups === undefined ? [] : [{ file, step: Number(groups.step), best: groups.best !== undefined }];
    })
    .sort((a, b) => b.step - a.step || (a.file < b.file ? -1 : 1));
}
