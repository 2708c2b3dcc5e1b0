import { axis, contract, exp, logSoftmax, negate } from "../tensor/index.js";
import type { Axes } from "../tensor/index.js";
import { klCategorical, normal, normalNll } from "../probability/index.js";
import type { Categorical } from "../probability/index.js";
import { meanOver } from "../probability/distributions/categorical.js";
import { ZERO } from "../layers/index.js";
import { IMAGE } from "./build.js";
import type { Build, Examples } from "./build.js";
import { COMPONENT, mixtureDensity } from "./mixture/density.js";
import type { MixtureDensity, MixtureNodes } from "./mixture/density.js";
import type { CodedModel } from "./model.js";
import { lines } from "./provenance.js";
import type { Provenance } from "./provenance.js";

export interface GaussianMixtureSettings {
  readonly image: Axes;
  readonly components: number;
}

/** The finite counterpart of a variational autoencoder: its code z is 1 at one component and 0 at the others, so that all codes can be summed over. */
export interface GaussianMixtureModel extends CodedModel {
  /** p(c), p(x|c), p(x) and p(c|x). */
  readonly density: (build: Build) => MixtureDensity;
  /** q(c|x): the model's own p(c|x). */
  readonly posterior: (build: Build, examples: Examples) => Categorical;
}

/** Each component answers for a point in proportion to its weight and its density there. */
export const responsibilityLine: Provenance = {
  file: "derivations/gaussian-mixture.md",
  formula: String.raw`p(c|x) = \frac{p(c)\, p(x|c)}{p(x)} = \frac{p(c)\, p(x|c)}{\sum_{c'} p(c')\, p(x|c')}`,
};

/**
 * A mixture of normal densities of images with diagonal covariances: `gaussian-mixture`. It is a density of continuous values: for grey levels it says
 * something only if they are dequantized.
 *
 * Its loss is −log p(x), written as a variational autoencoder's with the exact posterior, where the bound is tight: `elbo-evidence`. Codes are the posterior's
 * means, p(c|x); from one that is no corner, `decode` makes a normal density with the mean parameters.
 */
export function gaussianMixtureModel({ image, components }: GaussianMixtureSettings): GaussianMixtureModel {
  const component = axis(COMPONENT, components);
  const nodes = ({ parameters }: Build): Extract<MixtureNodes, { covariance: "diagonal" }> => ({
    covariance: "diagonal",
    logits: parameters.declare("logits", [component], ZERO),
    mean: parameters.declare("mean", [component, ...image], { law: "uniform", bound: 1 }),
    logVar: parameters.declare("logVar", [component, ...image], ZERO),
  });
  const density = (build: Build): MixtureDensity => mixtureDensity(nodes(build), IMAGE);
  const posterior = (build: Build, { images }: Examples): Categorical => density(build).posterior(images);
  return {
    density,
    posterior,
    code: [component],
    encode: (build, examples) => exp(logSoftmax(posterior(build, examples).parameters.logits.node, COMPONENT)),
    decode: (build, z) => {
      const { mean, logVar } = nodes(build);
      const chosen = { mean: contract(z, mean, [COMPONENT]), logVar: contract(z, logVar, [COMPONENT]) };
      return {
        distribution: normal(chosen, IMAGE),
        nll: (images) => normalNll(images, chosen, IMAGE),
        derivation: lines.normalLikelihood,
      };
    },
    loss: (build, examples) => {
      const { prior, components: p } = density(build);
      const { logits } = posterior(build, examples).parameters;
      const logPosterior = logSoftmax(logits.node, COMPONENT);
      return {
        reconstruction: {
          value: negate(meanOver(logPosterior, p.logProb(examples.images), [COMPONENT])),
          weight: 1,
          annealed: false,
          derivation: [lines.bound, responsibilityLine, lines.normalLikelihood],
        },
        kl: {
          value: klCategorical({ logits: logits.node }, { logits: prior.parameters.logits.node }, COMPONENT, []),
          weight: 1,
          annealed: false,
          derivation: [lines.bound, responsibilityLine],
        },
      };
    },
  };
}
