import type { Kind, Node, NodeOf } from "../graph/node.js";

/**
 * The gradient that an operand gets where its node's gradient meets an infinite derivative: `kept(x)` is x, and 0 where the node's gradient is 0 and x is
 * NaN for it. Without it the branch of a select that was not taken (0 · ∞) would spoil the one that was.
 */
export type Keep = (contribution: Node) => Node;

/**
 * The vector–Jacobian product of one kind: from the gradient of a scalar with respect to the node, that with respect to each operand; null where it is 0
 * everywhere. It is a graph itself, so it can be differentiated again.
 *
 * A contribution may have axes that the operand lacks (it is summed over them: the adjoint of repeating the operand), and lack axes that the operand has
 * (it is repeated along them).
 */
export type Rule<K extends Kind> = (node: NodeOf<K>, gradient: Node, keep: Keep) => readonly (Node | null)[];
