import { axis, namesOf } from "../tensor/index.js";
import type { Node } from "../tensor/index.js";
import { dense } from "../layers/index.js";
import { klDivergence, normal, standardNormal } from "../probability/index.js";
import type { Normal, StandardNormal } from "../probability/index.js";
import type { Build, Examples } from "./build.js";
import { likelihood } from "./likelihood.js";
import type { LikelihoodSettings } from "./likelihood.js";
import type { LatentVariableModel, Network } from "./model.js";
import { LATENT } from "./networks/code.js";
import { conditionOf } from "./networks/condition.js";
import { lines } from "./provenance.js";

export interface VaeSettings {
  readonly network: Network;
  readonly latentDimensions: number;
  readonly likelihood: LikelihoodSettings;
  /** What the divergence counts: 1 for the evidence lower bound; another number gives the loss of Higgins et al.: β-VAE (ICLR 2017), which bounds nothing below 1. */
  readonly beta: number;
  /** Classes that encoder and decoder see; 0 for none. */
  readonly classes: number;
}

/** A variational autoencoder: its prior is standard normal, its posterior normal with a diagonal covariance. */
export interface Vae extends LatentVariableModel {
  readonly prior: StandardNormal;
  readonly posterior: (build: Build, examples: Examples) => Normal;
}

/**
 * The variational autoencoder (Kingma, Welling: Auto-encoding variational Bayes, ICLR 2014), and with classes the conditional one (Sohn, Lee, Yan: Learning
 * structured output representation using deep conditional generative models, NeurIPS 2015), in which all that follows is given the class.
 */
export function vae({ network, latentDimensions, likelihood: observed, beta, classes }: VaeSettings): Vae {
  const latent = axis(LATENT, latentDimensions);
  const condition = (labels: Node | null): Node | null => conditionOf("vae", labels, classes);

  const prior = standardNormal([latent]);
  const posterior = (build: Build, { images, labels }: Examples): Normal => {
    const { features, over } = network.encode(build, images, condition(labels));
    const head = (name: string): Node => dense(build.parameters.within(name), features, [over.name], latent);
    return normal({ mean: head("mean"), logVar: head("logVar") }, namesOf([latent]));
  };
  const decode: Vae["decode"] = (build, z, labels) =>
    likelihood(build.parameters, observed, network.decode(build, z, condition(labels)));

  return {
    prior,
    posterior,
    decode,
    code: [latent],
    encode: (build, examples) => posterior(build, examples).parameters.mean.node,
    loss: (build, examples) => {
      const q = posterior(build, examples);
      const z = q.sample(...q.noise.map((noise) => build.noise("noise", noise)));
      const p = decode(build, z, examples.labels);
      return {
        reconstruction: {
          value: p.nll(examples.images),
          weight: 1,
          annealed: false,
          derivation: [lines.bound, lines.reparameterization, p.derivation],
        },
        kl: { value: klDivergence(q, prior), weight: beta, annealed: true, derivation: [lines.bound, lines.divergence] },
      };
    },
  };
}
