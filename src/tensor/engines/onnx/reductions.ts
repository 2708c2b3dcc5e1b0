import { elements, equalAxes, pickAxes, withoutAxes } from "../../graph/axes.js";
import type { Axes } from "../../graph/axes.js";
import type { Node } from "../../graph/node.js";
import type { Context, Lowering } from "./lowering.js";
import { asBool, asFloat, float, needsSize, number, reshaped } from "./value.js";
import type { Scope, Value } from "./value.js";

function placesOf(value: Value, over: readonly string[]): readonly number[] {
  return value.axes.flatMap(({ name }, i) => (over.includes(name) ? [i] : []));
}

/** Σ over some of the value's axes. */
export function sumOver(scope: Scope, whole: Value, over: readonly string[]): Value {
  const { graph } = scope;
  // Along one place nothing is added.
  const single = whole.axes.filter(({ name, size }) => size === 1 && name !== scope.open && over.includes(name));
  const value = reshaped(
    scope,
    whole,
    withoutAxes(
      whole.axes,
      single.map(({ name }) => name),
    ),
  );
  const places = placesOf(value, over);
  if (places.length === 0) return value;
  const inputs = [value.name, graph.integers(places)];
  return float(graph.emit("ReduceSum", inputs, { attributes: { keepdims: { int: 0 } } }), withoutAxes(value.axes, over));
}

/** The value times the number of places of axes that it does not have. @throws EngineError when the open axis is among them */
export function timesPlaces({ graph, open }: Scope, value: Value, axes: Axes): Value {
  if (axes.some(({ name }) => name === open)) throw needsSize(open ?? "", "summing what is repeated along it");
  const count = elements(axes);
  return count === 1 ? value : float(graph.emit("Mul", [value.name, graph.scalar(count)]), value.axes);
}

export const sum: Lowering<"sum"> = ({ over, operands: [x] }, context) => {
  const fused = x.kind === "softplus" && context.usedOnce(x) ? softplusSum(context, x.operands[0], over) : null;
  if (fused !== null) return fused;
  const value = asFloat(context, context.valueOf(x));
  const repeated = withoutAxes(
    pickAxes("sum", x.axes, over),
    value.axes.map(({ name }) => name),
  );
  return timesPlaces(context, sumOver(context, value, over), repeated);
};

/** The most values of 1 … 2 whose product is sure not to overflow with room to spare. */
const LARGEST_GROUP = 64;

/** Below this a group is not worth its product. */
const SMALLEST_GROUP = 8;

/**
 * Σ max(x, 0) + Σ log(1 + exp(−|x|)), with one logarithm of the product of the 1 + exp(−|x|) of a group of values. A product of n values is off by n
 * roundings: its logarithm by n 2⁻²⁴, which is what the sum of n rounded logarithms is. Null where the values do not lie or divide so.
 */
function softplusSum(context: Context, x: Node, over: readonly string[]): Value | null {
  const { graph } = context;
  const value = asFloat(context, context.valueOf(x));
  const rows = withoutAxes(value.axes, over);
  const summed = value.axes.slice(rows.length);
  const count = elements(summed);
  const size = largestDivisor(count);
  if (context.open !== null || summed.length < over.length || !equalAxes(value.axes, [...rows, ...summed])) return null;
  if (summed.some(({ name }) => !over.includes(name)) || size < SMALLEST_GROUP) return null;
  const above = sumOver(context, float(graph.emit("Relu", [value.name]), value.axes), over);
  const tail = graph.emit("Exp", [graph.emit("Neg", [graph.emit("Abs", [value.name])])]);
  const [groups, group] = [
    { name: "groups", size: count / size },
    { name: "group", size },
  ];
  const factors = reshaped(context, float(graph.emit("Add", [tail, graph.scalar(1)]), value.axes), [...rows, groups, group]);
  const attributes = { axes: { ints: [rows.length + 1] }, keepdims: { int: 0 } };
  const logs = graph.emit("Log", [graph.emit("ReduceProd", [factors.name], { attributes })]);
  const below = sumOver(context, float(logs, [...rows, groups]), [groups.name]);
  return float(graph.emit("Add", [above.name, below.name]), rows);
}

function largestDivisor(count: number): number {
  for (let size = LARGEST_GROUP; size > 1; size--) if (count % size === 0) return size;
  return 1;
}

/** Along an axis that the value lacks the largest is the value. The runtime passes NaN over, so it is looked for. */
export const max: Lowering<"max"> = ({ over, operands: [x] }, context) => {
  if (elements(x.axes) === 0) return number(context, -Infinity);
  const { graph } = context;
  const value = asFloat(context, context.valueOf(x));
  const axes = withoutAxes(value.axes, over);
  if (axes.length === value.axes.length) return value;
  const isNaN = asFloat(context, { name: graph.emit("IsNaN", [value.name]), type: "bool", axes: value.axes });
  const anyNaN = asBool(context, float(largest(context, isNaN, over, false), axes));
  return float(graph.emit("Where", [anyNaN.name, graph.scalar(NaN), largest(context, value, over, false)]), axes);
};

function largest({ graph }: Scope, value: Value, over: readonly string[], keep: boolean): string {
  const places = placesOf(value, over);
  if (places.length === 0) return value.name;
  return graph.emit("ReduceMax", [value.name], { attributes: { axes: { ints: places }, keepdims: { int: keep ? 1 : 0 } } });
}

/** m + log Σ exp(x − m), with the largest x as m; where that is infinite, with 0. */
export const logSumExp: Lowering<"logSumExp"> = ({ over, operands: [x] }, context) => {
  if (elements(x.axes) === 0) return number(context, -Infinity);
  const { graph } = context;
  const value = asFloat(context, context.valueOf(x));
  const repeated = withoutAxes(
    pickAxes("logSumExp", x.axes, over),
    value.axes.map(({ name }) => name),
  );
  const kept = value.axes.map(({ name, size }) => ({ name, size: over.includes(name) ? 1 : size }));
  const largestOfAll = largest(context, value, over, true);
  const shift = graph.emit("Where", [graph.emit("IsInf", [largestOfAll]), graph.scalar(0), largestOfAll]);
  const total = sumOver(context, float(graph.emit("Exp", [graph.emit("Sub", [value.name, shift])]), value.axes), over);
  const shiftAfter = reshaped(context, float(shift, kept), total.axes);
  const log = graph.emit("Log", [timesPlaces(context, total, repeated).name]);
  return float(graph.emit("Add", [log, shiftAfter.name]), total.axes);
};

/** x − m − log Σ exp(x − m), with the largest x as m. Over an axis that the value lacks all places have the same share. */
export const logSoftmax: Lowering<"logSoftmax"> = ({ axis, axes, operands: [x] }, context) => {
  const { graph } = context;
  const value = asFloat(context, context.valueOf(x));
  const place = value.axes.findIndex(({ name }) => name === axis);
  if (place < 0) return number(context, -Math.log(elements(pickAxes("logSoftmax", axes, [axis]))));
  const shifted = graph.emit("Sub", [value.name, largest(context, value, [axis], true)]);
  const sums = [graph.emit("Exp", [shifted]), graph.integers([place])];
  const total = graph.emit("ReduceSum", sums, { attributes: { keepdims: { int: 1 } } });
  return float(graph.emit("Sub", [shifted, graph.emit("Log", [total])]), value.axes);
};
