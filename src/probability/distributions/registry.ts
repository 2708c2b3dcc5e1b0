// Every family by its name: one line each. The contract tests run over this table, and `Families` has its types from it.

export { family as bernoulli } from "./bernoulli.js";
export { family as categorical } from "./categorical.js";
export { family as discretizedLogistic } from "./discretized-logistic.js";
export { family as discretizedLogisticMixture } from "./discretized-logistic-mixture.js";
export { family as gaussianMixture } from "./gaussian-mixture.js";
export { family as multivariateNormal } from "./multivariate-normal.js";
export { family as normal } from "./normal.js";
export { family as standardNormal } from "./standard-normal.js";
