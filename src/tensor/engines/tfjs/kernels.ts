import type { Kind } from "../../graph/node.js";
import { contract } from "./contract.js";
import { conv2d, conv2dKernel, conv2dTranspose } from "./convolution.js";
import { binary, clamp, comparison, maximum, select, sign, softplus, unary } from "./elementwise.js";
import { gather } from "./gather.js";
import type { KernelOf } from "./kernel.js";
import { sizesOf } from "./layout.js";
import { cholesky, triangularSolve } from "./linear-algebra.js";
import { concat, expand, pad, reorder, reshape, reverse, slice } from "./moves.js";
import { logSoftmax, logSumExp, max, sum } from "./reductions.js";

/** The kinds whose value is made of their operands' values alone, one node at a time. */
export type ComputedKind = Exclude<Kind, "input" | "parameter" | "scan">;

export const kernels: { readonly [K in ComputedKind]: KernelOf<K> } = {
  constant: (tf, { axes, values }) => {
    const [single, sizes] = [Float32Array.from(values), sizesOf(axes)];
    return () => tf.tensor(single, sizes);
  },

  negate: unary((tf, x) => tf.neg(x)),
  exp: unary((tf, x) => tf.exp(x)),
  log: unary((tf, x) => tf.log(x)),
  log1p: unary((tf, x) => tf.log1p(x)),
  expm1: unary((tf, x) => tf.expm1(x)),
  sqrt: unary((tf, x) => tf.sqrt(x)),
  abs: unary((tf, x) => tf.abs(x)),
  sign: unary(sign),
  tanh: unary((tf, x) => tf.tanh(x)),
  sigmoid: unary((tf, x) => tf.sigmoid(x)),
  softplus: unary(softplus),
  erf: unary((tf, x) => tf.erf(x)),
  relu: unary((tf, x) => tf.relu(x)),
  clamp,

  add: binary((tf, x, y) => tf.add(x, y)),
  subtract: binary((tf, x, y) => tf.sub(x, y)),
  multiply: binary((tf, x, y) => tf.mul(x, y)),
  divide: binary((tf, x, y) => tf.div(x, y)),
  maximum: binary(maximum),
  less: comparison((tf, x, y) => tf.less(x, y)),
  lessEqual: comparison((tf, x, y) => tf.lessEqual(x, y)),
  equal: comparison((tf, x, y) => tf.equal(x, y)),
  select,

  sum,
  max,
  logSumExp,
  logSoftmax,
  contract,

  reshape,
  reorder,
  expand,
  slice,
  pad,
  concat,
  reverse,
  gather,

  conv2d,
  conv2dTranspose,
  conv2dKernel,

  cholesky,
  triangularSolve,
};
