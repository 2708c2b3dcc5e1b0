import type { Kind, Node, NodeOf } from "../../graph/node.js";
import { inOrder } from "../../graph/order.js";
import { uniformValue } from "../../passes/uniform.js";
import type { Context } from "./lowering.js";
import { meet } from "./meet.js";
import { asFloat, ordered, present } from "./value.js";
import type { Scope, Value } from "./value.js";

/**
 * The gate of a rectified unit, what is chosen where max(x, 0) is above 0 and 0 elsewhere, as a product with 1 and 0: runtimes compute it several times faster
 * than a choice. Null where it is no such gate, or where what is chosen may be infinite or no number at a place where the gate is shut: a choice makes 0 of
 * that and a product does not.
 */
export function gated({ axes, operands: [condition, chosen, other] }: NodeOf<"select">, context: Context): Value | null {
  if (condition.kind !== "less" || uniformValue(condition.operands[0]) !== 0 || uniformValue(other) !== 0) return null;
  const rectified = condition.operands[1];
  if (rectified.kind !== "relu" || !isSumOfProducts(chosen)) return null;
  const passing = asFloat(context, context.valueOf(chosen));
  const gate = alike(context, asFloat(context, context.valueOf(rectified)), passing);
  const attributes = { alpha: { float: STEEP }, beta: { float: 0 } };
  return meet(context, "Mul", axes, [passing, meet(context, "HardSigmoid", gate.axes, [gate], { attributes })]);
}

/** In the order of memory of the other, where both have the same axes. */
function alike(scope: Scope, value: Value, other: Value): Value {
  return present(value, other.axes).length === value.axes.length ? ordered(scope, value, present(value, other.axes)) : value;
}

/** min(1, STEEP · x) is 1 for every normal number x above 0. */
const STEEP = 2 ** 127;

/**
 * What a node's values are made of. `products`: each is a sum of products of many places. `operands`: of the operands' values at its place, so that they are
 * sums of products where those are. `singular`: finite operands may make them infinite or no number.
 */
type Origin = "products" | "operands" | "singular" | "other";

const ORIGINS: Readonly<Record<Exclude<Kind, "constant" | "contract" | "divide">, Origin>> = {
  conv2d: "products",
  conv2dTranspose: "products",
  conv2dKernel: "products",
  negate: "operands",
  add: "operands",
  subtract: "operands",
  multiply: "operands",
  select: "operands",
  sum: "operands",
  reshape: "operands",
  reorder: "operands",
  expand: "operands",
  slice: "operands",
  pad: "operands",
  concat: "operands",
  reverse: "operands",
  log: "singular",
  log1p: "singular",
  sqrt: "singular",
  cholesky: "singular",
  triangularSolve: "singular",
  scan: "singular",
  parameter: "singular",
  input: "other",
  exp: "other",
  expm1: "other",
  abs: "other",
  sign: "other",
  tanh: "other",
  sigmoid: "other",
  softplus: "other",
  erf: "other",
  relu: "other",
  clamp: "other",
  maximum: "other",
  less: "other",
  lessEqual: "other",
  equal: "other",
  max: "other",
  logSumExp: "other",
  logSoftmax: "other",
  gather: "other",
};

/** Numbers are as single precision holds them. */
function originOf(node: Node): Origin {
  switch (node.kind) {
    case "constant":
      return node.values.every((value) => Number.isFinite(Math.fround(value))) ? "operands" : "singular";
    case "contract":
      return node.over.length > 0 ? "products" : "operands";
    case "divide":
      return Math.fround(uniformValue(node.operands[1]) ?? 0) === 0 ? "singular" : "operands";
    default:
      return ORIGINS[node.kind];
  }
}

/**
 * Whether the node's values are sums, differences and products of sums of products, with nothing singular among all that they are made of: as the gradients
 * of layers are. Finite inputs make them finite, unless numbers overflow.
 */
function isSumOfProducts(node: Node): boolean {
  const sums = new Set<Node>();
  for (const own of inOrder([node])) {
    const origin = originOf(own);
    if (origin === "singular") return false;
    const parts: readonly Node[] = own.kind === "select" ? own.operands.slice(1) : own.operands;
    if (origin === "products" || (origin === "operands" && parts.every((part) => sums.has(part)))) sums.add(own);
  }
  return sums.has(node);
}
