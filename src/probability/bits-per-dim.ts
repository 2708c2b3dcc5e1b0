import { add, divide } from "../tensor/index.js";
import type { Node } from "../tensor/index.js";

export interface Discretization {
  /** Coordinates of an example: height · width · colours. */
  readonly dimensions: number;
  /**
   * How many of the discrete values fall into a unit of the coordinate that the likelihood speaks of. 1 where it is the probability of the values themselves.
   * For a density of data with uniform noise in each value's bin it is 1 over the width of a bin: 256 for bytes scaled to 0 .. 1, 128 for −1 .. 1.
   */
  readonly binsPerUnit: number;
}

/**
 * Bits per dimension from −log p(x) in nats: nats / (D log 2) + log₂ binsPerUnit. The uniform distribution over 256 values scores 8, whether as a
 * probability or as a density. For a density it is an upper bound of the discrete model's (Theis, van den Oord, Bethge: A note on the evaluation of generative
 * models, 2016).
 *
 * @throws RangeError unless there is a whole number of dimensions from 1, and a positive number of bins per unit
 */
export function bitsPerDim(negativeLogLikelihoodNats: Node, { dimensions, binsPerUnit }: Discretization): Node {
  if (!Number.isSafeInteger(dimensions) || dimensions < 1) {
    throw new RangeError(`bitsPerDim: ${dimensions} dimensions; give a whole number from 1`);
  }
  if (!(binsPerUnit > 0 && binsPerUnit < Infinity)) {
    throw new RangeError(`bitsPerDim: ${binsPerUnit} bins per unit; give a positive number`);
  }
  return add(divide(negativeLogLikelihoodNats, dimensions * Math.LN2), Math.log2(binsPerUnit));
}
