import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Checkpoint } from "../../src/runs/checkpoint.js";
import type { MetricRecord } from "../../src/runs/metrics.js";
import type { RunFolder } from "../../src/runs/run-folder.js";

/** A checkpoint that is another at every step, in every part. */
export function checkpointAt(step: number): Checkpoint {
  const pixel = { name: "pixel", size: 40 };
  const unit = { name: "unit", size: 25 };
  return {
    step,
    epoch: Math.floor(step / 10),
    position: (step % 10) * 64,
    seed: 7,
    tensors: new Map([
      ["decoder.scale", { axes: [], values: Float32Array.of(-step) }],
      ["encoder.weights", { axes: [pixel, unit], values: Float32Array.from({ length: 1000 }, (_, i) => Math.sin(i + step)) }],
    ]),
    state: { schedule: { name: "constant", rate: 0.1 * step }, best: null },
  };
}

export function recordAt(step: number): MetricRecord {
  return { step, epoch: Math.floor(step / 10), split: "train", unit: "nats", loss: 100 + 443 / step, kl: Math.log(step) };
}

/** What training does at a step: the checkpoint of every fifth step is the best. */
export async function doStep(run: RunFolder, step: number): Promise<void> {
  await run.writeMetrics(recordAt(step));
  await run.saveCheckpoint(checkpointAt(step), { best: step % 5 === 0 });
  await run.writeSample("samples", new Uint8Array(3000).fill(step));
  await run.writePage(pageAt(step));
}

export function pageAt(step: number): string {
  return `<p>${String(step).repeat(2000)}</p>\n`;
}

/** The lines of `metrics.jsonl` after so many steps. */
export function metricsUpTo(step: number): string {
  return Array.from({ length: step }, (_, index) => `${JSON.stringify(recordAt(index + 1))}\n`).join("");
}

/** Hands a new folder to `use` and removes it afterwards. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "qedmark-run-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
