import type { Node } from "../graph/node.js";

/** The number that a node is at every place, where that can be seen: repeated, renamed or moved about, it stays one. */
export function uniformValue(node: Node): number | null {
  switch (node.kind) {
    case "constant": {
      const [first] = node.values;
      return first !== undefined && node.values.every((value) => Object.is(value, first)) ? first : null;
    }
    case "expand":
    case "reshape":
    case "reorder":
    case "slice":
    case "reverse":
      return uniformValue(node.operands[0]);
    default:
      return null;
  }
}
