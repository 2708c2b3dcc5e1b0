import { elements } from "../../graph/axes.js";
import type { Loop, Node, NodeOf } from "../../graph/node.js";
import { inOrder } from "../../graph/order.js";
import type { Context } from "./lowering.js";
import { lowerings } from "./lowerings.js";
import type { LoweredKind } from "./lowerings.js";
import { loopValues } from "./scan.js";
import { number } from "./value.js";
import type { Scope, Value } from "./value.js";

/** Adds to a graph what computes some nodes; inputs and parameters among what they are made of are given, and what is given is not computed. */
export function lowerNodes(nodes: readonly Node[], scope: Scope, given: ReadonlyMap<Node, Value>): readonly Value[] {
  const order = inOrder(nodes, new Set(given.keys()));
  const uses = new Map<Node, Node[]>(order.map((node) => [node, []]));
  for (const node of order) {
    if (!given.has(node)) for (const used of node.operands) uses.get(used)?.push(node);
  }
  const wanted = new Set(nodes);
  const usesOf = (node: Node): readonly Node[] => uses.get(node) ?? [];
  const values = new Map(given);
  const valueOf = (node: Node): Value => values.get(node) ?? number(scope, 0);
  const resultsOf = (loop: Loop): readonly NodeOf<"scan">[] =>
    order.flatMap((node) => (node.kind === "scan" && node.loop === loop ? [node] : []));
  const context: Context = {
    ...scope,
    valueOf,
    usesOf,
    usedOnce: (node) => usesOf(node).length === 1 && !wanted.has(node) && !given.has(node),
    lowerBody: (own, body, parameters) => lowerNodes(own, body, new Map([...values, ...parameters])),
  };
  for (const node of order) {
    if (values.has(node) || elements(node.axes) === 0) continue;
    if (node.kind === "input" || node.kind === "parameter") throw new Error(`a node of kind ${node.kind} has no value`);
    if (node.kind === "scan") {
      const results = resultsOf(node.loop);
      const computed = loopValues(node.loop, node.operands, results, context);
      for (const [i, result] of results.entries()) values.set(result, computed[i] ?? number(scope, 0));
    } else values.set(node, lowered(node, context));
  }
  return nodes.map(valueOf);
}

function lowered<K extends LoweredKind>(node: NodeOf<K>, context: Context): Value {
  return lowerings[node.kind](node, context);
}
