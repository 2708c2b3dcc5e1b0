export { Build, IMAGE } from "./build.js";
export type { Examples } from "./build.js";
export type { Likelihood, LikelihoodSettings } from "./likelihood.js";
export type { AutoregressiveModel, CodedModel, LatentVariableModel, Loss, Model, Term } from "./model.js";
export { lines } from "./provenance.js";
export type { Provenance } from "./provenance.js";
export { imageAxes, modelOf } from "./settings.js";
export type { ImageSize, ModelKind, ModelSettings, NetworkSettings, OfSettings } from "./settings.js";
