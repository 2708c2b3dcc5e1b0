import { axis, tensor } from "../../src/tensor/index.js";
import type { Tensor } from "../../src/tensor/index.js";
import { boundedSubjectOf, drawn } from "../models/world.js";
import type { BoundedSubject, Tensors } from "../models/world.js";

/** Images of four values, codes of two. */
export const size = { channels: 1, height: 2, width: 2 };
const PIXELS = 4;
const LATENTS = 2;
/** log σ² of p(x|z). */
const LOG_VAR = -1.2;
const VARIANCE = Math.exp(LOG_VAR);

/** A variational auto-encoder whose encoder and decoder are linear: p(x) is normal, and with orthogonal rows of W so is p(z|x), with a diagonal covariance. */
export const linear: BoundedSubject = boundedSubjectOf(
  {
    kind: "vae",
    network: { kind: "mlp", hidden: [], activation: "tanh" },
    latentDimensions: LATENTS,
    likelihood: { kind: "gaussian", logVar: LOG_VAR },
    beta: 1,
  },
  size,
);

const W: readonly (readonly number[])[] = [
  [0.9, 0.9, -0.3, 0.3],
  [0.2, 0.1, 0.7, -0.2],
];
const offset: readonly number[] = [0.3, -0.1, 0.4, 0.2];

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? NaN), 0);
const squares = W.map((row) => dot(row, row));

/** log p(x) in nats: in the direction of each row of W the variance is σ² more its square, in the others σ². */
export function logEvidence(x: readonly number[]): number {
  const centred = x.map((value, i) => value - (offset[i] ?? NaN));
  const rest = dot(centred, centred) - W.reduce((sum, row, i) => sum + dot(row, centred) ** 2 / (squares[i] ?? NaN), 0);
  const along = W.map((row, i) => {
    const square = squares[i] ?? NaN;
    return Math.log(square + VARIANCE) + dot(row, centred) ** 2 / square / (square + VARIANCE);
  });
  const across = (PIXELS - LATENTS) * LOG_VAR + rest / VARIANCE;
  return -(PIXELS * Math.log(2 * Math.PI) + along.reduce((sum, own) => sum + own, 0) + across) / 2;
}

/** What Σ a ε² − Σ b ε the noise adds to −log p(x|z) at the true posterior: a and b of each latent dimension. */
function noiseTerms(x: readonly number[]): readonly { readonly a: number; readonly b: number }[] {
  const centred = x.map((value, i) => value - (offset[i] ?? NaN));
  return W.map((row, i) => {
    const whole = (squares[i] ?? NaN) + VARIANCE;
    return { a: (squares[i] ?? NaN) / whole / 2, b: (dot(row, centred) * Math.sqrt(VARIANCE / whole)) / whole };
  });
}

/** The variance of the loss of an image at the true posterior, over the noise. */
export function lossVariance(x: readonly number[]): number {
  return noiseTerms(x).reduce((sum, { a, b }) => sum + 2 * a ** 2 + b ** 2, 0);
}

/** What the loss lacks at the true posterior when the noise has this variance and not 1. */
export function lackOfNoise(x: readonly number[], variance: number): number {
  return noiseTerms(x).reduce((sum, { a }) => sum + (1 - variance) * a, 0);
}

const [pixel, latent] = [axis("pixel", PIXELS), axis("latent", LATENTS)];
const decoder: Tensors = {
  "decoder.output.weight": tensor([latent, pixel], W.flat()),
  "decoder.output.bias": tensor([pixel], offset),
};

/** The parameters with which q(z|x) is p(z|x): variance σ² / (w² + σ²), mean w · (x − offset) / (w² + σ²). */
export const optimal: Tensors = {
  ...decoder,
  "mean.weight": tensor(
    [pixel, latent],
    offset.flatMap((_, k) => W.map((row, i) => (row[k] ?? NaN) / ((squares[i] ?? NaN) + VARIANCE))),
  ),
  "mean.bias": tensor(
    [latent],
    W.map((row, i) => -dot(row, offset) / ((squares[i] ?? NaN) + VARIANCE)),
  ),
  "logVar.weight": tensor([pixel, latent], new Float64Array(PIXELS * LATENTS)),
  "logVar.bias": tensor(
    [latent],
    squares.map((square) => LOG_VAR - Math.log(square + VARIANCE)),
  ),
};

/** Parameters with the same p(x), and another q(z|x). */
export const suboptimal: Tensors = {
  ...decoder,
  ...Object.fromEntries(
    Object.entries(optimal)
      .filter(([name]) => !name.startsWith("decoder"))
      .map(([name, { axes, values }]) => [
        name,
        tensor(
          axes,
          values.map((value, i) => value + 0.8 * (drawn(name, axes).values[i] ?? NaN)),
        ),
      ]),
  ),
};

/** Images with every value between 0 and 1. */
export function imagesOf(batch: number): Tensor {
  const axes = [axis("batch", batch), axis("channel", size.channels), axis("height", size.height), axis("width", size.width)];
  return tensor(
    axes,
    drawn("linear images", axes).values.map((value) => value + 0.5),
  );
}

/** The rows of images. */
export function rows({ values }: Tensor): readonly (readonly number[])[] {
  return Array.from({ length: values.length / PIXELS }, (_, i) => [...values.slice(i * PIXELS, (i + 1) * PIXELS)]);
}
