import { scalar } from "../tensor/index.js";
import type { Node } from "../tensor/index.js";
import { bernoulli, bernoulliCrossEntropy, normal, normalNll } from "../probability/index.js";
import type { Distribution } from "../probability/index.js";
import { ZERO } from "../layers/index.js";
import type { Parameters } from "../layers/index.js";
import { IMAGE } from "./build.js";
import { lines } from "./provenance.js";
import type { Provenance } from "./provenance.js";

/**
 * What a decoder's numbers, one for each value of an image, say of it: the logits of independent zeros and ones, or the means of independent normal values
 * with one variance, fixed as log σ² or learned.
 */
export type LikelihoodSettings =
  { readonly kind: "bernoulli" } | { readonly kind: "gaussian"; readonly logVar: number | "learned" };

/** p(x|z) of images. */
export interface Likelihood {
  readonly distribution: Distribution;
  /** −log p(x|z) in nats over what the image's axes leave; for logits and grey levels the cross-entropy of these. */
  readonly nll: (images: Node) => Node;
  /** The line of the derivation that `nll` is. */
  readonly derivation: Provenance;
}

export function likelihood(parameters: Parameters, settings: LikelihoodSettings, output: Node): Likelihood {
  switch (settings.kind) {
    case "bernoulli":
      return {
        distribution: bernoulli({ logits: output }, IMAGE),
        nll: (images) => bernoulliCrossEntropy(images, output, IMAGE),
        derivation: lines.crossEntropy,
      };
    case "gaussian": {
      const logVar = settings.logVar === "learned" ? parameters.declare("logVar", [], ZERO) : scalar(settings.logVar);
      return {
        distribution: normal({ mean: output, logVar }, IMAGE),
        nll: (images) => normalNll(images, { mean: output, logVar }, IMAGE),
        derivation: lines.normalLikelihood,
      };
    }
  }
}
