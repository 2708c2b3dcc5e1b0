import type { Node, NodeOf } from "./node.js";
import { inOrder } from "./order.js";
import { ShapeError } from "./shape-error.js";

/** What an engine runs: named outputs, and the inputs that they are made of. */
export interface Program {
  readonly outputs: ReadonlyMap<string, Node>;
  readonly inputs: ReadonlyMap<string, NodeOf<"input">>;
}

/**
 * @throws ShapeError when two different input nodes have one name (a gradient with respect to one would miss the other), or a node of a scan's body is
 * used outside of it
 */
export function program(outputs: Readonly<Record<string, Node>>): Program {
  const inputs = new Map<string, NodeOf<"input">>();
  for (const node of inOrder(Object.values(outputs))) {
    if (node.kind === "parameter") {
      throw new ShapeError("scan", "a node of its body is used outside of it", "return it as a state or an output");
    }
    if (node.kind !== "input") continue;
    if (inputs.has(node.name))
      throw new ShapeError(`input ${node.name}`, "two inputs have this name", "make it once and use it twice");
    inputs.set(node.name, node);
  }
  return { outputs: new Map(Object.entries(outputs)), inputs };
}
