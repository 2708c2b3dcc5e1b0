export { convolution, transposedConvolution } from "./convolution.js";
export { dense } from "./dense.js";
export { Parameters, ZERO } from "./parameters.js";
export type { Initial, Parameter } from "./parameters.js";
