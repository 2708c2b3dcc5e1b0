import { elements } from "../../graph/axes.js";
import type { Loop, NodeOf } from "../../graph/node.js";
import type { Node } from "../../graph/node.js";
import { fill, scalar } from "../../graph/sources.js";
import type { ValueInfo } from "./format.js";
import type { Context } from "./lowering.js";
import { asFloat, float, materialized } from "./value.js";
import type { Value } from "./value.js";

const hasPlaces = ({ axes }: Node): boolean => elements(axes) > 0;

const infoOf = (name: string, { axes }: Node): ValueInfo => ({
  name,
  type: "float",
  dimensions: axes.map(({ size }) => size),
});

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
  const states = carried.map(({ state }) => infoOf(body.graph.parameter("state"), state));
  const slices = read.map(({ slice }) => infoOf(body.graph.parameter("slice"), slice));
  const given = new Map<Node, Value>();
  for (const [i, { state }] of carried.entries()) given.set(state, float(states[i]?.name ?? "", state.axes));
  for (const [i, { slice }] of read.entries()) given.set(slice, float(slices[i]?.name ?? "", slice.axes));

  const kept = results.flatMap((node) => {
    const { of, index } = node.result;
    const source = of === "output" ? loop.outputs[index] : of === "before" ? loop.states[index] : undefined;
    return source !== undefined && hasPlaces(source) ? [{ node, source }] : [];
  });
  const sources = [...carried.map(({ next }) => next), ...kept.map(({ source }) => source)];
  const values = context.lowerBody(sources, body, given);
  const outputs = sources.map((source, i) => {
    const value = values[i];
    const info = infoOf(body.graph.parameter("result"), source);
    if (value !== undefined) body.graph.name(materialized(body, asFloat(body, value), source.axes), info.name);
    return info;
  });
  const direction = { ints: Array.from({ length: read.length }, () => (loop.reversed ? 1 : 0)) };
  const names = graph.emitHere(
    "Scan",
    [
      ...carried.map(({ first, state }) => materialized(context, asFloat(context, context.valueOf(first)), state.axes)),
      ...read.map(({ sequence }) => materialized(context, asFloat(context, context.valueOf(sequence)), sequence.axes)),
    ],
    sources.length,
    {
      num_scan_inputs: { int: read.length },
      scan_input_axes: { ints: read.map(({ sequence }) => sequence.axes.findIndex(({ name }) => name === loop.axis)) },
      scan_input_directions: direction,
      scan_output_directions: { ints: kept.map(() => (loop.reversed ? 1 : 0)) },
      body: { graph: body.graph.finish("body", [...states, ...slices], outputs) },
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
