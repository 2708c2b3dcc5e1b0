import { add, exp, multiply, namesOf, square, subtract, sum } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import { demandAxes, soleNoise, repeatOver, shapeOf } from "../distribution.js";
import type { Distribution, Noise, Parameter } from "../distribution.js";
import { diagonalFrame } from "../family.js";
import type { Family } from "../family.js";

export const LOG_TWO_PI = Math.log(2 * Math.PI);

/** The parameters of a normal distribution. */
export interface MeanAndLogVar {
  readonly mean: Node;
  /** log σ², the natural logarithm of the variance: not σ, not log σ. */
  readonly logVar: Node;
}

export interface Normal extends Distribution {
  readonly name: "normal";
  readonly parameters: { readonly mean: Parameter; readonly logVar: Parameter };
}

/**
 * Independent normal coordinates over the event axes: N(mean, diag exp(logVar)). The parameters meet by the names of their axes; one scalar logVar serves all.
 *
 * Values and gradients are accurate for σ from 1e-30 to 1e30, that is logVar to ±140, at means to ±1e4; beyond ±350 the divergence of two such may overflow.
 * A draw is a float64 near its mean: of a σ below 1e-16 |mean| nothing is left in it, though its gradients are right.
 *
 * logProb: `normal-density`; sample: `reparameterization`, mean + exp(logVar / 2) · ε; entropy: the mean of −log p, ½ Σ (logVar + log 2π + 1).
 *
 * @throws ShapeError when no parameter has an event axis
 */
export function normal({ mean, logVar }: MeanAndLogVar, event: readonly string[]): Normal {
  const { batchAxes, eventAxes } = shapeOf("normal", [mean, logVar], event);
  const axes = [...batchAxes, ...eventAxes];
  const noise: Noise = { law: "standard normal", axes };
  const all = (node: Node): Node => repeatOver(node, axes);
  return {
    name: "normal",
    parameters: {
      mean: { node: mean, domain: { kind: "real", modulus: 1e4 } },
      logVar: { node: logVar, domain: { kind: "real", modulus: 140 } },
    },
    support: { kind: "real", modulus: 1e4 },
    batchAxes,
    eventAxes,
    logProb: (x) => {
      demandAxes("normal.logProb", "the outcome", x, eventAxes);
      const standardized = multiply(subtract(x, mean), exp(multiply(logVar, -1 / 2)));
      return sum(multiply(add(add(square(standardized), logVar), LOG_TWO_PI), -1 / 2), event);
    },
    noise: [noise],
    reparameterized: true,
    sample: (...given) => add(mean, multiply(exp(multiply(logVar, 1 / 2)), soleNoise("normal", noise, given))),
    mean: () => all(mean),
    variance: () => all(exp(logVar)),
    entropy: () => sum(multiply(add(all(logVar), LOG_TWO_PI + 1), 1 / 2), event),
  };
}

export const family: Family<Normal> = {
  build: (parameter, event) =>
    normal({ mean: parameter("mean", { event: true }), logVar: parameter("logVar", { event: true }) }, namesOf(event)),
  independent: true,
  frame: (valuesOf) =>
    diagonalFrame(
      [...valuesOf("mean").values],
      [...valuesOf("logVar").values].map((logVar) => Math.exp(logVar / 2)),
    ),
};
