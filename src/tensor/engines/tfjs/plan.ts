import type { Tensor } from "@tensorflow/tfjs-core";
import { elements } from "../../graph/axes.js";
import type { Axes } from "../../graph/axes.js";
import type { Node, NodeOf } from "../../graph/node.js";
import { inOrder } from "../../graph/order.js";
import { EngineError } from "../engine.js";
import type { Kernel, Tfjs } from "./kernel.js";
import { kernels } from "./kernels.js";
import type { ComputedKind } from "./kernels.js";
import { sizesOf } from "./layout.js";
import { loopKernel } from "./loop.js";

/** Values of the given nodes to values of the outputs, both in their orders. */
export type Plan = (given: readonly Tensor[]) => readonly Tensor[];

/** What the library's kernels take. */
const MOST_AXES = 6;

/** Computes the values of the next slots from those of earlier ones. */
interface Step {
  readonly compute: (...operands: Tensor[]) => readonly Tensor[];
  readonly operands: readonly number[];
}

/**
 * Lays out once what each evaluation repeats: the order of the nodes and their kernels. Every input and parameter that the outputs are made of is among the
 * given. What a run leaves behind is freed by the `tidy` around it.
 *
 * @throws EngineError when a tensor has more than six axes
 */
export function plan(tf: Tfjs, outputs: readonly Node[], given: readonly Node[]): Plan {
  const slots = new Map(given.map((node, slot) => [node, slot]));
  const steps: Step[] = [];
  const slotOf = (node: Node): number => slots.get(node) ?? NaN;
  const addStep = (nodes: readonly Node[], operands: readonly Node[], compute: Step["compute"]): void => {
    steps.push({ compute, operands: operands.map(slotOf) });
    for (const node of nodes) slots.set(node, slots.size);
  };
  const order = inOrder(outputs, new Set(given));
  for (const node of order) {
    checkAxes(node.axes);
    if (slots.has(node)) continue;
    if (node.kind === "input" || node.kind === "parameter") throw new Error(`a node of kind ${node.kind} has no value`);
    if (node.kind === "scan") {
      const { loop, operands } = node;
      const results = order.flatMap((other) => (other.kind === "scan" && other.loop === loop ? [other] : []));
      const body = plan(tf, [...loop.next, ...loop.outputs], [...loop.states, ...loop.slices, ...loop.captured]);
      addStep(results, operands, loopKernel(tf, loop, operands, results, body));
    } else {
      const kernel = kernelOf(tf, node);
      addStep([node], node.operands, (...values) => [tf.tidy(() => kernel(...values))]);
    }
  }
  const results = outputs.map(slotOf);
  return (values) => {
    const computed = [...values];
    const valueOf = (slot: number): Tensor => {
      const found = computed[slot];
      if (found === undefined) throw new Error("a node is used before it is computed");
      return found;
    };
    for (const { compute, operands } of steps) computed.push(...compute(...operands.map(valueOf)));
    return results.map(valueOf);
  };
}

function checkAxes(axes: Axes): void {
  if (axes.length <= MOST_AXES) return;
  throw new EngineError(`a tensor has ${axes.length} axes, tfjs takes up to ${MOST_AXES}; merge some, or take another engine`);
}

/** The library's kernels are not made for empty tensors: what is empty, or made of what is empty, is known beforehand. */
function kernelOf<K extends ComputedKind>(tf: Tfjs, node: NodeOf<K>): Kernel {
  const operands: readonly Node[] = node.operands;
  const isEmpty = ({ axes }: { readonly axes: Axes }): boolean => elements(axes) === 0;
  const sizes = sizesOf(node.axes);
  if (isEmpty(node)) return () => tf.tensor([], sizes);
  const kernel = kernels[node.kind](tf, node);
  const full = operands.flatMap((own, i) => (isEmpty(own) ? [] : [i]));
  if (full.length === operands.length) return kernel;
  switch (node.kind) {
    case "concat":
      return (...parts) => kernel(...parts.filter((_, i) => full.includes(i)));
    case "gather":
      return kernel;
    case "max":
    case "logSumExp":
      return () => tf.fill(sizes, -Infinity);
    default:
      return () => tf.zeros(sizes);
  }
}
