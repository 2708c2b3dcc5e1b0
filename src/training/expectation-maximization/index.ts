export { dequantized, LEVELS, LEVEL_VARIANCE } from "./dequantized.js";
export { averageLogLikelihood, responsibilities } from "./evaluate.js";
export { fitGaussianMixture, MixtureError, MOST_FULL_DIMENSIONS } from "./fit.js";
export type { FittedMixture, MixtureProgress, MixtureSettings } from "./fit.js";
export { arraysOf, shapeOf } from "./parameters.js";
export type { MixtureParameters, MixtureShape } from "./parameters.js";
export { pointsOf } from "./points.js";
export type { Points } from "./points.js";
export { sampleMixture } from "./sample.js";
