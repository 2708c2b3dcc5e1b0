import type { StoredTensor } from "../runs/checkpoint.js";
import type { MixtureConfiguration } from "../training/configuration.js";
import { evaluateMixture, mixtureCodes } from "../training/mixture/evaluation.js";
import { densityProgram, mixtureTensors } from "../training/mixture/export.js";
import { drawnFromMixture } from "../training/mixture/pictures.js";
import { storedMixture } from "../training/mixture/state.js";
import { shapeOfRun } from "../training/mixture/train.js";
import { RequestError } from "./errors.js";
import { mixtureResults } from "./mixture-results.js";
import type { TrainedModel } from "./trained-model.js";

/** A Gaussian mixture: its codes are the responsibilities of its components. @throws RunError when the checkpoint is of another model */
export function trainedMixture(
  { settings, data }: MixtureConfiguration,
  tensors: ReadonlyMap<string, StoredTensor>,
): TrainedModel {
  const { shape } = data;
  const parameters = storedMixture(tensors, shapeOfRun(settings, shape));
  return {
    classes: 0,
    withoutBound: "log p(x) of a gmm is known in closed form",
    preparation: ["dequantization", "uniform"],
    drawn: "draws from p(x)",
    pixelwise: null,
    measure: async (engine, dataset, { seed }) =>
      mixtureResults(await evaluateMixture(engine, dataset, parameters, seed), shape, dataset.split),
    draw: async (engine, count, { seed }) => await drawnFromMixture(engine, parameters, count, seed),
    encode: async (engine, dataset, seed) => await mixtureCodes(engine, dataset, parameters, seed),
    parameters: () => mixtureTensors(parameters, shape),
    programs: () => {
      if (parameters.covariance === "full")
        throw new RequestError("--format onnx: is not offered for full covariances: use --format safetensors");
      return { "density.onnx": densityProgram(parameters, shape) };
    },
  };
}
