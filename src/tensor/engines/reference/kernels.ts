import type { Kind } from "../../graph/node.js";
import { contract } from "./contract.js";
import { conv2d, conv2dKernel, conv2dTranspose } from "./convolution.js";
import { binary, clamp, select, unary } from "./elementwise.js";
import { erf, sigmoid, softplus } from "./functions.js";
import { gather } from "./gather.js";
import type { KernelOf } from "./kernel.js";
import { cholesky, triangularSolve } from "./linear-algebra.js";
import { concat, expand, pad, reorder, reshape, reverse, slice } from "./moves.js";
import { logSoftmax, logSumExp, max, sum } from "./reductions.js";

/** The kinds whose value is made of their operands' values alone, one node at a time. */
export type ComputedKind = Exclude<Kind, "input" | "parameter" | "scan">;

export const kernels: { readonly [K in ComputedKind]: KernelOf<K> } = {
  constant:
    ({ values }) =>
    () =>
      values,

  negate: unary((x) => -x),
  exp: unary(Math.exp),
  log: unary(Math.log),
  log1p: unary(Math.log1p),
  expm1: unary(Math.expm1),
  sqrt: unary(Math.sqrt),
  abs: unary(Math.abs),
  sign: unary(Math.sign),
  tanh: unary(Math.tanh),
  sigmoid: unary(sigmoid),
  softplus: unary(softplus),
  erf: unary(erf),
  relu: unary((x) => Math.max(x, 0)),
  clamp,

  add: binary((x, y) => x + y),
  subtract: binary((x, y) => x - y),
  multiply: binary((x, y) => x * y),
  divide: binary((x, y) => x / y),
  maximum: binary(Math.max),
  less: binary((x, y) => (x < y ? 1 : 0)),
  lessEqual: binary((x, y) => (x <= y ? 1 : 0)),
  equal: binary((x, y) => (x === y ? 1 : 0)),
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
