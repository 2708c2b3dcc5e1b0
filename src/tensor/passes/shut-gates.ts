import { equal, select } from "../graph/elementwise.js";
import type { Node } from "../graph/node.js";
import type { Program } from "../graph/program.js";
import { rewrite } from "./rewrite.js";
import { uniformValue } from "./uniform.js";

/**
 * The program in which a gradient's contribution behind a gate, which is 0 for NaN where the gradient g is 0, is 0 wherever g is, if it is a product or
 * quotient of g: there it is NaN or 0. Of a product with finite constants nothing is left to do: it is 0 there by itself. (`keepZeros` tells the two apart for the sake of derivatives, which are taken before programs are rewritten.)
 */
export function simplifyShutGates(program: Program): Program {
  return rewrite(program, (node) => {
    if (node.kind !== "select") return node;
    const [condition, zero, contribution] = node.operands;
    if (uniformValue(zero) !== 0 || condition.kind !== "multiply") return node;
    const [isShut, isNaN] = condition.operands;
    const gradient = zeroTested(isShut);
    if (gradient === null || !testsNaN(isNaN, contribution) || !isMultiple(contribution, gradient)) return node;
    return isFiniteMultiple(contribution, gradient) ? contribution : select(equal(gradient, 0), 0, contribution);
  });
}

/** The x of x = 0. */
function zeroTested(node: Node): Node | null {
  return node.kind === "equal" && uniformValue(node.operands[1]) === 0 ? node.operands[0] : null;
}

/** Whether the node is 1 − (x = x). */
function testsNaN(node: Node, x: Node): boolean {
  if (node.kind !== "subtract" || uniformValue(node.operands[0]) !== 1) return false;
  const [, isNumber] = node.operands;
  return isNumber.kind === "equal" && isNumber.operands[0] === x && isNumber.operands[1] === x;
}

/** Whether the node is a product with x, or a quotient of one. */
function isMultiple(node: Node, x: Node): boolean {
  if (node === x) return true;
  switch (node.kind) {
    case "negate":
    case "divide":
      return isMultiple(node.operands[0], x);
    case "multiply":
      return node.operands.some((factor) => isMultiple(factor, x));
    default:
      return false;
  }
}

/** Whether the node is x times constants that are finite. */
function isFiniteMultiple(node: Node, x: Node): boolean {
  if (node === x) return true;
  switch (node.kind) {
    case "negate":
      return isFiniteMultiple(node.operands[0], x);
    case "multiply": {
      const [a, b] = node.operands;
      return (isFiniteConstant(a) && isFiniteMultiple(b, x)) || (isFiniteConstant(b) && isFiniteMultiple(a, x));
    }
    default:
      return false;
  }
}

function isFiniteConstant(node: Node): boolean {
  const value = uniformValue(node);
  if (value !== null) return Number.isFinite(value);
  return node.kind === "constant" && node.values.every((one) => Number.isFinite(one));
}
