import type { Kind } from "../../graph/node.js";
import { contract } from "./contract.js";
import { conv2d, conv2dKernel, conv2dTranspose } from "./convolution.js";
import {
  abs,
  add,
  clamp,
  constant,
  divide,
  equal,
  erf,
  exp,
  expm1,
  less,
  lessEqual,
  log,
  log1p,
  maximum,
  multiply,
  negate,
  relu,
  select,
  sigmoid,
  sign,
  softplus,
  sqrt,
  subtract,
  tanh,
} from "./elementwise.js";
import { gather } from "./gather.js";
import { cholesky, triangularSolve } from "./linear-algebra.js";
import type { Lowering } from "./lowering.js";
import { concat, expand, pad, reorder, reshape, reverse, slice } from "./moves.js";
import { logSoftmax, logSumExp, max, sum } from "./reductions.js";

/** The kinds whose operations follow from their operands alone; the results of a loop are lowered together, by `loopValues`. */
export type LoweredKind = Exclude<Kind, "input" | "parameter" | "scan">;

export const lowerings: { readonly [K in LoweredKind]: Lowering<K> } = {
  constant,
  negate,
  exp,
  log,
  log1p,
  expm1,
  sqrt,
  abs,
  sign,
  tanh,
  sigmoid,
  softplus,
  erf,
  relu,
  clamp,
  add,
  subtract,
  multiply,
  divide,
  maximum,
  less,
  lessEqual,
  equal,
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
