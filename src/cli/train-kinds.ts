import type { ModelKind } from "../models/index.js";

/** What can be trained: what follows the gradient of its loss, and the mixture, which has iterations of its own. */
export type TrainedKind = ModelKind | "gmm";

/** Whose flags a model shares: models that give codes, those that say each value given those before it, mixtures. */
export type Family = "coded" | "autoregressive" | "mixture";

interface Kind {
  readonly family: Family;
  /** In a few words. */
  readonly description: string;
}

/** What each is, in the order in which they are listed. */
export const MODELS: Readonly<Record<TrainedKind, Kind>> = {
  vae: { family: "coded", description: "variational auto-encoder" },
  "conditional-vae": { family: "coded", description: "variational auto-encoder that sees the class of an image" },
  "auto-encoder": { family: "coded", description: "plain auto-encoder, without a distribution of codes" },
  pixelcnn: { family: "autoregressive", description: "masked convolutions: each value given those before it" },
  "gated-pixelcnn": { family: "autoregressive", description: "gated masked convolutions in two stacks, without a blind spot" },
  "row-lstm": { family: "autoregressive", description: "PixelRNN whose memory runs down the rows" },
  "diagonal-bilstm": { family: "autoregressive", description: "PixelRNN whose memories run along the diagonals" },
  gmm: { family: "mixture", description: "Gaussian mixture, fitted by expectation–maximization" },
};

export const KINDS: readonly TrainedKind[] = Object.keys(MODELS).filter(isKind);

export function isKind(name: string): name is TrainedKind {
  return Object.hasOwn(MODELS, name);
}
