import { describe, expect, it } from "vitest";
import { datasetOf } from "../../src/data/memory.js";
import { modelOf } from "../../src/models/index.js";
import { referenceEngine } from "../../src/tensor/engines/reference/executable.js";
import { BatchRunner } from "../../src/training/batch-runner.js";
import { names, termsProgram } from "../../src/training/programs.js";

const shape = { channels: 1, height: 3, width: 5 };
const dataset = datasetOf({ shape, images: new Uint8Array(4 * 15).fill(128) });
const model = modelOf(
  {
    kind: "auto-encoder",
    network: { kind: "mlp", hidden: [], activation: "relu" },
    latentDimensions: 1,
    likelihood: { kind: "bernoulli" },
  },
  shape,
);

/** What a model is shown of images 1 and 3, or of these numbers. */
async function shown(binarization: "none" | "fixed" | "resampled", fixedSeed: number, seed: number, epoch: number, of = [1, 3]) {
  const runner = await BatchRunner.open(referenceEngine(), (size) => termsProgram(model, shape, size), 4, {});
  await runner.show(dataset, Uint32Array.from(of), { binarization, levels: null, fixedSeed, seed, epoch });
  return [...runner.input(names.images).slice(0, of.length * 15)];
}

describe("binarized images", () => {
  it("are 0 and 1, and grey levels where nothing is drawn", async () => {
    expect(new Set(await shown("none", 0, 0, 0))).toEqual(new Set([Math.fround(128 / 255)]));
    for (const kind of ["fixed", "resampled"] as const) expect(new Set(await shown(kind, 0, 0, 0))).toEqual(new Set([0, 1]));
  });

  it("stay what they are when they are fixed, whatever is drawn anew", async () => {
    const fixed = await shown("fixed", 0, 0, 0);
    expect(await shown("fixed", 0, 1, 7)).toEqual(fixed);
    expect(await shown("fixed", 1, 0, 0)).not.toEqual(fixed);
  });

  it("change with every epoch and seed when they are resampled, and with nothing else", async () => {
    const resampled = await shown("resampled", 0, 0, 0);
    expect(await shown("resampled", 1, 0, 0)).toEqual(resampled);
    expect(await shown("resampled", 0, 0, 1)).not.toEqual(resampled);
    expect(await shown("resampled", 0, 1, 0)).not.toEqual(resampled);
  });

  it("belong to the image, wherever it stands in a batch", async () => {
    for (const kind of ["fixed", "resampled"] as const) {
      const turned = await shown(kind, 0, 0, 0, [3, 0, 1]);
      expect([...turned.slice(30), ...turned.slice(0, 15)]).toEqual(await shown(kind, 0, 0, 0));
    }
  });
});
