import { imageAxes, codedOf } from "../../../src/models/index.js";
import type { CodedSettings } from "../../../src/models/index.js";
import type { Axes } from "../../../src/tensor/index.js";
import { keyedRandom } from "../../../src/numbers/random.js";
import { vae } from "../../../src/models/vae.js";
import { mlp } from "../../../src/models/networks/mlp.js";
import type { Vae } from "../../../src/models/vae.js";
import type { LikelihoodSettings } from "../../../src/models/likelihood.js";
import { entry, inverse, minus, quadratic, range, total, traceOf } from "../../probability/matrices.js";
import type { Matrix } from "../../probability/matrices.js";

// The variational autoencoder without hidden layers: z ~ N(0, I), x | z ~ N(W z + b, σ² I). So x ~ N(b, W Wᵀ + σ² I), and z | x ~ N(S Wᵀ (x − b) / σ², S)
// with S = (I + Wᵀ W / σ²)⁻¹. All of that in plain numbers.

export const [PIXELS, LATENTS] = [4, 2];
export const IMAGE_SIZE = { channels: 1, height: 2, width: 2 };
export const IMAGE_AXES: Axes = imageAxes(IMAGE_SIZE);

/** The decoder's values. */
export interface World {
  /** W, a row for each pixel. */
  readonly weight: Matrix;
  readonly bias: readonly number[];
  readonly logVar: number;
}

/** The encoder's values: q(z|x) = N(A x + a, diag exp(C x + c)). */
export interface Encoder {
  /** A, a row for each latent number. */
  readonly mean: Matrix;
  readonly meanBias: readonly number[];
  readonly logVar: Matrix;
  readonly logVarBias: readonly number[];
}

export interface Normal {
  readonly mean: readonly number[];
  readonly covariance: Matrix;
}

/** The columns of W are at right angles, so that the posterior of a code has a diagonal covariance. */
export const WORLD: World = {
  weight: [
    [1.2, 0.3],
    [-0.4, 0.9],
    [0.5, 0.6],
    [0.3, -0.8],
  ].map(([a = NaN, b = NaN]) => [a, b - (a * 0.06) / 1.94]),
  bias: [0.2, -0.5, 1, 0],
  logVar: Math.log(0.3),
};
export const DATA: Matrix = [
  [1.5, -0.7, 1.2, 0.3],
  [-2, 0.4, 0.1, -1],
  [0.2, -0.5, 1, 0],
];

export const transposed = (m: Matrix): Matrix => range(m[0]?.length ?? 0).map((j) => m.map((_, i) => entry(m, i, j)));
export const applied = (m: Matrix, x: readonly number[]): number[] =>
  m.map((row) => total(row.map((own, j) => own * (x[j] ?? NaN))));
const product = (a: Matrix, b: Matrix): Matrix => transposed(transposed(b).map((column) => applied(a, column)));
/** m mᵀ. */
export const gram = (m: Matrix): Matrix => product(m, transposed(m));
const plusDiagonal = (m: Matrix, value: number): Matrix => m.map((row, i) => row.map((own, j) => (i === j ? own + value : own)));
const scaled = (m: Matrix, factor: number): Matrix => m.map((row) => row.map((own) => own * factor));

/** L with m = L Lᵀ. */
function choleskyOf(m: Matrix): number[][] {
  const l: number[][] = [];
  for (const [i, row] of m.entries()) {
    const own: number[] = [];
    for (const j of range(i + 1)) {
      const other = j === i ? own : (l[j] ?? []);
      const rest = (row[j] ?? NaN) - total(range(j).map((k) => (own[k] ?? NaN) * (other[k] ?? NaN)));
      own.push(j === i ? Math.sqrt(rest) : rest / (other[j] ?? NaN));
    }
    l.push(own);
  }
  return l;
}

/** log N(x; mean, covariance), by substitution in the Cholesky factor. */
export function logDensity(x: readonly number[], { mean, covariance }: Normal): number {
  const z: number[] = [];
  let logDeterminant = 0;
  for (const [i, row] of choleskyOf(covariance).entries()) {
    const rest = (x[i] ?? NaN) - (mean[i] ?? NaN) - total(z.map((own, k) => own * (row[k] ?? NaN)));
    z.push(rest / (row[i] ?? NaN));
    logDeterminant += Math.log(row[i] ?? NaN);
  }
  return -total(z.map((own) => own ** 2)) / 2 - logDeterminant - (x.length / 2) * Math.log(2 * Math.PI);
}

/** log p(x). */
export const logEvidence = ({ weight, bias, logVar }: World, x: readonly number[]): number =>
  logDensity(x, { mean: bias, covariance: plusDiagonal(gram(weight), Math.exp(logVar)) });

/** p(z|x). */
export function posteriorOf({ weight, bias, logVar }: World, x: readonly number[]): Normal {
  const precision = Math.exp(-logVar);
  const covariance = inverse(plusDiagonal(scaled(gram(transposed(weight)), precision), 1));
  return { mean: applied(scaled(product(covariance, transposed(weight)), precision), minus(x, bias)), covariance };
}

/** q(z|x). */
export const encoded = (own: Encoder, x: readonly number[]): Normal => {
  const logVars = applied(own.logVar, x).map((value, i) => value + (own.logVarBias[i] ?? NaN));
  return {
    mean: applied(own.mean, x).map((value, i) => value + (own.meanBias[i] ?? NaN)),
    covariance: logVars.map((value, i) => logVars.map((_, j) => (i === j ? Math.exp(value) : 0))),
  };
};

/** KL(p ‖ q) of two normal distributions. */
export function klOf(p: Normal, q: Normal): number {
  const precision = inverse(q.covariance);
  const logDeterminant = (m: Matrix): number => 2 * total(choleskyOf(m).map((row, i) => Math.log(row[i] ?? NaN)));
  const distance = quadratic(precision, minus(p.mean, q.mean));
  return (
    (traceOf(precision, p.covariance) - p.mean.length + distance + logDeterminant(q.covariance) - logDeterminant(p.covariance)) /
    2
  );
}

/** The encoder whose q(z|x) is p(z|x), where that has a diagonal covariance. */
export function exactEncoder(world: World): Encoder {
  const { covariance } = posteriorOf(world, world.bias);
  const mean = scaled(product(covariance, transposed(world.weight)), Math.exp(-world.logVar));
  return {
    mean,
    meanBias: applied(mean, world.bias).map((own) => -own),
    logVar: covariance.map(() => world.bias.map(() => 0)),
    logVarBias: covariance.map((row, i) => Math.log(row[i] ?? NaN)),
  };
}

/** Some encoder; the key says which. */
export function someEncoder(key: string): Encoder {
  const random = keyedRandom("encoder", key);
  const some = (scale: number): number => scale * (2 * random.uniform() - 1);
  const matrix = (scale: number): Matrix => range(LATENTS).map(() => range(PIXELS).map(() => some(scale)));
  const vector = (): number[] => range(LATENTS).map(() => some(1));
  return { mean: matrix(0.5), meanBias: vector(), logVar: matrix(0.3), logVarBias: vector() };
}

/** The parameters of `linearVae`, by their names. */
export const parametersOf = (world: World, encoder: Encoder): Readonly<Record<string, readonly number[]>> => ({
  "mean.weight": transposed(encoder.mean).flat(),
  "mean.bias": encoder.meanBias,
  "logVar.weight": transposed(encoder.logVar).flat(),
  "logVar.bias": encoder.logVarBias,
  "decoder.output.weight": transposed(world.weight).flat(),
  "decoder.output.bias": world.bias,
  logVar: [world.logVar],
});

const network = { kind: "mlp", hidden: [], activation: "relu" } as const;
const LIKELIHOOD: LikelihoodSettings = { kind: "gaussian", logVar: "learned" };

/** The project's model, configured as this world. */
export const linearVae = (beta = 1): Vae =>
  vae({ network: mlp(IMAGE_AXES, network), latentDimensions: LATENTS, likelihood: LIKELIHOOD, beta, classes: 0 });

/** The same, as a configuration has it. */
export const linearSettings: CodedSettings = {
  kind: "vae",
  network,
  latentDimensions: LATENTS,
  likelihood: LIKELIHOOD,
  beta: 1,
};
export const linearModel = codedOf(linearSettings, IMAGE_SIZE);
