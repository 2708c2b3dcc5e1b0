import type { Checkpoint } from "../runs/checkpoint.js";
import { z } from "zod";
import { RunError } from "../runs/problem.js";
import type { RunSettings } from "./settings.js";
import type { StepResult } from "./trainer.js";

/** Where a training is, besides its tensors. */
export interface TrainingState {
  /** Steps done. */
  step: number;
  /** Epochs completed. */
  epoch: number;
  /** Images taken of the epoch that is under way. */
  position: number;
  readonly window: Window;
  /** The lowest validation loss so far. */
  best: number | null;
  epochsWithoutBetter: number;
}

const count = z.int().min(0);
const kept = z.object({
  step: count,
  epoch: count,
  position: count,
  state: z.strictObject({
    window: z.record(z.string(), z.number()),
    best: z.number().nullable(),
    epochsWithoutBetter: count,
    /** Of the training, as `settingsText` writes them. */
    settings: z.string(),
  }),
});

/** The settings as a checkpoint keeps them: what training goes on with has to be what it began with. */
export const settingsText = (settings: RunSettings): string => JSON.stringify(settings);

/** @throws RunError when the checkpoint holds another state than that of a training with these settings and so many images */
export function readState(checkpoint: Checkpoint, settings: RunSettings, images: number): TrainingState {
  const parsed = kept.safeParse(checkpoint);
  if (!parsed.success || parsed.data.position > images)
    throw new RunError("the checkpoint holds no state of this training: train anew with --out");
  const { step, epoch, position, state } = parsed.data;
  const { window, settings: begun, ...rest } = state;
  if (begun !== settingsText(settings))
    throw new RunError("the checkpoint is of a training with other settings than config.json says: restore config.json");
  return { step, epoch, position, window: new Window(window), ...rest };
}

const COUNT = "steps";

/** Means of what was measured since the last record. */
export class Window {
  #sums: Record<string, number>;

  constructor(sums: Readonly<Record<string, number>> = {}) {
    this.#sums = { ...sums };
  }

  add({ loss, terms, gradientNorm, learningRate }: StepResult): void {
    const values = { [COUNT]: 1, loss, ...Object.fromEntries(terms), gradientNorm, learningRate };
    for (const [name, value] of Object.entries(values)) this.#sums[name] = (this.#sums[name] ?? 0) + value;
  }

  /** What the window was made of so far: it can be made again of it. */
  sums(): Readonly<Record<string, number>> {
    return { ...this.#sums };
  }

  /** The means as part of a record; the window is empty afterwards. */
  record(): Readonly<Record<string, number | string>> {
    const { [COUNT]: count = 1, ...others } = this.#sums;
    this.#sums = {};
    const means = Object.entries(others).map(([name, sum]) => [name, sum / count] as const);
    return { split: "train", unit: "nats", ...Object.fromEntries(means) };
  }
}
