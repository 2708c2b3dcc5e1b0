import { autoregressiveOf } from "../models/index.js";
import type { AutoregressiveSettings } from "../models/index.js";
import type { StoredTensor } from "../runs/checkpoint.js";
import type { Engine } from "../tensor/engines/engine.js";
import type { Configuration } from "../training/configuration.js";
import { Evaluator } from "../training/evaluation.js";
import { exportedLikelihood } from "../training/export.js";
import { COLUMNS, labelsInColumns } from "../training/pictures.js";
import { asGreyLevels, drawPixels } from "../training/pixelwise.js";
import type { Pixelwise } from "../training/pixelwise.js";
import { showingOf } from "../training/showing.js";
import { evaluatedParameters } from "../training/trainer.js";
import { RequestError } from "./errors.js";
import { resultsOf } from "./results.js";
import { shapedParameters } from "./trained-model.js";
import type { TrainedModel } from "./trained-model.js";

/** A model that says each value of an image given those before it. @throws RunError when the checkpoint is of another model */
export function trainedAutoregressive(
  own: AutoregressiveSettings,
  { settings, data }: Configuration,
  tensors: ReadonlyMap<string, StoredTensor>,
): TrainedModel {
  const { shape } = data;
  const model = autoregressiveOf(own, shape);
  const parameters = evaluatedParameters(tensors, model, shape, settings.training);
  const on = (engine: Engine): Pixelwise => ({ engine, model, image: shape, parameters });
  return {
    classes: model.classes,
    withoutBound: `log p(x) of a ${own.kind} is known exactly`,
    preparation: ["binarization", settings.data.binarization],
    drawn: model.classes === 0 ? "draws from p(x), value by value" : "draws from p(x|class), value by value",
    pixelwise: { on, showing: (use, seed) => showingOf(settings, use, seed) },
    measure: async (engine, dataset, { seed, onExample }) => {
      const evaluator = await Evaluator.open(engine, model, shape, parameters);
      try {
        const evaluation = await evaluator.evaluate(dataset, showingOf(settings, dataset.split, seed), onExample);
        return resultsOf(evaluation, settings, shape, dataset.split);
      } finally {
        await evaluator.close();
      }
    },
    draw: async (engine, count, { seed, label }) => {
      const labels = labelsInColumns(count, model.classes, label);
      const { images } = await drawPixels(on(engine), count, { seed, labels });
      return { images: asGreyLevels(images, model), count, columns: COLUMNS };
    },
    encode: () => {
      throw new RequestError(`a ${own.kind} gives images no codes: name a run of a model that does`);
    },
    parameters: () => shapedParameters(model, shape, parameters),
    programs: () => {
      if (own.kind === "row-lstm" || own.kind === "diagonal-bilstm")
        throw new RequestError(`--format onnx: is not offered for a ${own.kind}: use --format safetensors`);
      return { "likelihood.onnx": exportedLikelihood(model, shape, parameters) };
    },
  };
}
