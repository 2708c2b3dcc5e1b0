import { equal, multiply, select, subtract } from "../graph/elementwise.js";
import type { Kind, Loop, Node } from "../graph/node.js";
import { inOrder } from "../graph/order.js";
import type { Keep } from "./rule.js";

/** Kinds that pass no gradient to an operand at some places, whatever the operand's value is there. */
const gating: ReadonlySet<Kind> = new Set<Kind>(["select", "clamp", "relu", "maximum", "max"]);

export function isGate(node: Node): boolean {
  return node.kind === "scan" ? bodyOf(node.loop).some(isGate) : gating.has(node.kind);
}

function bodyOf({ states, slices, captured, next, outputs }: Loop): readonly Node[] {
  return inOrder([...next, ...outputs], new Set<Node>([...states, ...slices, ...captured]));
}

/**
 * For a node behind a gate: 0 for NaN where the node's gradient is 0, the shut gate. Elsewhere the contribution itself, also where the gradient is 0 and
 * the contribution a number, so that second derivatives are those of the contribution.
 */
export function keepZeros(gradient: Node): Keep {
  return (contribution) => {
    const isNumber = equal(contribution, contribution);
    return select(multiply(equal(gradient, 0), subtract(1, isNumber)), 0, contribution);
  };
}
