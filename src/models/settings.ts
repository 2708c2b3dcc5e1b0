import { axis } from "../tensor/index.js";
import type { Axes } from "../tensor/index.js";
import { autoEncoder } from "./auto-encoder.js";
import type { LikelihoodSettings } from "./likelihood.js";
import type { CodedModel, LatentVariableModel, Network } from "./model.js";
import { convolutional } from "./networks/convolutional.js";
import type { ConvolutionalSettings } from "./networks/convolutional.js";
import { mlp } from "./networks/mlp.js";
import type { MlpSettings } from "./networks/mlp.js";
import { vae } from "./vae.js";

export type NetworkSettings = MlpSettings | ConvolutionalSettings;

interface Coding {
  readonly network: NetworkSettings;
  readonly latentDimensions: number;
  readonly likelihood: LikelihoodSettings;
}

/** All that tells one model from another, as it is written to a run's configuration. */
export type ModelSettings =
  | (Coding & { readonly kind: "auto-encoder" })
  | (Coding & { readonly kind: "vae"; readonly beta: number })
  | (Coding & { readonly kind: "conditional-vae"; readonly beta: number; readonly classes: number });

export type ModelKind = ModelSettings["kind"];

/** The size of an image. */
export interface ImageSize {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

export function imageAxes({ channels, height, width }: ImageSize): Axes {
  return [axis("channel", channels), axis("height", height), axis("width", width)];
}

function networkOf(image: Axes, settings: NetworkSettings): Network {
  switch (settings.kind) {
    case "mlp":
      return mlp(image, settings);
    case "convolutional":
      return convolutional(image, settings);
  }
}

/** A model of images of one size. `latentVariable` is the same model where it bounds log p(x), else null. */
export interface OfSettings {
  readonly model: CodedModel;
  readonly latentVariable: LatentVariableModel | null;
  /** The classes that it sees: 0 for none. */
  readonly classes: number;
}

export function modelOf(settings: ModelSettings, image: ImageSize): OfSettings {
  const network = networkOf(imageAxes(image), settings.network);
  switch (settings.kind) {
    case "auto-encoder":
      return { model: autoEncoder({ ...settings, network }), latentVariable: null, classes: 0 };
    case "vae": {
      const model = vae({ ...settings, network, classes: 0 });
      return { model, latentVariable: model, classes: 0 };
    }
    case "conditional-vae": {
      const model = vae({ ...settings, network });
      return { model, latentVariable: model, classes: settings.classes };
    }
  }
}
