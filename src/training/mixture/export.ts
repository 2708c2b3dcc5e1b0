import { bytesPerImage } from "../../data/dataset.js";
import { IMAGE, imageAxes } from "../../models/index.js";
import type { ImageSize } from "../../models/index.js";
import { COMPONENT, mixtureDensity } from "../../models/mixture/density.js";
import type { Shaped } from "../../runs/safetensors.js";
import { axis, constant, input, program } from "../../tensor/index.js";
import type { Program } from "../../tensor/index.js";
import type { MixtureParameters } from "../expectation-maximization/index.js";
import { OPEN } from "../export.js";
import { names } from "../programs.js";

/** Weights and means as they are in the density, with variances, or with covariances over the values of an image in their order. */
export function mixtureTensors(parameters: MixtureParameters, image: ImageSize): ReadonlyMap<string, Shaped> {
  const { logits, mean } = parameters;
  const components = logits.length;
  const { channels, height, width } = image;
  const each = [components, channels, height, width];
  const weights: readonly [string, Shaped] = ["weights", { shape: [components], values: weightsOf(logits) }];
  const means: readonly [string, Shaped] = ["means", { shape: each, values: mean }];
  switch (parameters.covariance) {
    case "diagonal":
      return new Map([weights, means, ["variances", { shape: each, values: parameters.logVar.map(Math.exp) }]]);
    case "full": {
      const size = bytesPerImage(image);
      const values = covariancesOf(parameters.choleskyFactor, size);
      return new Map([weights, means, ["covariances", { shape: [components, size, size], values }]]);
    }
  }
}

function weightsOf(logits: Float32Array): Float32Array {
  const most = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const total = logits.reduce((sum, own) => sum + Math.exp(own - most), 0);
  return logits.map((own) => Math.exp(own - most) / total);
}

/** L Lᵀ of each factor. */
function covariancesOf(factors: Float32Array, size: number): Float32Array {
  return factors.map((_, i) => {
    const [row, column] = [Math.floor(i / size), i % size];
    const other = row - (row % size) + column;
    let sum = 0;
    for (let d = 0; d < size; d++) sum += (factors[row * size + d] ?? NaN) * (factors[other * size + d] ?? NaN);
    return sum;
  });
}

/** log p(x) of dequantized images, over any number of them at once, with diagonal covariances as constants. */
export function densityProgram(parameters: Extract<MixtureParameters, { covariance: "diagonal" }>, image: ImageSize): Program {
  const { covariance, logits, mean, logVar } = parameters;
  const component = axis(COMPONENT, logits.length);
  const each = [component, ...imageAxes(image)];
  const nodes = {
    covariance,
    logits: constant([component], logits),
    mean: constant(each, mean),
    logVar: constant(each, logVar),
  };
  // Any size of the batch: it stays open.
  const images = input(names.images, [axis(OPEN, 2), ...imageAxes(image)]);
  return program({ "log-probability": mixtureDensity(nodes, IMAGE).density.logProb(images) });
}
