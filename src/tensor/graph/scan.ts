import { findAxis, hasAxis, namesOf, withoutAxes } from "./axes.js";
import type { Axes } from "./axes.js";
import { reorder } from "./moves.js";
import type { Loop, LoopResult, Node, NodeOf, SameLength } from "./node.js";
import { inOrder } from "./order.js";
import { ShapeError } from "./shape-error.js";

/** What a position of a scan makes of the carried states and the sequences' values there. */
export interface Step<States extends readonly Node[] = readonly Node[], Outputs extends readonly Node[] = readonly Node[]> {
  /** The states carried on, one for each. */
  readonly states: SameLength<States>;
  /** What is kept of the position. */
  readonly outputs: Outputs;
}

export interface Scan<
  States extends readonly Node[] = readonly Node[],
  Sequences extends readonly Node[] = readonly Node[],
  Outputs extends readonly Node[] = readonly Node[],
> {
  readonly axis: string;
  /** From the last position to the first; false unless given. */
  readonly reversed?: boolean;
  /** The states before the first position. */
  readonly initial: States;
  /** Tensors with the axis; at each position the body gets what they hold there. */
  readonly sequences: Sequences;
  readonly body: (states: SameLength<States>, slices: SameLength<Sequences>) => Step<States, Outputs>;
}

/**
 * A recurrence along an axis: the body is built once, and run at each position with the states that the position before gave. It may use any node from
 * outside; what it makes must not be used outside (`program` refuses that). The sums of what came so far:
 *
 * ```ts
 * scan({ axis: "n", initial: [scalar(0)], sequences: [x], body: ([sum], [value]) => ({ states: [add(sum, value)], outputs: [add(sum, value)] }) });
 * ```
 *
 * Gives the states after the last position, with the axes of the initial ones (which they are where the axis is empty), and the outputs, each along the
 * scan's axis, which comes first.
 *
 * @throws ShapeError when there is no sequence, one lacks the axis or two have different sizes of it; when the body carries on another number of states or
 * other axes than there were, or a state or an output has the scan's axis
 */
export function scan<
  const States extends readonly Node[],
  const Sequences extends readonly Node[],
  const Outputs extends readonly Node[],
>(scan: Scan<States, Sequences, Outputs>): Step<States, SameLength<Outputs>>;
export function scan({ axis, reversed = false, initial, sequences, body }: Scan): Step {
  const [first, ...others] = sequences;
  if (first === undefined) throw new ShapeError("scan", "there is no sequence", `give one along "${axis}"`);
  const { size: length } = findAxis("scan", first.axes, axis);
  for (const other of others) {
    const { size } = findAxis("scan", other.axes, axis);
    if (size !== length) {
      throw new ShapeError(
        "scan",
        `axis "${axis}" has size ${length} in one sequence and ${size} in another`,
        "make the sizes equal",
      );
    }
  }
  const states = initial.map(({ axes }) => parameter(axes));
  const slices = sequences.map(({ axes }) => parameter(withoutAxes(axes, [axis])));
  const step = body(states, slices);
  if (step.states.length !== states.length) {
    throw new ShapeError(
      "scan",
      `the body carries ${step.states.length} states on, not ${states.length}`,
      "return one for each state",
    );
  }
  const next = step.states.map((node, i) => carriedOn(node, initial[i]?.axes ?? []));
  for (const { axes } of [...states, ...step.outputs]) {
    if (!hasAxis(axes, axis)) continue;
    throw new ShapeError("scan", `the axis "${axis}" of the scan is in a state or an output`, "rename it there");
  }
  const { loop, operands } = loopOf({ axis, length, reversed, states, slices, next, outputs: step.outputs }, initial, sequences);
  return {
    states: loop.next.map((_, index) => resultOf(loop, operands, { of: "state", index })),
    outputs: loop.outputs.map((_, index) => resultOf(loop, operands, { of: "output", index })),
  };
}

/** A node that a scan gives a value at each position. */
export function parameter(axes: Axes): NodeOf<"parameter"> {
  return { kind: "parameter", operands: [], axes };
}

/** The node with the axes of the state before it, in their order. */
function carriedOn(next: Node, initial: Axes): Node {
  const left = initial.find(({ name }) => !hasAxis(next.axes, name)) ?? next.axes.find(({ name }) => !hasAxis(initial, name));
  if (left !== undefined) {
    throw new ShapeError("scan", `the axis "${left.name}" of a state comes or goes in the body`, "carry on what was carried in");
  }
  const aligned = reorder(next, namesOf(initial));
  for (const [i, { name, size }] of initial.entries()) {
    const found = aligned.axes[i]?.size ?? 0;
    if (found !== size) {
      throw new ShapeError(
        "scan",
        `axis "${name}" of a state has size ${size} before and ${found} after the body`,
        "keep the size",
      );
    }
  }
  return aligned;
}

/** Completes a loop with what its body captures; the operands of its results. */
export function loopOf(
  parts: Omit<Loop, "captured">,
  initial: readonly Node[],
  sequences: readonly Node[],
): { readonly loop: Loop; readonly operands: readonly Node[] } {
  const loop = { ...parts, captured: capturedBy(parts) };
  return { loop, operands: [...initial, ...sequences, ...loop.captured] };
}

/** A value of a loop as a node. */
export function resultOf(loop: Loop, operands: readonly Node[], result: LoopResult): Node {
  const { axis, length, states, outputs } = loop;
  const { axes = [] } = (result.of === "output" ? outputs : states)[result.index] ?? {};
  return { kind: "scan", loop, result, operands, axes: result.of === "state" ? axes : [{ name: axis, size: length }, ...axes] };
}

/** What the body is made of that no parameter reaches. */
function capturedBy({ states, slices, next, outputs }: Omit<Loop, "captured">): readonly Node[] {
  const results = [...next, ...outputs];
  const changing = new Set<Node>([...states, ...slices]);
  const used = new Set<Node>(results);
  const order = inOrder(results);
  for (const node of order) {
    if (!node.operands.some((operand) => changing.has(operand))) continue;
    changing.add(node);
    for (const operand of node.operands) used.add(operand);
  }
  return order.filter((node) => used.has(node) && !changing.has(node));
}
