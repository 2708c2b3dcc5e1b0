import type { Kind, Node, NodeOf } from "../../graph/node.js";
import type { Scope, Value } from "./value.js";

/** What the lowering of a node may ask for. */
export interface Context extends Scope {
  /** What stands for an operand. */
  readonly valueOf: (node: Node) => Value;
  /** The nodes that it is an operand of. */
  readonly usesOf: (node: Node) => readonly Node[];
  /** Whether the node has one use and is no output: what it is fused into is all that needs it. */
  readonly usedOnce: (node: Node) => boolean;
  /** Values of nodes of a loop's body, in a graph of its own, in which those of the given nodes are as said. */
  readonly lowerBody: (nodes: readonly Node[], body: Scope, given: ReadonlyMap<Node, Value>) => readonly Value[];
}

/** Operations that compute a node that has places. The value's axes are some of the node's. */
export type Lowering<K extends Kind> = (node: NodeOf<K>, context: Context) => Value;
