import { imageAxes } from "../../../src/models/index.js";
import { keyedRandom } from "../../../src/numbers/random.js";
import { range, total } from "../../probability/matrices.js";
import type { Matrix } from "../../probability/matrices.js";

// A decoder with one hidden layer of images with four pixels, each 0 or 1, in plain numbers: all sixteen images can be counted up.

export const [PIXELS, HIDDEN] = [4, 3];
export const IMAGE_SIZE = { channels: 1, height: 2, width: 2 };
export const IMAGE_AXES = imageAxes(IMAGE_SIZE);
export const NETWORK = { kind: "mlp", hidden: [HIDDEN], activation: "tanh" } as const;

export const IMAGES: Matrix = range(2 ** PIXELS).map((image) => range(PIXELS).map((d) => (image >> d) & 1));

/** Values of parameters by their names, as layers declare them: a weight's rows belong to what goes in. */
export type Values = Readonly<Record<string, Matrix>>;

/** Values for parameters with so many inputs and outputs. */
export function someValues(sizes: Readonly<Record<string, readonly [number, number]>>, key: string): Values {
  return Object.fromEntries(
    Object.entries(sizes).map(([name, [rows, columns]]) => {
      const random = keyedRandom("values", key, name);
      return [name, range(rows).map(() => range(columns).map(() => 3 * random.uniform() - 1.5))];
    }),
  );
}

export const decoderSizes = (codes: number): Readonly<Record<string, readonly [number, number]>> => ({
  "decoder.hidden0.weight": [codes, HIDDEN],
  "decoder.hidden0.bias": [1, HIDDEN],
  "decoder.output.weight": [HIDDEN, PIXELS],
  "decoder.output.bias": [1, PIXELS],
});

/** x W + b. */
export function dense(values: Values, name: string, x: readonly number[]): number[] {
  const [bias = []] = values[`${name}.bias`] ?? [];
  const weight = values[`${name}.weight`] ?? [];
  return bias.map((own, j) => own + total(x.map((value, i) => value * (weight[i]?.[j] ?? NaN))));
}

/** log p(x|z). */
export function logLikelihood(values: Values, x: readonly number[], z: readonly number[]): number {
  const logits = dense(values, "decoder.output", dense(values, "decoder.hidden0", z).map(Math.tanh));
  return -total(logits.map((own, d) => Math.log1p(Math.exp(x[d] === 1 ? -own : own))));
}

export function logSumExp(numbers: readonly number[]): number {
  const most = Math.max(...numbers);
  return most + Math.log(total(numbers.map((own) => Math.exp(own - most))));
}
