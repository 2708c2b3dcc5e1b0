import { describe, expect, it } from "vitest";
import { modelOf } from "../../src/models/index.js";
import { openEngine } from "../../src/tensor/engines/choose.js";
import type { Engine } from "../../src/tensor/engines/engine.js";
import { Trainer } from "../../src/training/trainer.js";
import { keeping } from "./recording.js";
import { datasetOf, settingsOf } from "./world.js";

const IMAGE = { channels: 1, height: 14, width: 14 };
const STEPS = process.env.QEDMARK_FULL === "1" ? 10_000 : 2_000;
const BATCH = 64;
const MIB = 2 ** 20;

/** Steps after which everything that lasts is there: compiled code, the heap as large as it gets. */
const WARM = 300;

/** By how many bytes the resident memory of this process grows in so many steps, each of which shows the model 49 KiB of images. */
async function growth(engine: Engine, steps: number): Promise<number> {
  const data = datasetOf(BATCH, { shape: IMAGE, classes: 0 });
  const settings = settingsOf({ data: { binarization: "none" }, training: { batchSize: BATCH } });
  const trainer = await Trainer.open(engine, modelOf(settings.model, IMAGE), IMAGE, settings);
  const indices = Uint32Array.from({ length: BATCH }, (_, i) => i);
  let before = 0;
  for (let step = 1; step <= WARM + steps; step++) {
    await trainer.step(data, indices, step, 0, WARM + steps);
    if (step === WARM) before = process.memoryUsage.rss();
  }
  const after = process.memoryUsage.rss();
  await trainer.close();
  return after - before;
}

describe("the memory of a training", async () => {
  const engine = await openEngine("onnx", { threads: 1 }).then(
    (opened) => opened.engine,
    () => null,
  );

  // Were the images of each step kept, 2000 steps would keep 98 MiB.
  it.skipIf(engine === null)(`grows by less than 32 MiB in ${STEPS} steps, and what keeps its batches is noticed`, async () => {
    if (engine === null) return;

    expect(await growth(engine, STEPS)).toBeLessThan(32 * MIB);
    expect(await growth(keeping(engine), 700)).toBeGreaterThan(32 * MIB);
  });
});
