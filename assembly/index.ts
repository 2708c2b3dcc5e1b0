/**
 * The numeric kernels of training: loops over float32 values in an imported memory that the caller lays out. An address is in bytes and a `count` in values.
 * A kernel writes its ranges and nothing beside them. Ranges that it writes do not overlap others.
 *
 * Same input, same bytes out, on any machine: no relaxed SIMD, no fused multiplication and addition, and sums in a fixed order.
 */
export { adam } from "./adam";
export { greyLevels, binarize } from "./pixels";
export { movingAverage } from "./average";
export { fillNormal } from "./normal";
export { descend, descendWithMomentum } from "./descent";
export { sumOfSquares } from "./sum-of-squares";
export { fillUniform } from "./uniform";
export { fillWords } from "./philox";
