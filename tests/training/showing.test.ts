import { describe, expect, it } from "vitest";
import type { Binarization } from "../../src/data/dataset.js";
import type { ObservationSettings } from "../../src/models/index.js";
import type { RunSettings } from "../../src/training/settings.js";
import { preparationOf, showingOf } from "../../src/training/showing.js";
import { settingsOf, SMALL_VAE } from "./world.js";

const BITS: ObservationSettings = { kind: "bernoulli" };
const categorical = (levels: number): ObservationSettings => ({ kind: "categorical", levels });

function pixelSettings(binarization: Binarization, observation: ObservationSettings): RunSettings {
  return settingsOf({
    model: { kind: "row-lstm", features: 4, blocks: 1, classes: 0, observation },
    data: { binarization },
    seed: 5,
  });
}
const vae = (binarization: Binarization): RunSettings => settingsOf({ model: SMALL_VAE, data: { binarization }, seed: 5 });

describe("how a run shows images", () => {
  it("is as numbers of levels to a model that says levels, and as grey levels to others", () => {
    const shared = { binarization: "none", fixedSeed: 5, seed: 5, epoch: "test" } as const;
    expect(showingOf(vae("none"), "test")).toEqual({ ...shared, levels: null });
    expect(showingOf(pixelSettings("none", BITS), "test")).toEqual({ ...shared, levels: 2 });
    expect(showingOf(pixelSettings("none", categorical(16)), "test")).toEqual({ ...shared, levels: 16 });
    const logistic = { kind: "discretized-logistic", levels: 32, components: 2 } as const;
    expect(showingOf(pixelSettings("none", logistic), "test")).toEqual({ ...shared, levels: 32 });
  });

  it("draws anew by the seed of the use, and what is drawn once by that of the run", () => {
    const own = showingOf(pixelSettings("resampled", BITS), 3, 9);
    expect(own).toEqual({ binarization: "resampled", levels: 2, fixedSeed: 5, seed: 9, epoch: 3 });
  });

  it.each([
    ["grey levels in 0 … 1, not binarized", vae("none")],
    ["binarized once, with grey levels as probabilities", vae("fixed")],
    ["binarized anew at every use, with grey levels as probabilities", vae("resampled")],
    ["binarized once, with grey levels as probabilities", pixelSettings("fixed", BITS)],
    ["binarized anew at every use, with grey levels as probabilities", pixelSettings("resampled", categorical(2))],
    ["quantized to 2 levels, the whole part of byte · 2 / 256", pixelSettings("none", BITS)],
    ["quantized to 16 levels, the whole part of byte · 16 / 256", pixelSettings("none", categorical(16))],
    ["bytes 0 … 255 as they are", pixelSettings("none", categorical(256))],
  ])("is said beside results: %s", (words, settings) => {
    expect(preparationOf(settings)).toBe(words);
  });
});
