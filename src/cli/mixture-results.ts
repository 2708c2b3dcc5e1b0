import type { ImageSize } from "../models/index.js";
import { bytesPerImage } from "../data/dataset.js";
import type { MixtureEvaluation } from "../training/mixture/evaluation.js";
import type { Results } from "./results.js";

/** What stands beside every result of a mixture: likelihoods of other points do not compare. */
export const DEQUANTIZED = "dequantized uniformly to [0, 1)^D";

/** What an evaluation says, each number with what it is. */
export function mixtureResults(
  { examples, logLikelihood, bitsPerDim }: MixtureEvaluation,
  image: ImageSize,
  split: string,
): Results {
  const dimensions = bytesPerImage(image);
  return {
    ground: `means over the ${split} split, ${examples} images, ${DEQUANTIZED}`,
    rows: [
      {
        name: "log-likelihood",
        value: `${logLikelihood.toFixed(3)} nats`,
        definition: "log p(x), in closed form, of x = (level + u) / 256 with u uniform in [0, 1): a density, which may exceed 1",
      },
      {
        name: "bits per dimension",
        value: bitsPerDim.toFixed(4),
        definition: `8 minus the log-likelihood over ${dimensions} log 2: at least that of the grey levels themselves`,
      },
    ],
  };
}
