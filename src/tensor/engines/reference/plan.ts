import { elements } from "../../graph/axes.js";
import type { Node, NodeOf } from "../../graph/node.js";
import { inOrder } from "../../graph/order.js";
import type { Kernel } from "./kernel.js";
import { kernels } from "./kernels.js";
import type { ComputedKind } from "./kernels.js";
import { loopKernel } from "./loop.js";

/** Values of the given nodes to values of the outputs, both in their orders. */
export type Plan = (given: readonly Float64Array[]) => readonly Float64Array[];

/** What the tables of 32-bit offsets can address. */
const LARGEST = 2 ** 31 - 1;

/** Computes the values of the next slots from those of earlier ones. */
interface Step {
  readonly compute: (...operands: Float64Array[]) => readonly Float64Array[];
  readonly operands: readonly number[];
}

/**
 * Lays out once what each evaluation repeats: the order of the nodes and their kernels. Every input and parameter that the outputs are made of is among the
 * given.
 *
 * @throws RangeError when a tensor has more than 2^31 − 1 values
 */
export function plan(outputs: readonly Node[], given: readonly Node[]): Plan {
  const slots = new Map(given.map((node, slot) => [node, slot]));
  const steps: Step[] = [];
  const slotOf = (node: Node): number => slots.get(node) ?? NaN;
  const addStep = (nodes: readonly Node[], operands: readonly Node[], compute: Step["compute"]): void => {
    steps.push({ compute, operands: operands.map(slotOf) });
    for (const node of nodes) slots.set(node, slots.size);
  };
  const order = inOrder(outputs, new Set(given));
  for (const node of order) {
    const size = elements(node.axes);
    if (size > LARGEST) throw new RangeError(`a tensor of ${size} values is too large for the reference engine`);
    if (slots.has(node)) continue;
    if (node.kind === "input" || node.kind === "parameter") throw new Error(`a node of kind ${node.kind} has no value`);
    if (node.kind === "scan") {
      const { loop, operands } = node;
      const results = order.flatMap((other) => (other.kind === "scan" && other.loop === loop ? [other] : []));
      const body = plan([...loop.next, ...loop.outputs], [...loop.states, ...loop.slices, ...loop.captured]);
      addStep(results, operands, loopKernel(loop, operands, results, body));
    } else {
      const kernel = kernelOf(node);
      addStep([node], node.operands, (...values) => [kernel(...values)]);
    }
  }
  const results = outputs.map(slotOf);
  return (values) => {
    const computed = [...values];
    const valueOf = (slot: number): Float64Array => computed[slot] ?? new Float64Array();
    for (const { compute, operands } of steps) computed.push(...compute(...operands.map(valueOf)));
    return results.map(valueOf);
  };
}

function kernelOf<K extends ComputedKind>(node: NodeOf<K>): Kernel {
  return kernels[node.kind](node);
}
