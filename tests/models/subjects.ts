import type { ImageSize, LikelihoodSettings, CodedSettings, NetworkSettings } from "../../src/models/index.js";

export const size: ImageSize = { channels: 2, height: 5, width: 4 };

const mlp = { kind: "mlp", hidden: [6, 5], activation: "tanh" } as const satisfies NetworkSettings;
const convolutional = { kind: "convolutional", channels: [3, 4] } as const satisfies NetworkSettings;
const fixed = { kind: "gaussian", logVar: -2 } as const satisfies LikelihoodSettings;
const learned = { kind: "gaussian", logVar: "learned" } as const satisfies LikelihoodSettings;
const base = { latentDimensions: 2, likelihood: { kind: "bernoulli" } } as const;
const conditional = { ...base, kind: "conditional-vae", beta: 1, classes: 3 } as const;

/** Models that bound log p(x). */
export const bounded = {
  "VAE of dense layers": { ...base, kind: "vae", network: mlp, beta: 1 },
  "VAE of convolutions": { ...base, kind: "vae", network: convolutional, beta: 1 },
  "conditional VAE of dense layers": { ...conditional, network: mlp },
  "conditional VAE of convolutions": { ...conditional, network: convolutional },
  "VAE with a fixed variance": { ...base, kind: "vae", network: mlp, beta: 1, likelihood: fixed },
  "VAE with a learned variance": { ...base, kind: "vae", network: convolutional, beta: 1, likelihood: learned },
  "linear VAE": { ...base, kind: "vae", network: { ...mlp, hidden: [] }, beta: 1, likelihood: fixed },
  "β-VAE": { ...base, kind: "vae", network: mlp, beta: 4 },
} as const satisfies Readonly<Record<string, CodedSettings>>;

const autoEncoders = {
  "auto-encoder of dense layers": { ...base, kind: "auto-encoder", network: mlp },
  "auto-encoder of convolutions": { ...base, kind: "auto-encoder", network: convolutional },
} as const satisfies Readonly<Record<string, CodedSettings>>;

export const all = { ...bounded, ...autoEncoders } as const satisfies Readonly<Record<string, CodedSettings>>;
