import { elements, hasAxis, withoutAxes } from "../../graph/axes.js";
import type { Axes } from "../../graph/axes.js";
import type { Loop, NodeOf } from "../../graph/node.js";
import type { Node } from "../../graph/node.js";
import { fill, scalar } from "../../graph/sources.js";
import type { ValueInfo } from "./format.js";
import type { Context } from "./lowering.js";
import { asFloat, float, materialized, ordered } from "./value.js";
import type { Value } from "./value.js";

const hasPlaces = ({ axes }: Node): boolean => elements(axes) > 0;

const infoOf = (name: string, axes: Axes): ValueInfo => ({ name, type: "float", dimensions: axes.map(({ size }) => size) });

/** Axes in the order in which others have them. */
function alike(axes: Axes, others: Axes): Axes {
  return others.flatMap(({ name }) => axes.filter((own) => own.name === name));
}

/** A sequence that nothing reads, for a loop whose own sequences have no places: Scan learns from one how often it runs. */
function counted({ axis, length }: Loop): { readonly slice: Node; readonly sequence: Node } {
  return { slice: scalar(0), sequence: fill([{ name: axis, size: length }], 0) };
}

/** The values of results of one loop, as one Scan; what the body captures it takes from the graph around it. States without places are not carried. */
export function loopValues(
  loop: Loop,
  operands: readonly Node[],
  results: readonly NodeOf<"scan">[],
  context: Context,
): readonly Value[] {
  const { graph } = context;
  const initial = operands.slice(0, loop.states.length);
  if (loop.length === 0) {
    return results.map(({ result }) => {
      const start = result.of === "state" ? initial[result.index] : undefined;
      return start === undefined ? float(graph.scalar(0), []) : context.valueOf(start);
    });
  }
  const body = { ...context, graph: graph.body() };
  const carried = loop.states.flatMap((state, i) => {
    const [next, first] = [loop.next[i], initial[i]];
    return next !== undefined && first !== undefined && hasPlaces(state) ? [{ state, next, first, index: i }] : [];
  });
  const full = loop.slices.flatMap((slice, i) => {
    const sequence = operands[loop.states.length + i];
    return sequence !== undefined && hasPlaces(slice) ? [{ slice, sequence }] : [];
  });
  const read = full.length > 0 ? full : [counted(loop)];
  const sequences = read.map(({ slice, sequence }) => {
    const value = asFloat(context, context.valueOf(sequence));
    const axes = value.axes.length === sequence.axes.length ? value.axes : sequence.axes;
    const given = withoutAxes(axes, [loop.axis]);
    return { slice, name: materialized(context, value, axes), axes, given: infoOf(body.graph.parameter("slice"), given) };
  });
  const states = carried.map(({ state }) => infoOf(body.graph.parameter("state"), state.axes));
  const given = new Map<Node, Value>();
  for (const [i, { state }] of carried.entries()) given.set(state, float(states[i]?.name ?? "", state.axes));
  for (const { slice, axes, given: own } of sequences) {
    const value = float(own.name, withoutAxes(axes, [loop.axis]));
    // What meets in the body lies alike: the states' order cannot change.
    const like = carried.find(({ state }) => slice.axes.every(({ name }) => hasAxis(state.axes, name)));
    given.set(slice, like === undefined ? value : ordered(body, value, alike(value.axes, like.state.axes)));
  }

  const kept = results.flatMap((node) => {
    const { of, index } = node.result;
    const source = of === "output" ? loop.outputs[index] : of === "before" ? loop.states[index] : undefined;
    return source !== undefined && hasPlaces(source) ? [{ node, source }] : [];
  });
  const sources = [...carried.map(({ next }) => next), ...kept.map(({ source }) => source)];
  const values = context.lowerBody(sources, body, given);
  const outputs = sources.map((source, i) => {
    const value = values[i];
    const info = infoOf(body.graph.parameter("result"), source.axes);
    if (value !== undefined) body.graph.name(materialized(body, asFloat(body, value), source.axes), info.name);
    return info;
  });
  const direction = { ints: Array.from({ length: read.length }, () => (loop.reversed ? 1 : 0)) };
  const names = graph.emitHere(
    "Scan",
    [
      ...carried.map(({ first, state }) => materialized(context, asFloat(context, context.valueOf(first)), state.axes)),
      ...sequences.map(({ name }) => name),
    ],
    sources.length,
    {
      num_scan_inputs: { int: read.length },
      scan_input_axes: { ints: sequences.map(({ axes }) => axes.findIndex(({ name }) => name === loop.axis)) },
      scan_input_directions: direction,
      scan_output_directions: { ints: kept.map(() => (loop.reversed ? 1 : 0)) },
      body: { graph: body.graph.finish("body", [...states, ...sequences.map((own) => own.given)], outputs) },
    },
  );
  return results.map((node) => {
    const place =
      node.result.of === "state"
        ? carried.findIndex(({ index }) => index === node.result.index)
        : carried.length + kept.findIndex((own) => own.node === node);
    const name = names[place];
    return name === undefined ? float(graph.scalar(0), []) : float(name, node.axes);
  });
}
