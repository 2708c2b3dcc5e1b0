import { BINARIZATIONS } from "../data/binarization.js";
import { isAutoregressive, levelsOf } from "../models/index.js";
import type { Showing } from "./batch-runner.js";
import type { RunSettings } from "./settings.js";

/** How a run shows images in one use: `seed` is that of what is drawn anew. */
export function showingOf(settings: RunSettings, epoch: Showing["epoch"], seed = settings.seed): Showing {
  return { binarization: settings.data.binarization, levels: levelsShown(settings), fixedSeed: settings.seed, seed, epoch };
}

/** In words, for what stands beside every result: likelihoods under different preparations do not compare. */
export function preparationOf(settings: RunSettings): string {
  const { binarization } = settings.data;
  const levels = levelsShown(settings);
  if (levels === null || binarization !== "none") return BINARIZATIONS[binarization];
  return levels === 256 ? "bytes 0 … 255 as they are" : `quantized to ${levels} levels, the whole part of byte · ${levels} / 256`;
}

function levelsShown({ model }: RunSettings): number | null {
  return isAutoregressive(model) ? levelsOf(model.observation) : null;
}
