import { keyedRandom } from "../../numbers/random.js";
import type { KeyedRandom } from "../../numbers/random.js";
import type { Moments } from "./moments.js";
import type { MixtureParameters, MixtureShape } from "./parameters.js";
import type { Points } from "./points.js";

/** Points among which the first means are sought, for each component. */
const CANDIDATES_A_COMPONENT = 20;
const FEWEST_CANDIDATES = 1000;

/**
 * Where the iterations begin: equal weights, the variances of all points, and as means some of the points, each drawn with a probability proportional to its
 * squared distance from those already drawn (Arthur, Vassilvitskii: k-means++, SODA 2007), from candidates that are as many at most as memory allows for.
 */
export async function initialMixture(
  points: Points,
  { covariance, components, dimensions }: MixtureShape,
  { variance }: Moments,
  { seed, varianceFloor }: { readonly seed: number; readonly varianceFloor: number },
): Promise<MixtureParameters> {
  const random = keyedRandom("initial means", seed);
  const most = Math.min(points.count, Math.max(FEWEST_CANDIDATES, CANDIDATES_A_COMPONENT * components));
  const candidates = new Float32Array(most * dimensions);
  await points.read(someOf(points.count, most, random), candidates);
  const mean = new Float32Array(components * dimensions);
  for (const [k, chosen] of spread(candidates, dimensions, components, random).entries()) {
    mean.set(candidates.subarray(chosen * dimensions, (chosen + 1) * dimensions), k * dimensions);
  }
  const logits = new Float32Array(components).fill(-Math.log(components));
  const floored = variance.map((own) => Math.max(own, varianceFloor));
  switch (covariance) {
    case "diagonal":
      return { covariance, logits, mean, logVar: mean.map((_, i) => Math.log(floored[i % dimensions] ?? NaN)) };
    case "full": {
      const choleskyFactor = new Float32Array(components * dimensions ** 2);
      for (let row = 0; row < components * dimensions; row++) {
        const d = row % dimensions;
        choleskyFactor[row * dimensions + d] = Math.sqrt(floored[d] ?? NaN);
      }
      return { covariance, logits, mean, choleskyFactor };
    }
  }
}

/** So many of the numbers below `count`, in order, any as likely as another (Knuth: The Art of Computer Programming, vol. 2, 3.4.2, algorithm S). */
function someOf(count: number, most: number, random: KeyedRandom): Uint32Array {
  const some = new Uint32Array(most);
  let taken = 0;
  for (let i = 0; taken < most; i++) {
    if ((count - i) * random.uniform() >= most - taken) continue;
    some[taken] = i;
    taken += 1;
  }
  return some;
}

/** The numbers of candidates that lie apart. Where all that are left coincide with chosen ones, any of them. */
function spread(candidates: Float32Array, dimensions: number, components: number, random: KeyedRandom): number[] {
  const count = candidates.length / dimensions;
  const distances = new Float64Array(count).fill(Infinity);
  let last = random.integer(0, count - 1);
  const chosen = [last];
  while (chosen.length < components) {
    let total = 0;
    for (let i = 0; i < count; i++) {
      let distance = 0;
      for (let d = 0; d < dimensions; d++)
        distance += ((candidates[i * dimensions + d] ?? NaN) - (candidates[last * dimensions + d] ?? NaN)) ** 2;
      distances[i] = Math.min(distances[i] ?? NaN, distance);
      total += distances[i] ?? NaN;
    }
    last = total > 0 ? drawn(distances, random.uniform() * total) : random.integer(0, count - 1);
    chosen.push(last);
  }
  return chosen;
}

/** The place at which the sum of the weights up to there exceeds the threshold, which is below their sum. */
function drawn(weights: Float64Array, threshold: number): number {
  let sum = 0;
  const at = weights.findIndex((weight) => (sum += weight) > threshold);
  return at < 0 ? weights.findLastIndex((weight) => weight > 0) : at;
}
