import type { Node } from "./node.js";

/**
 * Every node that the roots are made of, once, operands before what uses them; what given nodes are made of and the bodies of scans are
 * left out. Without recursion, so that the depth of a graph is not bounded by the stack.
 */
export function inOrder(roots: readonly Node[], given: ReadonlySet<Node> = new Set()): readonly Node[] {
  const order: Node[] = [];
  const entered = new Set<Node>();
  const open: { readonly node: Node; readonly operands: Iterator<Node> }[] = [];
  const enter = (node: Node): void => {
    if (entered.has(node)) return;
    entered.add(node);
    const operands: readonly Node[] = given.has(node) ? [] : node.operands;
    open.push({ node, operands: operands.values() });
  };
  for (const root of roots) {
    enter(root);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const operand = top.operands.next();
      if (operand.done !== true) enter(operand.value);
      else {
        order.push(top.node);
        open.pop();
      }
    }
  }
  return order;
}
