// The smallest variational auto-encoder in plain numbers: images of one value, codes of one, dense layers and nothing between, a normal likelihood of
// variance 1. Written down by hand, gradients too, in double precision.

export const NAMES = [
  "mean.weight",
  "mean.bias",
  "logVar.weight",
  "logVar.bias",
  "decoder.output.weight",
  "decoder.output.bias",
] as const;

export type Parameters = Readonly<Record<(typeof NAMES)[number], number>>;

export const SCALAR_VAE = {
  kind: "vae",
  network: { kind: "mlp", hidden: [], activation: "tanh" },
  latentDimensions: 1,
  likelihood: { kind: "gaussian", logVar: 0 },
  beta: 1.5,
} as const;

export interface Example {
  readonly x: number;
  readonly noise: number;
}

export interface Step {
  readonly reconstruction: number;
  readonly kl: number;
  readonly gradients: Parameters;
}

const mapped = (value: (name: (typeof NAMES)[number]) => number): Parameters => ({
  "mean.weight": value("mean.weight"),
  "mean.bias": value("mean.bias"),
  "logVar.weight": value("logVar.weight"),
  "logVar.bias": value("logVar.bias"),
  "decoder.output.weight": value("decoder.output.weight"),
  "decoder.output.bias": value("decoder.output.bias"),
});

export { mapped };

/** The terms of one example, and the gradient of reconstruction + weight · kl. */
export function example(p: Parameters, { x, noise }: Example, weight: number): Step {
  const mean = p["mean.weight"] * x + p["mean.bias"];
  const logVar = p["logVar.weight"] * x + p["logVar.bias"];
  const deviation = Math.exp(logVar / 2);
  const z = mean + deviation * noise;
  const output = p["decoder.output.weight"] * z + p["decoder.output.bias"];
  const ofOutput = output - x;
  const ofCode = ofOutput * p["decoder.output.weight"];
  const ofMean = ofCode + weight * mean;
  const ofLogVar = (ofCode * noise * deviation) / 2 + (weight * (Math.exp(logVar) - 1)) / 2;
  return {
    reconstruction: ((x - output) ** 2 + Math.log(2 * Math.PI)) / 2,
    kl: (mean ** 2 + Math.exp(logVar) - 1 - logVar) / 2,
    gradients: {
      "mean.weight": ofMean * x,
      "mean.bias": ofMean,
      "logVar.weight": ofLogVar * x,
      "logVar.bias": ofLogVar,
      "decoder.output.weight": ofOutput * z,
      "decoder.output.bias": ofOutput,
    },
  };
}

/** log p(x): x is normal with mean `bias` and variance weight² + 1. */
export function logEvidence(p: Parameters, x: number): number {
  const variance = p["decoder.output.weight"] ** 2 + 1;
  return -((x - p["decoder.output.bias"]) ** 2 / variance + Math.log(2 * Math.PI * variance)) / 2;
}

/** log p(x, z) − log q(z|x) at the code of that noise. */
export function logWeight(p: Parameters, { x, noise }: Example): number {
  const { reconstruction } = example(p, { x, noise }, 0);
  const mean = p["mean.weight"] * x + p["mean.bias"];
  const logVar = p["logVar.weight"] * x + p["logVar.bias"];
  const z = mean + Math.exp(logVar / 2) * noise;
  return -reconstruction - z ** 2 / 2 + (logVar + noise ** 2) / 2;
}
