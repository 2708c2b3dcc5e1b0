import { less } from "../graph/elementwise.js";
import type { Node } from "../graph/node.js";
import { inOrder } from "../graph/order.js";
import type { Program } from "../graph/program.js";
import { rewrite } from "./rewrite.js";
import { uniformValue } from "./uniform.js";

/**
 * The program in which it is asked of max(x, 0), where that is computed anyway, whether x is above 0: what x was is needed no longer, and an engine may
 * compute max(x, 0) in its place.
 */
export function gateByRelu(program: Program): Program {
  const rectified = new Map<Node, Node>();
  for (const node of inOrder([...program.outputs.values()])) if (node.kind === "relu") rectified.set(node.operands[0], node);
  return rewrite(program, (node) => {
    if (node.kind === "relu") rectified.set(node.operands[0], node);
    if (node.kind !== "less" || uniformValue(node.operands[0]) !== 0) return node;
    const known = rectified.get(node.operands[1]);
    return known === undefined ? node : less(0, known);
  });
}
