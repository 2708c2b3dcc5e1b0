export { convolution, transposedConvolution } from "./convolution.js";
export { dense } from "./dense.js";
export { convolvedWith, maskedConvolution, maskedKernel } from "./masked-convolution.js";
export type { MaskedConvolutionOptions } from "./masked-convolution.js";
export { Parameters, ZERO } from "./parameters.js";
export type { Initial, Parameter } from "./parameters.js";
