import { keyedRandom } from "../../../src/numbers/random.js";
import type { KeyedRandom } from "../../../src/numbers/random.js";
import { range } from "./brute.js";
import type { MixtureParameters, MixtureSettings, MixtureShape } from "../../../src/training/expectation-maximization/index.js";

export const normalFrom = (random: KeyedRandom): number =>
  Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());

/** A mixture with moderate parameters; the key says which. */
export function someMixture({ covariance, components, dimensions }: MixtureShape, key: string): MixtureParameters {
  const random = keyedRandom("mixture", key);
  const values = (count: number, scale: number) => Float32Array.from(range(count), () => scale * normalFrom(random));
  const logits = values(components, 1);
  const mean = values(components * dimensions, 2);
  if (covariance === "diagonal") return { covariance, logits, mean, logVar: values(components * dimensions, 1) };
  const choleskyFactor = values(components * dimensions ** 2, 0.5).map((own, i) => {
    const [row, column] = [Math.floor(i / dimensions) % dimensions, i % dimensions];
    return column > row ? 0 : column === row ? 0.3 + Math.abs(own) : own;
  });
  return { covariance, logits, mean, choleskyFactor };
}

/** As many normal points. */
export const somePoints = (count: number, dimensions: number, key: string, scale = 2): Float32Array => {
  const random = keyedRandom("points", key);
  return Float32Array.from(range(count * dimensions), () => scale * normalFrom(random));
};

export const SETTINGS: MixtureSettings = {
  components: 2,
  covariance: "diagonal",
  varianceFloor: 1e-3,
  iterations: 20,
  tolerance: 1e-6,
  batchSize: 64,
  seed: 0,
};
