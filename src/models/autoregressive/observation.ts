import { add, axis, clamp, expand, multiply, negate, pad, positions, slice, split, sum } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import { bernoulli, bernoulliCrossEntropy, categorical, discretizedLogisticMixture } from "../../probability/index.js";
import type { Distribution } from "../../probability/index.js";
import { lines } from "../provenance.js";
import type { Provenance } from "../provenance.js";

/**
 * What a network's numbers say of one value of an image, a level from 0 to levels − 1: the logit of a bit, a logit for each level, or a mixture of logistic
 * variables rounded to levels (Salimans et al.: PixelCNN++, ICLR 2017).
 */
export type ObservationSettings =
  | { readonly kind: "bernoulli" }
  | { readonly kind: "categorical"; readonly levels: number }
  | { readonly kind: "discretized-logistic"; readonly levels: number; readonly components: number };

/** The distributions of single values, each given what comes before it. */
export interface Observation {
  /** Over the axes of an image, none of which is an event axis: every value has its own. */
  readonly conditionals: Distribution;
  /** log p of each level of each value up to a constant, over the axes of an image and `level`. */
  readonly logits: Node;
  /** log p of each value in nats, over the axes of an image. */
  readonly logConditionals: (images: Node) => Node;
  /** The line of the derivation that says what is summed for a value: the cross-entropy of a bit, else −log p of its level as maximum likelihood has it. */
  readonly derivation: Provenance;
}

export function levelsOf(settings: ObservationSettings): number {
  return settings.kind === "bernoulli" ? 2 : settings.levels;
}

/** How many numbers a network gives for each value. */
export function numbersPerValue(settings: ObservationSettings): number {
  switch (settings.kind) {
    case "bernoulli":
      return 1;
    case "categorical":
      return settings.levels;
    case "discretized-logistic":
      return 3 * settings.components;
  }
}

/** Least log s of a logistic variable, of values from −1 to 1. */
const LEAST_LOG_SCALE = -7;
const MOST_LOG_SCALE = 7;

/** @param output the numbers of all values of a pixel, colour by colour, along the axis `over` */
export function observation(settings: ObservationSettings, output: Node, over: string, colours: number): Observation {
  const channel = axis("channel", colours);
  switch (settings.kind) {
    case "bernoulli": {
      const logits = split(output, over, [channel]);
      return {
        conditionals: bernoulli({ logits }, []),
        logits: pad(expand(logits, axis("level", 1)), "level", 1, 0),
        logConditionals: (images) => negate(bernoulliCrossEntropy(images, logits, [])),
        derivation: lines.crossEntropy,
      };
    }
    case "categorical": {
      const logits = split(output, over, [channel, axis("level", settings.levels)]);
      const conditionals = categorical({ logits }, "level", []);
      return { conditionals, logits, logConditionals: conditionals.logProb, derivation: lines.maximumLikelihood };
    }
    case "discretized-logistic": {
      const numbers = split(output, over, [channel, axis("number", 3), axis("component", settings.components)]);
      const number = (i: number): Node => sum(slice(numbers, "number", i, i + 1), ["number"]);
      const half = (settings.levels - 1) / 2;
      const conditionals = discretizedLogisticMixture(
        {
          logits: number(0),
          mean: multiply(add(number(1), 1), half),
          logScale: add(clamp(number(2), LEAST_LOG_SCALE, MOST_LOG_SCALE), Math.log(half)),
        },
        "component",
        settings.levels,
        [],
      );
      const logits = conditionals.logProb(positions(axis("level", settings.levels)));
      return { conditionals, logits, logConditionals: conditionals.logProb, derivation: lines.maximumLikelihood };
    }
  }
}
