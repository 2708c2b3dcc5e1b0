import type { Dataset } from "../data/dataset.js";
import type { OfSettings } from "../models/index.js";
import type { Arrays, Engine } from "../tensor/engines/engine.js";
import { Coder } from "./coding.js";
import type { Configuration } from "./configuration.js";
import { makePixelPictures } from "./pixel-pictures.js";
import { makePictures } from "./report.js";
import type { Made } from "./report.js";
import { showingOf } from "./showing.js";

interface Trained {
  readonly engine: Engine;
  readonly parameters: Arrays;
  readonly configuration: Configuration;
  readonly test: Dataset;
}

/** The pictures of a model as it stands, whatever it is. */
export async function picturesOf(model: OfSettings, trained: Trained): Promise<readonly Made[]> {
  const { engine, parameters, configuration, test } = trained;
  switch (model.family) {
    case "coded": {
      const coder = await Coder.open(engine, model, configuration.data.shape, parameters);
      try {
        return await makePictures(coder, configuration, test, showingOf(configuration.settings, "pictures"));
      } finally {
        await coder.close();
      }
    }
    case "autoregressive": {
      const { settings, data } = configuration;
      const own = { engine, model, image: data.shape, parameters };
      return await makePixelPictures(own, test, showingOf(settings, "pictures"), settings.seed);
    }
  }
}
