import type { Binarization } from "./dataset.js";

/** What stands beside every result, for each binarization: likelihoods under different ones do not compare. */
export const BINARIZATIONS: Readonly<Record<Binarization, string>> = {
  none: "grey levels in 0 … 1, not binarized",
  fixed: "binarized once, with grey levels as probabilities",
  resampled: "binarized anew at every use, with grey levels as probabilities",
};
