import type { Kind, Node, NodeOf } from "../graph/node.js";

/** A node, and the gradient of some scalar with respect to it. */
export interface Seed {
  readonly node: Node;
  readonly gradient: Node;
}

/**
 * Keeps a shut gate shut: the contribution itself, but behind a select and its like 0 where the node's gradient is 0 and the contribution NaN. Rules with
 * unbounded derivatives apply it; else 0 · ∞ from the branch that was not taken would spoil the one that was.
 */
export type Keep = (contribution: Node) => Node;

/** A gradient for each operand; null where it is 0 everywhere. */
export type Contributions = readonly (Node | null)[];

/**
 * The vector–Jacobian product of one kind: from the gradient of a scalar with respect to the node, that with respect to each operand. It is
 * a graph itself, so it can be differentiated again.
 *
 * A contribution may have axes that the operand lacks (it is summed over them: the adjoint of repeating the operand), and lack axes that the operand has
 * (it is repeated along them).
 */
export type Rule<K extends Kind> = (node: NodeOf<K>, gradient: Node, keep: Keep) => Contributions;
