import { elements } from "../../graph/axes.js";
import type { Node, NodeOf } from "../../graph/node.js";
import { inOrder } from "../../graph/order.js";
import type { Kernel } from "./kernel.js";
import { kernels } from "./kernels.js";
import type { ComputedKind } from "./kernels.js";

/** Values of the given nodes to values of the outputs, both in their orders. */
export type Plan = (given: readonly Float64Array[]) => readonly Float64Array[];

/** What the tables of 32-bit offsets can address. */
const LARGEST = 2 ** 31 - 1;

interface Step {
  readonly kernel: Kernel;
  readonly operands: readonly number[];
}

/**
 * Lays out once what each evaluation repeats: the order of the nodes and their kernels. Every input that the outputs are made of is among the given.
 *
 * @throws RangeError when a tensor has more than 2^31 − 1 values
 */
export function plan(outputs: readonly Node[], given: readonly Node[]): Plan {
  const slots = new Map(given.map((node, slot) => [node, slot]));
  const steps: Step[] = [];
  const slotOf = (node: Node): number => slots.get(node) ?? NaN;
  for (const node of inOrder(outputs, new Set(given))) {
    const size = elements(node.axes);
    if (size > LARGEST) throw new RangeError(`a tensor of ${size} values is too large for the reference engine`);
    if (slots.has(node)) continue;
    if (node.kind === "input") throw new Error(`input ${node.name} has no value`);
    steps.push({ kernel: kernelOf(node), operands: node.operands.map(slotOf) });
    slots.set(node, slots.size);
  }
  const results = outputs.map(slotOf);
  return (values) => {
    const computed = [...values];
    const valueOf = (slot: number): Float64Array => computed[slot] ?? new Float64Array();
    for (const { kernel, operands } of steps) computed.push(kernel(...operands.map(valueOf)));
    return results.map(valueOf);
  };
}

function kernelOf<K extends ComputedKind>(node: NodeOf<K>): Kernel {
  return kernels[node.kind](node);
}
