import type { Axes } from "../tensor/index.js";
import { autoEncoder } from "./auto-encoder.js";
import { diagonalBiLstmModel, gatedPixelCnn, pixelCnn, rowLstmModel } from "./autoregressive/index.js";
import type { PixelCnnSettings } from "./autoregressive/index.js";
import type { LikelihoodSettings } from "./likelihood.js";
import type { AutoregressiveModel, CodedModel, LatentVariableModel, Model, Network } from "./model.js";
import { convolutional } from "./networks/convolutional.js";
import type { ConvolutionalSettings } from "./networks/convolutional.js";
import { imageAxes } from "./image.js";
import type { ImageSize } from "./image.js";
import { mlp } from "./networks/mlp.js";
import type { MlpSettings } from "./networks/mlp.js";
import { vae } from "./vae.js";

export type NetworkSettings = MlpSettings | ConvolutionalSettings;

interface Coding {
  readonly network: NetworkSettings;
  readonly latentDimensions: number;
  readonly likelihood: LikelihoodSettings;
}

/** All that tells one model that gives codes from another, as it is written to a run's configuration. */
export type CodedSettings =
  | (Coding & { readonly kind: "auto-encoder" })
  | (Coding & { readonly kind: "vae"; readonly beta: number })
  | (Coding & { readonly kind: "conditional-vae"; readonly beta: number; readonly classes: number });

/** The same of a model that says each value given those before it. */
export type AutoregressiveSettings = PixelCnnSettings & { readonly kind: keyof typeof AUTOREGRESSIVE };

export type ModelSettings = CodedSettings | AutoregressiveSettings;

export type ModelKind = ModelSettings["kind"];

const AUTOREGRESSIVE = {
  pixelcnn: pixelCnn,
  "gated-pixelcnn": gatedPixelCnn,
  "row-lstm": rowLstmModel,
  "diagonal-bilstm": diagonalBiLstmModel,
} as const;

export function isAutoregressive(settings: ModelSettings): settings is AutoregressiveSettings {
  return Object.hasOwn(AUTOREGRESSIVE, settings.kind);
}

function networkOf(image: Axes, settings: NetworkSettings): Network {
  switch (settings.kind) {
    case "mlp":
      return mlp(image, settings);
    case "convolutional":
      return convolutional(image, settings);
  }
}

/** A model of images of one size. */
export type OfSettings = CodedOfSettings | AutoregressiveOfSettings;

interface Trainable {
  readonly model: Model;
  /** The classes that it sees: 0 for none. */
  readonly classes: number;
}

/** `latentVariable` is the same model where it bounds log p(x), else null. */
export interface CodedOfSettings extends Trainable {
  readonly family: "coded";
  readonly model: CodedModel;
  readonly latentVariable: LatentVariableModel | null;
}

export interface AutoregressiveOfSettings extends Trainable {
  readonly family: "autoregressive";
  readonly model: AutoregressiveModel;
}

export function modelOf(settings: ModelSettings, image: ImageSize): OfSettings {
  return isAutoregressive(settings) ? autoregressiveOf(settings, image) : codedOf(settings, image);
}

/** @throws RangeError when the features do not divide into the colours */
export function autoregressiveOf(settings: AutoregressiveSettings, image: ImageSize): AutoregressiveOfSettings {
  return { family: "autoregressive", model: AUTOREGRESSIVE[settings.kind](settings, image), classes: settings.classes };
}

export function codedOf(settings: CodedSettings, image: ImageSize): CodedOfSettings {
  const network = networkOf(imageAxes(image), settings.network);
  const family = "coded";
  switch (settings.kind) {
    case "auto-encoder":
      return { family, model: autoEncoder({ ...settings, network }), latentVariable: null, classes: 0 };
    case "vae": {
      const model = vae({ ...settings, network, classes: 0 });
      return { family, model, latentVariable: model, classes: 0 };
    }
    case "conditional-vae": {
      const model = vae({ ...settings, network });
      return { family, model, latentVariable: model, classes: settings.classes };
    }
  }
}
