import { elements, equalAxes, hasAxis, withoutAxes } from "../../graph/axes.js";
import type { Axes } from "../../graph/axes.js";
import { EngineError } from "../engine.js";
import type { Blocks } from "./blocks.js";
import type { GraphBuilder } from "./graph-builder.js";

/**
 * What stands for a node in a model: a tensor over some of the node's axes, in the order in which they lie in memory, which need not be the node's. Along the
 * axes that it lacks it is repeated: repeating, renaming and reordering cost nothing until an operation needs them done. What has no places is the number 0.
 */
export interface Value {
  readonly name: string;
  readonly type: "float" | "bool";
  readonly axes: Axes;
}

/** What lowerings share. */
export interface Scope {
  /** Where operations go. */
  readonly graph: GraphBuilder;
  /** The axis whose size the model's caller chooses, if there is one. */
  readonly open: string | null;
  /** Null where the model is for any runtime. */
  readonly blocks: Blocks | null;
}

export function float(name: string, axes: Axes): Value {
  return { name, type: "float", axes };
}

/** The same number everywhere. */
export function number({ graph }: Scope, value: number): Value {
  return float(graph.scalar(value), []);
}

/** 1 and 0 for true and false. */
export function asFloat({ graph }: Scope, value: Value): Value {
  if (value.type === "float") return value;
  return float(graph.emit("Cast", [value.name], { attributes: { to: { int: 1 } } }), value.axes);
}

/** Whether it is other than 0: NaN is. */
export function asBool({ graph }: Scope, value: Value): Value {
  if (value.type === "bool") return value;
  return { name: graph.emit("Cast", [value.name], { attributes: { to: { int: 9 } } }), type: "bool", axes: value.axes };
}

/** Those of the axes that the value has, in the order of the axes. */
export function present(value: Value, axes: Axes): Axes {
  return axes.filter(({ name }) => hasAxis(value.axes, name));
}

/** The value with its axes in this order in memory, which names each once. */
export function ordered({ graph }: Scope, value: Value, axes: Axes): Value {
  if (equalAxes(value.axes, axes)) return value;
  const order = axes.map(({ name }) => value.axes.findIndex((own) => own.name === name));
  // Axes of size 1 may stand anywhere: where only they move, the values lie as they are.
  const moved = order.filter((from) => value.axes[from]?.size !== 1);
  if (moved.every((from, i) => i === 0 || (moved[i - 1] ?? NaN) < from)) return reshaped({ graph, open: null }, value, axes);
  return { ...value, name: graph.emit("Transpose", [value.name], { attributes: { perm: { ints: order } } }), axes };
}

/** The same values in the same row-major order under other axes. @throws EngineError when the open axis has no place of its own there */
export function reshaped({ graph, open }: Pick<Scope, "graph" | "open">, value: Value, axes: Axes): Value {
  const before = value.axes.map(({ size }) => size);
  if (before.length === axes.length && axes.every(({ size }, i) => size === before[i])) return { ...value, axes };
  const dimensions = axes.map(({ name, size }) => (name === open ? -1 : size));
  if (open !== null && hasAxis(value.axes, open)) {
    const inFront = (list: Axes): number =>
      elements(
        list.slice(
          0,
          list.findIndex(({ name }) => name === open),
        ),
      );
    if (!hasAxis(axes, open) || inFront(axes) !== inFront(value.axes)) throw needsSize(open, "merging or splitting it");
  }
  return { ...value, name: graph.emit("Reshape", [value.name, graph.integers(dimensions)]), axes };
}

/** The name of a tensor over exactly these axes, in this order. */
export function materialized(scope: Scope, value: Value, axes: Axes): string {
  const { graph, open } = scope;
  const compact = ordered(scope, value, present(value, axes));
  if (compact.axes.length === axes.length) return compact.name;
  const spread = spreadOver(scope, compact, axes);
  if (
    withoutAxes(
      axes,
      compact.axes.map(({ name }) => name),
    ).every(({ size }) => size === 1)
  )
    return spread;
  if (open !== null && hasAxis(axes, open) && !hasAxis(compact.axes, open)) throw needsSize(open, "repeating a value along it");
  const shape = axes.map(({ name, size }) => (name === open ? 1 : size));
  return graph.emit("Expand", [spread, graph.integers(shape)]);
}

/** The name of a tensor with a dimension for each of the axes, of size 1 where the value lacks it. */
export function spreadOver(scope: Scope, value: Value, axes: Axes): string {
  const compact = ordered(scope, value, present(value, axes));
  if (compact.axes.length === axes.length) return compact.name;
  const places = axes.flatMap(({ name }, i) => (hasAxis(compact.axes, name) ? [] : [i]));
  return scope.graph.emit("Unsqueeze", [compact.name, scope.graph.integers(places)]);
}

/** As `spreadOver`, without the dimensions of size 1 in front: what numpy's rules repeat along the others. */
export function aligned(scope: Scope, value: Value, axes: Axes): string {
  const first = axes.findIndex(({ name }) => hasAxis(value.axes, name));
  return spreadOver(scope, value, first < 0 ? [] : axes.slice(first));
}

/** An order of memory in which values meet: that of the one that has all the axes, else that of the node. */
export function meetingAxes(axes: Axes, values: readonly Value[]): Axes {
  const met = axes.filter(({ name }) => values.some((value) => hasAxis(value.axes, name)));
  return values.find((value) => value.axes.length === met.length)?.axes ?? met;
}

export function needsSize(axis: string, what: string): EngineError {
  return new EngineError(`the size of the axis "${axis}" cannot be left open: ${what} needs it; export the model for one size`);
}
