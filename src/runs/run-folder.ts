import { mkdir, readFile, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { removePartialFiles, syncFolder, writeAtomically } from "./atomic.js";
import { encodeCheckpoint } from "./checkpoint.js";
import type { Checkpoint } from "./checkpoint.js";
import { addCheckpoint, bestCheckpoint, checkpointName, latestCheckpoint } from "./checkpoints.js";
import type { FoundCheckpoint } from "./checkpoints.js";
import { isObject, parseJson } from "./json.js";
import type { JsonObject } from "./json.js";
import { lockFolder } from "./lock.js";
import { MetricsWriter, readMetrics } from "./metrics.js";
import type { MetricRecord } from "./metrics.js";
import { systemCode } from "../system/error.js";
import { problemOf, RunError, RunExistsError } from "./problem.js";

const CONFIG = "config.json";
const METRICS = "metrics.jsonl";
const CHECKPOINTS = "checkpoints";
const SAMPLES = "samples";
const PAGE = "index.html";

/** A run folder that is only read; another process may be writing to it. */
export interface FinishedRun {
  readonly path: string;
  readonly config: JsonObject;
  readonly metrics: readonly MetricRecord[];
  readonly latest: () => Promise<FoundCheckpoint>;
  readonly best: () => Promise<FoundCheckpoint>;
}

/** What is found when a run is resumed. */
export interface ResumedRun extends FoundCheckpoint {
  readonly run: RunFolder;
}

/** The files of a run that was not trained here: to be measured, sampled and exported. Its checkpoint is taken for the best. */
export function filesOfRun(config: JsonObject, checkpoint: Checkpoint): Readonly<Record<string, Uint8Array>> {
  return {
    [CONFIG]: new TextEncoder().encode(configText(config)),
    [METRICS]: new Uint8Array(),
    [`${CHECKPOINTS}/${checkpointName(checkpoint.step, true)}`]: encodeCheckpoint({ ...checkpoint, metricsBytes: 0 }),
  };
}

const configText = (config: JsonObject): string => `${JSON.stringify(config, null, 2)}\n`;

/**
 * The folder of a run, held by one process:
 *
 * ```
 * config.json                            as it was at the beginning
 * metrics.jsonl                          a line for each record
 * checkpoints/step-000000938.safetensors the latest, the one before it, and the best up to then (….best.safetensors)
 * samples/*.png                          pictures
 * index.html                             the page of the run
 * ```
 *
 * Every file but `metrics.jsonl` is replaced as a whole or not at all. One call at a time.
 */
export class RunFolder {
  readonly path: string;
  readonly config: JsonObject;
  readonly #metrics: MetricsWriter;
  readonly #unlock: () => Promise<void>;

  private constructor(path: string, config: JsonObject, metrics: MetricsWriter, unlock: () => Promise<void>) {
    this.path = path;
    this.config = config;
    this.#metrics = metrics;
    this.#unlock = unlock;
  }

  /** A new folder. @throws RunError when there is something at the path, or it cannot be made; nothing is left behind then */
  static async create(path: string, config: JsonObject): Promise<RunFolder> {
    try {
      await mkdir(dirname(path), { recursive: true });
      await mkdir(path);
    } catch (error) {
      if (systemCode(error) === "EEXIST") {
        throw new RunExistsError(
          `${path}: exists already: name another folder with --out, or continue the run in it with --resume`,
        );
      }
      throw problemOf(path, error);
    }
    let metrics: MetricsWriter | undefined;
    try {
      const unlock = await lockFolder(path);
      for (const folder of [CHECKPOINTS, SAMPLES]) await mkdir(join(path, folder));
      metrics = await MetricsWriter.open(join(path, METRICS), 0);
      // The folder is a run's as soon as its configuration is there.
      await writeAtomically(join(path, CONFIG), configText(config));
      await syncFolder(dirname(path));
      return new RunFolder(path, config, metrics, unlock);
    } catch (error) {
      await metrics?.close();
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
      throw problemOf(path, error);
    }
  }

  /**
   * A folder that a run was written to, to go on from its newest checkpoint that is whole, or from the beginning where it has saved none. What was measured
   * after that is cut off.
   *
   * @throws RunError when there is no run at the path, another process works in it, or all of its checkpoints are damaged
   */
  static async resume(path: string): Promise<ResumedRun> {
    const config = await readConfig(path);
    let unlock: (() => Promise<void>) | undefined;
    try {
      unlock = await lockFolder(path);
      await mkdir(join(path, SAMPLES), { recursive: true });
      for (const folder of [".", CHECKPOINTS, SAMPLES]) await removePartialFiles(join(path, folder));
      const found = await latestCheckpoint(join(path, CHECKPOINTS));
      const [damage] = found.damaged;
      if (found.checkpoint === null && damage !== undefined)
        throw new RunError(`${damage}; there is no other: train anew with --out`);
      const metrics = await MetricsWriter.open(join(path, METRICS), found.checkpoint?.metricsBytes ?? 0);
      return { run: new RunFolder(path, config, metrics, unlock), ...found };
    } catch (error) {
      await unlock?.();
      throw problemOf(path, error);
    }
  }

  /** A folder that a run was written to, to look at it. @throws RunError when there is no run at the path */
  static async read(path: string): Promise<FinishedRun> {
    return {
      path,
      config: await readConfig(path),
      metrics: await readMetrics(join(path, METRICS)),
      latest: () => latestCheckpoint(join(path, CHECKPOINTS)),
      best: () => bestCheckpoint(join(path, CHECKPOINTS)),
    };
  }

  /** @throws RunError as `MetricsWriter.write` */
  async writeMetrics(record: MetricRecord): Promise<void> {
    await this.#metrics.write(record);
  }

  /** All records that were written. */
  async metrics(): Promise<readonly MetricRecord[]> {
    return await readMetrics(join(this.path, METRICS));
  }

  /** The values are copied before the promise is given back. `best`: none that was saved before is as good. @throws RunError when it cannot be written */
  async saveCheckpoint(checkpoint: Checkpoint, { best }: { readonly best: boolean }): Promise<void> {
    const content = encodeCheckpoint({ ...checkpoint, metricsBytes: this.#metrics.bytes });
    // A checkpoint counts on the metrics up to it being there.
    await this.#metrics.sync();
    await addCheckpoint(join(this.path, CHECKPOINTS), checkpoint.step, best, content);
  }

  /** The best checkpoint that was saved. */
  async best(): Promise<FoundCheckpoint> {
    return await bestCheckpoint(join(this.path, CHECKPOINTS));
  }

  /** Writes `samples/NAME.png`. @throws RunError when it cannot be written */
  async writeSample(name: string, png: Uint8Array): Promise<void> {
    await writeAtomically(join(this.path, SAMPLES, `${name}.png`), png);
  }

  /** Writes `index.html`. @throws RunError when it cannot be written */
  async writePage(html: string): Promise<void> {
    await writeAtomically(join(this.path, PAGE), html);
  }

  /** Gives the folder back. */
  async close(): Promise<void> {
    await this.#metrics.close();
    await this.#unlock();
  }
}

async function readConfig(path: string): Promise<JsonObject> {
  const file = join(path, CONFIG);
  const text = await readFile(file, "utf8").catch(async (error: unknown) => {
    const folder = await stat(path).catch((reason: unknown) => {
      throw problemOf(path, reason);
    });
    if (systemCode(error) === "ENOENT" && folder.isDirectory()) {
      throw new RunError(`${path}: holds no run (there is no ${CONFIG}): name a folder that qedmark train has written`);
    }
    throw problemOf(file, error);
  });
  const value = parseJson(text);
  if (!isObject(value)) throw new RunError(`${file}: is no JSON object: name a folder that qedmark train has written`);
  return value;
}
