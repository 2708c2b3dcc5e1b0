import { codedOf } from "../models/index.js";
import type { CodedSettings } from "../models/index.js";
import type { StoredTensor } from "../runs/checkpoint.js";
import type { Engine } from "../tensor/engines/engine.js";
import { Coder } from "../training/coding.js";
import type { Configuration } from "../training/configuration.js";
import { evaluateBound, Evaluator } from "../training/evaluation.js";
import { exported } from "../training/export.js";
import { drawnImages } from "../training/pictures.js";
import { showingOf } from "../training/showing.js";
import { evaluatedParameters } from "../training/trainer.js";
import { boundResult, resultsOf } from "./results.js";
import { shapedParameters } from "./trained-model.js";
import type { TrainedModel } from "./trained-model.js";

/** An auto-encoder, variational or plain. @throws RunError when the checkpoint is of another model */
export function trainedCoder(
  own: CodedSettings,
  { settings, data }: Configuration,
  tensors: ReadonlyMap<string, StoredTensor>,
): TrainedModel {
  const { shape } = data;
  const model = codedOf(own, shape);
  const parameters = evaluatedParameters(tensors, model, shape, settings.training);
  const withCoder = async <T>(engine: Engine, act: (coder: Coder) => Promise<T>): Promise<T> => {
    const coder = await Coder.open(engine, model, shape, parameters);
    try {
      return await act(coder);
    } finally {
      await coder.close();
    }
  };
  return {
    classes: model.classes,
    withoutBound: model.latentVariable === null ? `the ${settings.model.kind} bounds no likelihood` : null,
    preparation: ["binarization", settings.data.binarization],
    drawn: "means of p(x|z) at codes from N(0, I)",
    pixelwise: null,
    measure: async (engine, dataset, { seed, samples, onExample }) => {
      const showing = showingOf(settings, dataset.split, seed);
      const evaluator = await Evaluator.open(engine, model, shape, parameters);
      try {
        const { ground, rows } = resultsOf(await evaluator.evaluate(dataset, showing), settings, shape, dataset.split);
        if (samples === null) return { ground, rows };
        const bound = await evaluateBound(engine, model, shape, parameters, dataset, showing, samples, onExample);
        return { ground, rows: bound === null ? rows : [...rows, boundResult(bound, settings)] };
      } finally {
        await evaluator.close();
      }
    },
    draw: async (engine, count, { seed, label }) =>
      await withCoder(engine, async (coder) => drawnImages(coder, count, seed, label)),
    encode: async (engine, dataset, seed) =>
      await withCoder(engine, async (coder) => coder.encode(dataset, dataset.count, showingOf(settings, "codes", seed))),
    parameters: () => shapedParameters(model, shape, parameters),
    programs: () => {
      const { encoder, decoder } = exported(model, shape, parameters);
      return { "encoder.onnx": encoder, "decoder.onnx": decoder };
    },
  };
}
