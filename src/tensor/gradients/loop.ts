import { withoutAxes } from "../graph/axes.js";
import type { Axes } from "../graph/axes.js";
import { add } from "../graph/elementwise.js";
import type { Loop, LoopResult, Node, NodeOf } from "../graph/node.js";
import { inOrder } from "../graph/order.js";
import { loopOf, parameter, resultOf } from "../graph/scan.js";
import { fill } from "../graph/sources.js";
import type { Contributions, Seed } from "./rule.js";

/** A result of a loop, and the gradient of some scalar with respect to it. */
interface Received {
  readonly result: LoopResult;
  readonly gradient: Node;
}

/** A parameter of the loop back, and the sequence whose values it stands for. */
interface Read {
  readonly here: NodeOf<"parameter">;
  readonly sequence: Node;
}

/**
 * What a loop contributes to the gradients of its operands: a loop that runs the other way. It carries the gradients with respect to the states, and the
 * sums of those with respect to what the body captures; at each position it differentiates the body at the states that the loop had before it, with the
 * loop's own parameters in their places.
 *
 * @param isWanted whether the gradient of a sequence or a captured node is asked for; the others get none
 * @param pullBack gradients within the body, up to its parameters and what it captures
 */
export function loopContributions(
  loop: Loop,
  operands: readonly Node[],
  received: readonly Received[],
  isWanted: (operand: Node) => boolean,
  pullBack: (seeds: readonly Seed[], wrt: readonly Node[]) => readonly Node[],
): Contributions {
  const { axis, states, slices, captured, next, outputs } = loop;
  const sequences = slices.map((here, i) => ({ here, sequence: operands[states.length + i] ?? here }));
  const wanted = captured.filter(isWanted);
  const wantedSlices = sequences.filter(({ sequence }) => isWanted(sequence)).map(({ here }) => here);
  const carried = next.map((node) => ({ node, gradient: parameter(node.axes) }));
  const sums = wanted.map(({ axes }) => parameter(axes));
  const along = received
    .filter(({ result }) => result.of !== "state")
    .map(({ result, gradient }) => ({ result, here: parameter(withoutAxes(gradient.axes, [axis])), sequence: gradient }));

  const receivedHere = (of: LoopResult["of"], index: number): readonly Node[] =>
    along.filter(({ result }) => result.of === of && result.index === index).map(({ here }) => here);
  const kept = outputs.flatMap((node, i) => receivedHere("output", i).map((gradient) => ({ node, gradient })));
  const found = pullBack([...carried, ...kept], [...states, ...wantedSlices, ...wanted]);
  const ofStates = found
    .slice(0, states.length)
    .map((gradient, i) => total([gradient, ...receivedHere("before", i)], gradient.axes));
  const ofSlices = found.slice(states.length, states.length + wantedSlices.length);
  const nextSums = found.slice(states.length + wantedSlices.length).map((gradient, i) => add(gradient, sums[i] ?? 0));

  const read: readonly Read[] = [
    ...states.map((here, index) => ({ here, sequence: resultOf(loop, operands, { of: "before", index }) })),
    ...sequences,
    ...along,
  ];
  const used = new Set(inOrder([...ofStates, ...nextSums, ...ofSlices]));
  const needed = read.filter(({ here }) => used.has(here));
  const arriving = states.map(({ axes }, index) => {
    const own = received.filter(({ result }) => result.of === "state" && result.index === index);
    return total(
      own.map(({ gradient }) => gradient),
      axes,
    );
  });
  const back = loopOf(
    {
      ...loop,
      reversed: !loop.reversed,
      states: [...carried.map(({ gradient }) => gradient), ...sums],
      slices: needed.map(({ here }) => here),
      next: [...ofStates, ...nextSums],
      outputs: ofSlices,
    },
    [...arriving, ...wanted.map(({ axes }) => fill(axes, 0))],
    needed.map(({ sequence }) => sequence),
  );
  const result = (of: LoopResult["of"], index: number): Node | null =>
    index < 0 ? null : resultOf(back.loop, back.operands, { of, index });
  return [
    ...states.map((_, i) => result("state", i)),
    ...slices.map((here) => result("output", wantedSlices.indexOf(here))),
    ...captured.map((node) => (isWanted(node) ? result("state", states.length + wanted.indexOf(node)) : null)),
  ];
}

function total([first, ...others]: readonly Node[], axes: Axes): Node {
  return others.reduce<Node>((sum, node) => add(sum, node), first ?? fill(axes, 0));
}
