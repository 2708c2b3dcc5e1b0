import {
  add,
  equal,
  exp,
  expm1,
  lessEqual,
  log,
  maximum,
  multiply,
  namesOf,
  negate,
  positions,
  select,
  sigmoid,
  softplus,
  square,
  subtract,
  sum,
} from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import { demandAxes, shapeOf, soleNoise } from "../distribution.js";
import type { Distribution, Noise, Parameter } from "../distribution.js";
import type { Family } from "../family.js";

export interface MeanAndLogScale {
  /** In the units of the outcomes, which go from 0 to levels − 1. */
  readonly mean: Node;
  /** The logarithm of the logistic distribution's scale s; its standard deviation is π s / √3. */
  readonly logScale: Node;
}

export interface DiscretizedLogistic extends Distribution {
  readonly name: "discretizedLogistic";
  readonly parameters: { readonly mean: Parameter; readonly logScale: Parameter };
}

/**
 * Independent coordinates over the event axes, each a logistic variable rounded to the nearest of 0, 1, …, levels − 1: the first and the last take the whole
 * tails (Salimans, Karpathy, Chen, Kingma: PixelCNN++, 2017, section 2.1).
 *
 * With a and b the ends of the bin of x, measured from the mean in scales, σ(b) − σ(a) = σ(b) σ(−a) (1 − exp(a − b)). So logProb is
 * −softplus(−b) − softplus(a) + log(1 − exp(−1/s)), of which no part cancels another; where a tail is taken, its factor and the last are 1. It is −∞ for
 * outcomes out of range; that they are whole is for `checkDomain`. A sample inverts the distribution function.
 *
 * @throws ShapeError when no parameter has an event axis
 * @throws RangeError unless there is a whole number of levels from 1
 */
export function discretizedLogistic(
  { mean, logScale }: MeanAndLogScale,
  levels: number,
  event: readonly string[],
): DiscretizedLogistic {
  if (!Number.isSafeInteger(levels) || levels < 1) {
    throw new RangeError(`discretizedLogistic: ${levels} levels; give a whole number from 1`);
  }
  const { batchAxes, eventAxes } = shapeOf("discretizedLogistic", [mean, logScale], event);
  const noise: Noise = { law: "uniform", axes: [...batchAxes, ...eventAxes] };
  const last = levels - 1;
  const perScale = exp(negate(logScale));
  const inScales = (x: Node): Node => multiply(subtract(x, mean), perScale);
  const logMass = (x: Node): Node => {
    const isFirst = equal(x, 0);
    const isLast = equal(x, last);
    const below = select(isLast, 0, negate(softplus(negate(inScales(add(x, 1 / 2))))));
    const above = select(isFirst, 0, negate(softplus(inScales(subtract(x, 1 / 2)))));
    const inside = select(maximum(isFirst, isLast), 0, log(negate(expm1(negate(perScale)))));
    return select(multiply(lessEqual(0, x), lessEqual(x, last)), add(add(below, above), inside), -Infinity);
  };
  const outcome = { name: "discretizedLogistic outcome", size: levels };
  const logMasses = logMass(positions(outcome));
  const average = (of: Node): Node => sum(multiply(exp(logMasses), of), [outcome.name]);
  const expected = average(positions(outcome));
  return {
    name: "discretizedLogistic",
    parameters: {
      mean: { node: mean, domain: { kind: "real", modulus: 1e4 } },
      logScale: { node: logScale, domain: { kind: "real", modulus: 140 } },
    },
    support: { kind: "whole", count: levels },
    batchAxes,
    eventAxes,
    logProb: (x) => {
      demandAxes("discretizedLogistic.logProb", "the outcome", x, eventAxes);
      return sum(logMass(x), event);
    },
    noise: [noise],
    reparameterized: false,
    sample: (...given) => {
      const uniform = soleNoise("discretizedLogistic", noise, given);
      const step = { name: outcome.name, size: last };
      return sum(lessEqual(sigmoid(inScales(add(positions(step), 1 / 2))), uniform), [step.name]);
    },
    mean: () => expected,
    variance: () => average(square(subtract(positions(outcome), expected))),
    entropy: () => sum(average(negate(logMasses)), event),
  };
}

export const family: Family<DiscretizedLogistic> = {
  build: (parameter, event) => {
    const parameters = { mean: parameter("mean", { event: true }), logScale: parameter("logScale", { event: true }) };
    return discretizedLogistic(parameters, 6, namesOf(event));
  },
  independent: true,
};
