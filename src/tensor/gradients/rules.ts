import type { Kind } from "../graph/node.js";
import { abs } from "./abs.js";
import { add } from "./add.js";
import { cholesky } from "./cholesky.js";
import { clamp } from "./clamp.js";
import { concat } from "./concat.js";
import { contract } from "./contract.js";
import { conv2d } from "./conv2d.js";
import { conv2dKernel } from "./conv2d-kernel.js";
import { conv2dTranspose } from "./conv2d-transpose.js";
import { divide } from "./divide.js";
import { equal } from "./equal.js";
import { erf } from "./erf.js";
import { exp } from "./exp.js";
import { expand } from "./expand.js";
import { expm1 } from "./expm1.js";
import { gather } from "./gather.js";
import { less } from "./less.js";
import { lessEqual } from "./less-equal.js";
import { log } from "./log.js";
import { logSoftmax } from "./log-softmax.js";
import { logSumExp } from "./log-sum-exp.js";
import { log1p } from "./log1p.js";
import { max } from "./max.js";
import { maximum } from "./maximum.js";
import { multiply } from "./multiply.js";
import { negate } from "./negate.js";
import { pad } from "./pad.js";
import { relu } from "./relu.js";
import { reorder } from "./reorder.js";
import { reshape } from "./reshape.js";
import { reverse } from "./reverse.js";
import { select } from "./select.js";
import { sigmoid } from "./sigmoid.js";
import { sign } from "./sign.js";
import { slice } from "./slice.js";
import { softplus } from "./softplus.js";
import { sqrt } from "./sqrt.js";
import { subtract } from "./subtract.js";
import { sum } from "./sum.js";
import { tanh } from "./tanh.js";
import { triangularSolve } from "./triangular-solve.js";
import type { Rule } from "./rule.js";

/** The kinds that have operands, but for scan: the results of one loop are differentiated together, by `loopContributions`. */
export type DifferentiableKind = Exclude<Kind, "input" | "constant" | "parameter" | "scan">;

export const rules: { readonly [K in DifferentiableKind]: Rule<K> } = {
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
