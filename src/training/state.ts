import type { Checkpoint } from "../runs/checkpoint.js";
import { z } from "zod";
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

const sums = z.record(z.string(), z.number());
const kept = z.strictObject({ window: sums, best: z.number().nullable(), epochsWithoutBetter: z.int().min(0) });

/** @throws RangeError when the checkpoint holds another state than a training's */
export function readState({ step, epoch, position, state }: Checkpoint): TrainingState {
  const parsed = kept.safeParse(state);
  if (!parsed.success) throw new RangeError("the checkpoint holds no state of a training");
  const { window, ...rest } = parsed.data;
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
