import { add, equal, less, multiply, namesOf, negate, select, sigmoid, softplus, subtract, sum } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import { demandAxes, soleNoise, shapeOf } from "../distribution.js";
import type { Distribution, Noise, Parameter } from "../distribution.js";
import type { Family } from "../family.js";

export interface Bernoulli extends Distribution {
  readonly name: "bernoulli";
  readonly parameters: { readonly logits: Parameter };
}

/**
 * Independent coordinates over the event axes that are 1 with probability σ(logits), else 0.
 *
 * logProb: `bernoulli-cross-entropy`, from the logit: −log(1 + exp(∓logit)), and −∞ for an outcome that has a coordinate other than 0 and 1. So grey values
 * do not pass for likelihoods: they are binarized, or another distribution is taken. A sample is 1 where the uniform noise is below σ(logits).
 *
 * @throws ShapeError when the logits lack an event axis
 */
export function bernoulli({ logits }: { readonly logits: Node }, event: readonly string[]): Bernoulli {
  const { batchAxes, eventAxes } = shapeOf("bernoulli", [logits], event);
  const noise: Noise = { law: "uniform", axes: logits.axes };
  const opposite = negate(logits);
  return {
    name: "bernoulli",
    parameters: { logits: { node: logits, domain: { kind: "real", modulus: 1e4 } } },
    support: { kind: "whole", count: 2 },
    batchAxes,
    eventAxes,
    logProb: (x) => {
      demandAxes("bernoulli.logProb", "the outcome", x, eventAxes);
      const possible = add(equal(x, 0), equal(x, 1));
      const loss = softplus(multiply(subtract(1, multiply(x, 2)), logits));
      return sum(select(possible, negate(loss), -Infinity), event);
    },
    noise: [noise],
    reparameterized: false,
    sample: (...given) => less(soleNoise("bernoulli", noise, given), sigmoid(logits)),
    mean: () => sigmoid(logits),
    variance: () => multiply(sigmoid(logits), sigmoid(opposite)),
    entropy: () => sum(add(multiply(sigmoid(logits), softplus(opposite)), multiply(sigmoid(opposite), softplus(logits))), event),
  };
}

export const family: Family<Bernoulli> = {
  build: (parameter, event) => bernoulli({ logits: parameter("logits", { event: true }) }, namesOf(event)),
  independent: true,
};
