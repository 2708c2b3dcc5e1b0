import type { Tensor } from "@tensorflow/tfjs-core";
import type { Loop, Node, NodeOf } from "../../graph/node.js";
import type { Tfjs } from "./kernel.js";
import { placesOf, sizesOf } from "./layout.js";

/** From the values of states, slices and captured nodes to those of the next states and the outputs. */
type Body = (given: readonly Tensor[]) => readonly Tensor[];

/** Computes some results of one loop, which share its operands, by running its body once at each position. */
export function loopKernel(
  tf: Tfjs,
  { axis, length, reversed, states, slices }: Loop,
  operands: readonly Node[],
  results: readonly NodeOf<"scan">[],
  body: Body,
): (...operands: Tensor[]) => readonly Tensor[] {
  const [firstSequence, firstCaptured] = [states.length, states.length + slices.length];
  const sequences = operands.slice(firstSequence, firstCaptured).map(({ axes }) => placesOf(axes, [axis])[0] ?? NaN);
  return (...values) => {
    const captured = values.slice(firstCaptured);
    const unstacked = sequences.map((place, i) => rowsOf(tf, values[firstSequence + i], place, length));
    let state: readonly Tensor[] = values.slice(0, firstSequence);
    const kept = results.map((): Tensor[] => []);
    for (let step = 0; step < length; step++) {
      const position = reversed ? length - 1 - step : step;
      const current = unstacked.flatMap((rows) => rows[position] ?? []);
      const computed = body([...state, ...current, ...captured]);
      for (const [i, { result }] of results.entries()) {
        const value = result.of === "output" ? computed[states.length + result.index] : state[result.index];
        if (value !== undefined && result.of !== "state") kept[i]?.push(value);
      }
      state = computed.slice(0, states.length);
    }
    return results.map(({ axes, result }, i) => {
      const final = state[result.index];
      if (result.of === "state" && final !== undefined) return final;
      const rows = kept[i] ?? [];
      if (axes.some(({ size }) => size === 0)) return tf.tensor([], sizesOf(axes));
      return tf.stack(reversed ? rows.toReversed() : rows);
    });
  };
}

/** A sequence as what it holds at each position. */
function rowsOf(tf: Tfjs, sequence: Tensor | undefined, place: number, length: number): readonly Tensor[] {
  if (sequence === undefined) return [];
  if (sequence.size > 0) return tf.unstack(sequence, place);
  const sizes = sequence.shape.filter((_, i) => i !== place);
  return Array.from({ length }, () => tf.tensor([], sizes));
}
