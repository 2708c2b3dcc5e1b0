import { chainRuleLogLikelihood } from "../../probability/index.js";
import { negate } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import { IMAGE } from "../build.js";
import type { Build, Examples } from "../build.js";
import type { AutoregressiveModel } from "../model.js";
import { lines } from "../provenance.js";
import { levelsOf, observation } from "./observation.js";
import type { Observation, ObservationSettings } from "./observation.js";

/** The axis of all numbers that a network gives for a pixel, those of one colour after those of the one before. */
export const OUTPUT = "output";

/** A network as a model: from images, at each pixel, to the numbers of its values' distributions along the axis `OUTPUT`. */
export function autoregressive(
  observed: ObservationSettings,
  colours: number,
  network: (build: Build, examples: Examples) => Node,
): AutoregressiveModel {
  const observe = (build: Build, examples: Examples): Observation =>
    observation(observed, network(build, examples), OUTPUT, colours);
  const logProb = (own: Observation, { images }: Examples): Node => chainRuleLogLikelihood(own.logConditionals(images), IMAGE);
  return {
    levels: levelsOf(observed),
    conditionals: (build, examples) => observe(build, examples).conditionals,
    logProb: (build, examples) => logProb(observe(build, examples), examples),
    loss: (build, examples) => {
      const own = observe(build, examples);
      return {
        nll: { value: negate(logProb(own, examples)), weight: 1, annealed: false, derivation: [lines.chainRule, own.derivation] },
      };
    },
  };
}
