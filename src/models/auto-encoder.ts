import { axis } from "../tensor/index.js";
import { dense } from "../layers/index.js";
import type { Build, Examples } from "./build.js";
import { likelihood } from "./likelihood.js";
import type { LikelihoodSettings } from "./likelihood.js";
import type { CodedModel, Network } from "./model.js";
import { LATENT } from "./networks/code.js";
import { lines } from "./provenance.js";
import type { Node } from "../tensor/index.js";

export interface AutoEncoderSettings {
  readonly network: Network;
  readonly latentDimensions: number;
  readonly likelihood: LikelihoodSettings;
}

/**
 * The plain auto-encoder: the code is a function of the image, and nothing says how codes are distributed. It has no prior and no likelihood of images, only
 * p(x|z) at the code of x; drawing codes from N(0, I) samples nothing that it learned.
 */
export function autoEncoder({ network, latentDimensions, likelihood: observed }: AutoEncoderSettings): CodedModel {
  const latent = axis(LATENT, latentDimensions);
  const encode = (build: Build, { images }: Examples): Node => {
    const { features, over } = network.encode(build, images, null);
    return dense(build.parameters.within("code"), features, [over.name], latent);
  };
  const decode: CodedModel["decode"] = (build, z) => likelihood(build.parameters, observed, network.decode(build, z, null));
  return {
    code: [latent],
    encode,
    decode,
    loss: (build, examples) => {
      const p = decode(build, encode(build, examples), null);
      return {
        reconstruction: {
          value: p.nll(examples.images),
          weight: 1,
          annealed: false,
          derivation: [lines.maximumLikelihood, p.derivation],
        },
      };
    },
  };
}
