import type { Dataset } from "../data/dataset.js";
import { epochOrder } from "../data/order.js";
import type { OfSettings } from "../models/index.js";
import type { RunFolder } from "../runs/run-folder.js";
import type { Checkpoint } from "../runs/checkpoint.js";
import type { MetricRecord } from "../runs/metrics.js";
import type { Arrays, Engine } from "../tensor/engines/engine.js";
import { Evaluator } from "./evaluation.js";
import type { Evaluation } from "./evaluation.js";
import type { RunSettings } from "./settings.js";
import { showingOf } from "./showing.js";
import { demandFinite, Trainer } from "./trainer.js";
import type { StepResult } from "./trainer.js";
import { readState, settingsText, Window } from "./state.js";
import type { TrainingState } from "./state.js";

export interface TrainingRun {
  readonly engine: Engine;
  readonly model: OfSettings;
  readonly settings: RunSettings;
  readonly train: Dataset;
  /** What is measured after every epoch: images that are held out, or the test split where none are. Only the former may decide anything. */
  readonly monitor: Dataset;
  readonly folder: RunFolder;
  /** Where to go on; null to begin. */
  readonly checkpoint: Checkpoint | null;
}

/** How far a training is. */
export interface Position {
  /** Steps done. */
  readonly step: number;
  readonly totalSteps: number;
  /** Epochs completed. */
  readonly epoch: number;
  /** Images taken of the epoch that is under way. */
  readonly images: number;
}

/** What a training tells while it goes on. */
export interface TrainingEvents {
  readonly onStep: (position: Position, step: StepResult, images: number) => void;
  /** After the epoch was measured and saved. The arrays are those that are evaluated; they change with the next step. */
  readonly onEpoch: (position: Position, evaluation: Evaluation, evaluated: Arrays) => Promise<void>;
  /** Asked after every step: whether to save and stop. */
  readonly stopRequested: () => boolean;
}

/** Why a training ended. */
export type TrainingEnd = "done" | "no better validation loss" | "stopped";

/** Steps between two lines of metrics. */
const LOGGED = 100;

/**
 * Trains from the beginning or from a checkpoint until all steps are done. What is written to the folder is the same however often the run is interrupted and
 * resumed.
 *
 * @throws DivergenceError, DataError, EngineError, RunError; the last checkpoint is as it was then, and all its values are finite
 */
export async function train(run: TrainingRun, events: TrainingEvents): Promise<TrainingEnd> {
  const { engine, model, settings, train: data, monitor, folder, checkpoint } = run;
  const { seed, training } = settings;
  const trainer = await Trainer.open(engine, model, data.shape, settings);
  const evaluator = await Evaluator.open(engine, model, data.shape, trainer.evaluated);
  try {
    const state = checkpoint === null ? beginning() : readState(checkpoint, settings, data.count);
    if (checkpoint !== null) trainer.restore(checkpoint.tensors);
    const totalSteps = stepsOf(settings, data.count);
    const position = (): Position => ({ step: state.step, totalSteps, epoch: state.epoch, images: state.position });
    const save = async (best: boolean): Promise<void> => {
      const { step, epoch, position: taken, ...rest } = state;
      trainer.demandFinite(step);
      const kept = {
        window: rest.window.sums(),
        best: rest.best,
        epochsWithoutBetter: rest.epochsWithoutBetter,
        settings: settingsText(settings),
      };
      await folder.saveCheckpoint({ step, epoch, position: taken, seed, tensors: trainer.tensors(), state: kept }, { best });
    };
    const isExhausted = (): boolean => training.patience !== null && state.epochsWithoutBetter >= training.patience;
    while (state.step < totalSteps && !isExhausted()) {
      const order = epochOrder(data.count, seed, state.epoch);
      let stopping = false;
      while (state.position < data.count && state.step < totalSteps) {
        const indices = order.subarray(state.position, state.position + training.batchSize);
        const step = await trainer.step(data, indices, state.step + 1, state.epoch, totalSteps);
        state.step += 1;
        state.position += indices.length;
        state.window.add(step);
        if (state.step % LOGGED === 0 || state.step === totalSteps) {
          await folder.writeMetrics({
            step: state.step,
            epoch: state.epoch + state.position / data.count,
            ...state.window.record(),
          });
        }
        events.onStep(position(), step, indices.length);
        stopping = events.stopRequested();
        // What ends with its evaluation is saved with it, never before: it would not be evaluated any more after that.
        if (state.position === data.count || state.step === totalSteps) break;
        if (stopping || state.step % training.checkpointSteps === 0) await save(false);
        if (stopping) return "stopped";
      }
      if (state.position >= data.count) {
        state.epoch += 1;
        state.position = 0;
      }
      const evaluation = await evaluator.evaluate(monitor, showingOf(settings, "monitor"));
      demandFinite(state.step, [...evaluation.terms], " in evaluation");
      await folder.writeMetrics(evaluationRecord(state, evaluation, settings, run));
      const better = settings.data.validation === 0 || state.best === null || evaluation.total < state.best;
      if (better) state.best = evaluation.total;
      state.epochsWithoutBetter = better ? 0 : state.epochsWithoutBetter + 1;
      await save(better);
      await events.onEpoch(position(), evaluation, trainer.evaluated);
      if (stopping) return "stopped";
    }
    return isExhausted() ? "no better validation loss" : "done";
  } finally {
    await evaluator.close();
    await trainer.close();
  }
}

function beginning(): TrainingState {
  return { step: 0, epoch: 0, position: 0, window: new Window(), best: null, epochsWithoutBetter: 0 };
}

/** Steps of the whole training. */
export function stepsOf({ training }: RunSettings, images: number): number {
  const all = training.epochs * Math.ceil(images / training.batchSize);
  return training.steps === null ? all : Math.min(all, training.steps);
}

function evaluationRecord(
  { step, epoch }: TrainingState,
  { terms, total }: Evaluation,
  settings: RunSettings,
  { monitor }: TrainingRun,
): MetricRecord {
  const { data } = settings;
  const { binarization, levels } = showingOf(settings, "monitor");
  const shown = levels === null || binarization !== "none" ? { binarization } : { binarization, levels };
  const split = data.validation === 0 ? monitor.split : "validation";
  return { step, epoch, split, unit: "nats", ...shown, loss: total, ...Object.fromEntries(terms) };
}
