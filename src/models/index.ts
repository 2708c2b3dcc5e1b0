export { Build, IMAGE } from "./build.js";
export type { Examples } from "./build.js";
export type { Likelihood, LikelihoodSettings } from "./likelihood.js";
export type { AutoregressiveModel, CodedModel, LatentVariableModel, Loss, Model, Term } from "./model.js";
export { imageAxes } from "./image.js";
export type { ImageSize } from "./image.js";
export { lines } from "./provenance.js";
export type { Provenance } from "./provenance.js";
export { levelsOf, stepNames } from "./autoregressive/index.js";
export type { ObservationSettings, PixelReader, PixelSteps, Reader, RowReader, Store } from "./autoregressive/index.js";
export { autoregressiveOf, codedOf, isAutoregressive, modelOf } from "./settings.js";
export type {
  AutoregressiveOfSettings,
  AutoregressiveSettings,
  CodedOfSettings,
  CodedSettings,
  ModelKind,
  ModelSettings,
  NetworkSettings,
  OfSettings,
} from "./settings.js";
