import { describe, expect, it } from "vitest";
import { subset } from "../../src/data/subset.js";
import { RunFolder } from "../../src/runs/run-folder.js";
import { referenceEngine } from "../../src/tensor/engines/reference/executable.js";
import { DivergenceError } from "../../src/training/trainer.js";
import type { Evaluation } from "../../src/training/evaluation.js";
import { withGradients } from "./recording.js";
import { SMALL_VAE, bytesIn, datasetOf, settingsOf, trainIn, withPath } from "./world.js";

const WHOLE = datasetOf(12);
const HELD = 4;

/** A training that soon learns its eight images by heart, at the cost of those held out. */
const settings = settingsOf({
  model: { ...SMALL_VAE, network: { kind: "mlp", hidden: [12], activation: "tanh" } },
  data: { binarization: "none", validation: HELD },
  training: {
    epochs: 60,
    schedule: { kind: "constant" },
    patience: 4,
    optimizer: { kind: "adam", learningRate: 0.05, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
  },
});

describe("patience", () => {
  it("ends the training after so many epochs that are not better, and the best is kept", async () => {
    await withPath(async (path) => {
      const evaluations: Evaluation[] = [];
      const end = await trainIn(
        path,
        { settings, data: subset(WHOLE, 0, 12 - HELD), monitor: subset(WHOLE, 12 - HELD, 12) },
        {
          onEpoch: (_, evaluation) => {
            evaluations.push(evaluation);
            return Promise.resolve();
          },
        },
      );
      const totals = evaluations.map(({ total }) => total);
      const best = totals.indexOf(Math.min(...totals));
      expect(end).toBe("no better validation loss");
      expect(totals.length).toBeLessThan(settings.training.epochs);
      expect(totals.length).toBe(best + 1 + 4);
      // It is neither the first nor the last, which a slip would keep.
      expect(best).toBeGreaterThan(0);
      const read = await RunFolder.read(path);
      expect((await read.best()).checkpoint?.epoch).toBe(best + 1);
      expect((await read.latest()).checkpoint?.epoch).toBe(totals.length);
      // Resumed, it is over.
      const before = await bytesIn(path);
      expect(await trainIn(path, { settings, data: subset(WHOLE, 0, 8), monitor: subset(WHOLE, 8, 12) })).toBe(end);
      expect(await bytesIn(path)).toEqual(before);
    });
  });
});

describe("numbers that overflow", () => {
  const diverging = (learningRate: number) =>
    settingsOf({
      model: { ...SMALL_VAE, likelihood: { kind: "gaussian", logVar: 0 } },
      data: { binarization: "none" },
      training: {
        epochs: 100,
        checkpointSteps: 1,
        schedule: { kind: "constant" },
        optimizer: { kind: "sgd", learningRate, momentum: 0.9, nesterov: false },
      },
    });

  it("end the training with the step and the term, and no checkpoint holds them", async () => {
    await withPath(async (path) => {
      const error = await trainIn(path, { settings: diverging(1000) }).then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(DivergenceError);
      const [, step = ""] =
        /^step (\d+): the (?:reconstruction|kl|loss|gradient's norm|norm of the [a-z]+) is (?:NaN|Infinity)$/u.exec(
          error instanceof Error ? error.message : "",
        ) ?? [];
      expect(Number(step)).toBeGreaterThan(1);
      const { checkpoint, damaged } = await (await RunFolder.read(path)).latest();
      expect(damaged).toEqual([]);
      expect(checkpoint?.step).toBe(Number(step) - 1);
      for (const { values } of checkpoint?.tensors.values() ?? []) expect(values.every(Number.isFinite)).toBe(true);
    });
  });

  it.each([
    [1, "step 1: the reconstruction in evaluation is NaN"],
    [2, "step 1: the norm of the parameters is Infinity"],
  ])("are noticed where the first of %i steps leaves them in the parameters", async (steps, words) => {
    await withPath(async (path) => {
      const own = diverging(1000);
      const subject = {
        settings: { ...own, training: { ...own.training, steps } },
        engine: withGradients(referenceEngine(), 1e37),
      };
      await expect(trainIn(path, subject)).rejects.toThrow(words);
      expect(await (await RunFolder.read(path)).latest()).toEqual({ checkpoint: null, damaged: [] });
    });
  });
});
