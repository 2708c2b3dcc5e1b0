import { add, subtract } from "../graph/elementwise.js";
import type { Node, NodeOf } from "../graph/node.js";
import type { Program } from "../graph/program.js";
import { sum } from "../graph/reductions.js";
import { fitted, rewrite } from "./rewrite.js";

/** The program in which sums of softplus, of which an engine may know more than of its parts, stand by themselves. */
export function separateSoftplusSums(program: Program): Program {
  return rewrite(program, (node) => {
    if (node.kind !== "sum") return node;
    const [x] = node.operands;
    if (x.kind !== "add" && x.kind !== "subtract") return node;
    const [a, b] = x.operands;
    if (a.kind !== "softplus" && b.kind !== "softplus") return node;
    return separated(node, x, x.kind === "add" ? add : subtract);
  });
}

function separated(
  { over }: NodeOf<"sum">,
  { axes, operands: [a, b] }: NodeOf<"add" | "subtract">,
  join: (a: Node, b: Node) => Node,
): Node {
  return join(sum(fitted(a, axes), over), sum(fitted(b, axes), over));
}
