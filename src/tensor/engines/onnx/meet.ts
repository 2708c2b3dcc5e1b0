import type { Axes } from "../../graph/axes.js";
import { aligned, meetingAxes } from "./value.js";
import type { Scope, Value } from "./value.js";

/** An operation of numpy's rules, on operands that meet over all their axes, which are some of the node's. */
export function meet(
  scope: Scope,
  operator: string,
  axes: Axes,
  operands: readonly Value[],
  type: Value["type"] = "float",
): Value {
  const met = meetingAxes(axes, operands);
  const inputs = operands.map((operand) => aligned(scope, operand, met));
  return { name: scope.graph.emit(operator, inputs), type, axes: met };
}
