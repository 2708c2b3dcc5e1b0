import { describe, expect, it } from "vitest";
import { RunFolder } from "../../src/runs/run-folder.js";
import { openEngine } from "../../src/tensor/engines/choose.js";
import type { Engine } from "../../src/tensor/engines/engine.js";
import { referenceEngine } from "../../src/tensor/engines/reference/executable.js";
import { stepsOf } from "../../src/training/train.js";
import { bytesIn, settingsOf, SMALL_VAE, trainIn, withPath } from "./world.js";
import type { SettingsOptions, Subject } from "./world.js";

const FULL = process.env.QEDMARK_FULL === "1";

/** Between them every part of a training that lasts from step to step. */
const CASES: Readonly<Record<string, SettingsOptions>> = {
  "adam, averaged, annealed, clipped, resampled": {
    training: { averageDecay: 0.9, annealingSteps: 7, clipNorm: 0.5, warmUpSteps: 2, checkpointSteps: 2 },
  },
  "sgd with momentum, fixed binarization": {
    data: { binarization: "fixed" },
    training: { optimizer: { kind: "sgd", learningRate: 0.05, momentum: 0.9, nesterov: true }, schedule: { kind: "linear" } },
  },
  "grey levels of classes, cut off within an epoch": {
    model: { ...SMALL_VAE, kind: "conditional-vae", classes: 3 },
    data: { binarization: "none" },
    training: { steps: 8, schedule: { kind: "constant" }, checkpointSteps: 4 },
  },
  "images held out": {
    data: { validation: 7 },
    training: { patience: 1, optimizer: { ...settingsOf().training.optimizer, learningRate: 0.3 } },
  },
};

const IMAGES = 10;

async function uninterrupted(subject: Subject): Promise<Readonly<Record<string, string>>> {
  return await withPath(async (path) => {
    await trainIn(path, subject);
    return await bytesIn(path);
  });
}

/** Trains to the end, stopping after those steps; gives what is in the folder then. */
async function interrupted(subject: Subject, stops: readonly number[]): Promise<Readonly<Record<string, string>>> {
  return await withPath(async (path) => {
    let step = 0;
    let ends = 0;
    const onStep = (position: { readonly step: number }): void => {
      step = position.step;
    };
    while ((await trainIn(path, subject, { onStep, stopRequested: () => stops.includes(step) })) === "stopped") {
      ends += 1;
      if (ends > stops.length) throw new Error("a training that goes on stops where it stopped before");
    }
    expect(ends).toBe(stops.filter((stop) => stop <= step).length);
    return await bytesIn(path);
  });
}

/** The last checkpoint, the best, and all metrics: of what is between, the name depends on where the training was stopped. */
function lasting(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const names = Object.keys(files);
  const checkpoints = names.filter((name) => name.startsWith("checkpoints")).sort();
  const best = checkpoints.filter((name) => name.includes(".best."));
  const kept = [...checkpoints.slice(-1), ...best.slice(-1), "metrics.jsonl"];
  return Object.fromEntries(kept.map((name) => [name, files[name] ?? "missing"]));
}

async function expectSame(subject: Subject, stops: readonly (readonly number[])[]): Promise<void> {
  const whole = lasting(await uninterrupted(subject));
  expect(Object.keys(whole).length).toBeGreaterThan(1);
  for (const own of stops) expect(lasting(await interrupted(subject, own)), `stopped after ${own.join(", ")}`).toEqual(whole);
}

describe("a training that is stopped and resumed leaves the bytes of one that is not", () => {
  for (const [name, options] of Object.entries(CASES)) {
    it(`after any step: ${name}`, async () => {
      const subject = { settings: settingsOf(options), engine: referenceEngine() };
      const steps = Array.from({ length: stepsOf(subject.settings, IMAGES) }, (_, i) => i + 1);
      await expectSame(subject, [steps, ...(FULL ? steps : steps.slice(-1)).map((step) => [step])]);
    });
  }

  it("on the native engine", async ({ skip }) => {
    const engine = await native();
    if (engine === null) return skip("onnxruntime-node does not load here");
    const cases = Object.values(CASES);
    for (const options of FULL ? cases : cases.slice(0, 2)) {
      const subject = { settings: settingsOf(options), engine };
      await expectSame(
        subject,
        FULL
          ? [[1], [2], [3], [4], [6], [8], [2, 3, 7]]
          : [
              [1, 3, 5],
              [2, 6],
            ],
      );
    }
  });

  it("notices a part of the state that is lost", async () => {
    for (const lost of ["averages", "firstMoments", "secondMoments"]) {
      const settings = settingsOf(CASES["adam, averaged, annealed, clipped, resampled"]);
      const whole = lasting(await uninterrupted({ settings }));
      const other = await withPath(async (path) => {
        await trainIn(path, { settings }, { stopRequested: () => true });
        const { run, checkpoint } = await RunFolder.resume(path);
        if (checkpoint === null) throw new Error("there is no checkpoint");
        const tensors = new Map(
          [...checkpoint.tensors].map(([tensor, { axes, values }]) => [
            tensor,
            { axes, values: tensor.startsWith(lost) ? values.map(() => 0) : values },
          ]),
        );
        await run.saveCheckpoint({ ...checkpoint, tensors }, { best: false });
        await run.close();
        await trainIn(path, { settings });
        return lasting(await bytesIn(path));
      });
      expect(other).not.toEqual(whole);
    }
  });
});

describe("a seed", () => {
  it("gives the same bytes again, and another seed others in every part", async () => {
    const [first, again, other] = [
      await uninterrupted({ settings: settingsOf() }),
      await uninterrupted({ settings: settingsOf() }),
      await uninterrupted({ settings: settingsOf({ seed: 1 }) }),
    ];
    expect(again).toEqual(first);
    expect(Object.keys(other)).toEqual(Object.keys(first));
    for (const [name, bytes] of Object.entries(first)) if (name !== "config.json") expect(other[name]).not.toBe(bytes);
  });
});

async function native(): Promise<Engine | null> {
  return await openEngine("onnx", { threads: 2 }).then(
    ({ engine }) => engine,
    () => null,
  );
}
