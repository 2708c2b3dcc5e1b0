import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { RunFolder } from "../../src/runs/run-folder.js";
import type { Checkpoint } from "../../src/runs/checkpoint.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "qedmark-run-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const at = (step: number): Checkpoint => ({
  step,
  epoch: 0,
  position: step * 2,
  seed: 7,
  tensors: new Map([
    [
      "encoder.weights",
      {
        axes: [
          { name: "pixel", size: 2 },
          { name: "unit", size: 3 },
        ],
        values: Float32Array.from({ length: 6 }, (_, i) => i + step),
      },
    ],
  ]),
  state: { best: null, rate: 0.1 },
});

it("goes round", async () => {
  const path = join(folder, "run");
  const run = await RunFolder.create(path, { model: "vae" });
  for (let step = 1; step <= 5; step++) {
    await run.writeMetrics({ step, split: "train", loss: 1 / step });
    await run.saveCheckpoint(at(step), { best: step === 2 });
  }
  await run.writeMetrics({ step: 6, split: "train", loss: 1 / 6 });
  await expect(RunFolder.resume(path)).rejects.toThrow("works in this folder already");
  await run.close();
  expect(await readdir(join(path, "checkpoints"))).toEqual([
    "step-000000002.best.safetensors",
    "step-000000004.safetensors",
    "step-000000005.safetensors",
  ]);
  const resumed = await RunFolder.resume(path);
  expect(resumed.checkpoint).toEqual({ ...at(5), metricsBytes: (await readFile(join(path, "metrics.jsonl"))).length });
  expect((await resumed.run.metrics()).map((record) => record.step)).toEqual([1, 2, 3, 4, 5]);
  expect((await resumed.run.best()).checkpoint?.step).toBe(2);
  await resumed.run.close();
  await writeFile(join(path, "checkpoints/step-000000005.safetensors"), "x");
  const again = await RunFolder.resume(path);
  expect(again.checkpoint?.step).toBe(4);
  expect(again.damaged).toEqual([expect.stringContaining("step-000000005")]);
});
