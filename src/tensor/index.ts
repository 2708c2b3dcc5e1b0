/**
 * Tensors with named axes: functions that build a graph, the gradients of graphs, and the engine that says what they mean.
 *
 * ```ts
 * const [batch, pixel, unit] = [axis("batch", 2), axis("pixel", 3), axis("unit", 2)];
 * const x = input("x", [batch, pixel]);
 * const weights = input("weights", [pixel, unit]);
 * const hidden = tanh(contract(x, weights, ["pixel"])); //      over batch and unit
 * const loss = mean(sum(square(hidden), ["unit"]), ["batch"]); // a scalar: every axis was named
 * const [gradient] = gradients(loss, [weights]); //              a graph over pixel and unit
 * evaluate({ loss, gradient }, { x: tensor([batch, pixel], [1, 0, 2, 0, 1, 1]), weights: tensor([pixel, unit], [1, 0, 0, 1, 1, 1]) });
 * ```
 *
 * Whatever does not fit is a `ShapeError` when the graph is built.
 */

export { axis, axesText, elements, freshName, namesOf } from "./graph/axes.js";
export type { Axes, Axis } from "./graph/axes.js";
export { contract } from "./graph/contract.js";
export { conv2d, conv2dKernel, conv2dTranspose } from "./graph/convolution.js";
export type { SizedConvolutionOptions } from "./graph/convolution.js";
export type { Channels, Convolution, ConvolutionOptions, Extent, Padding } from "./graph/convolution-geometry.js";
export {
  abs,
  add,
  clamp,
  divide,
  equal,
  erf,
  exp,
  expm1,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  log1p,
  logSigmoid,
  maximum,
  minimum,
  multiply,
  negate,
  reciprocal,
  relu,
  select,
  sigmoid,
  sign,
  softplus,
  sqrt,
  square,
  subtract,
  tanh,
} from "./graph/elementwise.js";
export type { Operand } from "./graph/elementwise.js";
export { gather, oneHot } from "./graph/gather.js";
export { cholesky, lowerTriangle, triangularSolve } from "./graph/linear-algebra.js";
export type { TriangularOptions } from "./graph/linear-algebra.js";
export { concat, expand, merge, pad, rename, reorder, reverse, slice, split } from "./graph/moves.js";
export type { Kind, Loop, LoopResult, Node, NodeOf } from "./graph/node.js";
export { inOrder } from "./graph/order.js";
export { program } from "./graph/program.js";
export type { Program } from "./graph/program.js";
export { logSoftmax, logSumExp, max, mean, softmax, sum } from "./graph/reductions.js";
export { scan } from "./graph/scan.js";
export type { Scan, Step } from "./graph/scan.js";
export { ShapeError } from "./graph/shape-error.js";
export { constant, fill, input, positions, scalar } from "./graph/sources.js";
export { compile, evaluate } from "./engines/reference/engine.js";
export { gradients } from "./gradients/gradients.js";
export { tensor } from "./tensor.js";
export type { Tensor } from "./tensor.js";
