import { chainRuleLogLikelihood } from "../../probability/index.js";
import { negate, program, reorder, sum } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import { IMAGE } from "../build.js";
import type { Build, Examples } from "../build.js";
import type { ImageSize } from "../image.js";
import type { AutoregressiveModel } from "../model.js";
import { conditionOf } from "../networks/condition.js";
import { lines } from "../provenance.js";
import { centred, FEATURES } from "./input.js";
import { levelsOf, observation } from "./observation.js";
import type { Observation, ObservationSettings } from "./observation.js";
import type { PixelNetwork } from "./sight.js";
import { StepwiseSight } from "./stepwise.js";
import { stepNames } from "./steps.js";
import { wholeSight } from "./whole.js";

interface Parts {
  /** For messages. */
  readonly name: string;
  readonly observation: ObservationSettings;
  readonly classes: number;
  readonly image: ImageSize;
  readonly network: PixelNetwork;
}

/** A network as a model. */
export function autoregressive({ name, observation: observed, classes, image, network }: Parts): AutoregressiveModel {
  const levels = levelsOf(observed);
  const observe = ({ parameters }: Build, examples: Examples): Observation => {
    const sight = wholeSight(centred(examples, levels), conditionOf(name, examples.labels, classes));
    return observation(observed, network(sight, parameters), FEATURES, image.channels);
  };
  const logProb = (own: Observation, { images }: Examples): Node => chainRuleLogLikelihood(own.logConditionals(images), IMAGE);
  return {
    levels,
    conditionals: (build, examples) => observe(build, examples).conditionals,
    logits: (build, examples) => observe(build, examples).logits,
    logConditionals: (build, examples) => observe(build, examples).logConditionals(examples.images),
    logProb: (build, examples) => logProb(observe(build, examples), examples),
    loss: (build, examples) => {
      const own = observe(build, examples);
      return {
        nll: { value: negate(logProb(own, examples)), weight: 1, annealed: false, derivation: [lines.chainRule, own.derivation] },
      };
    },
    steps: (parameters, batchSize) => {
      const sight = new StepwiseSight(image, classes, batchSize);
      const { logits } = observation(observed, network(sight, parameters), FEATURES, image.channels);
      const atPixel = reorder(sum(logits, ["height", "width"]), ["batch", "channel", "level"]);
      const { outputs, stores } = sight;
      return {
        levels,
        pixel: program({ [stepNames.logits]: atPixel, ...outputs.pixel }),
        row: Object.keys(outputs.row).length === 0 ? null : program(outputs.row),
        stores,
      };
    },
  };
}
