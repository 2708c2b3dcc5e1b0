import type { Loop, Node, NodeOf } from "../../graph/node.js";
import { allocate, at, offsets, strideOf } from "./offsets.js";

/** From the values of states, slices and captured nodes to those of the next states and the outputs. */
type Body = (given: readonly Float64Array[]) => readonly Float64Array[];

/** Computes some results of one loop, which share its operands, by running its body once at each position. */
export function loopKernel(
  { axis, length, reversed, states, slices }: Loop,
  operands: readonly Node[],
  results: readonly NodeOf<"scan">[],
  body: Body,
): (...operands: Float64Array[]) => readonly Float64Array[] {
  const [firstSequence, firstCaptured] = [states.length, states.length + slices.length];
  const sequences = operands.slice(firstSequence, firstCaptured).map(({ axes }, i) => ({
    places: offsets(slices[i]?.axes ?? [], axes),
    stride: strideOf(axes, axis),
  }));
  return (...values) => {
    const captured = values.slice(firstCaptured);
    let state: readonly Float64Array[] = values.slice(0, firstSequence);
    const kept = results.map(({ axes, result }) => (result.of === "state" ? null : allocate(axes)));
    for (let step = 0; step < length; step++) {
      const position = reversed ? length - 1 - step : step;
      const current = sequences.map(({ places, stride }, i) => {
        const sequence = values[firstSequence + i] ?? new Float64Array();
        return Float64Array.from(places, (place) => at(sequence, position * stride + place));
      });
      const computed = body([...state, ...current, ...captured]);
      for (const [i, { result }] of results.entries()) {
        const value = result.of === "output" ? computed[states.length + result.index] : state[result.index];
        if (value !== undefined) kept[i]?.set(value, position * value.length);
      }
      state = computed.slice(0, states.length);
    }
    return results.map(({ result }, i) => kept[i] ?? state[result.index] ?? new Float64Array());
  };
}
