import type { Axes } from "../../graph/axes.js";
import type { Attributes } from "./format.js";
import { aligned, meetingAxes } from "./value.js";
import type { Scope, Value } from "./value.js";

interface Meeting {
  /** Of the result; float unless given. */
  readonly type?: Value["type"];
  readonly attributes?: Attributes;
}

/** An operation of numpy's rules, on operands that meet over all their axes, which are some of the node's. */
export function meet(
  scope: Scope,
  operator: string,
  axes: Axes,
  operands: readonly Value[],
  { type = "float", attributes = {} }: Meeting = {},
): Value {
  const met = meetingAxes(axes, operands);
  const inputs = operands.map((operand) => aligned(scope, operand, met));
  const name = type === "float" ? metInBlocks(scope, operator, met, operands, inputs, attributes) : null;
  return { name: name ?? scope.graph.emit(operator, inputs, { attributes }), type, axes: met };
}

/** Null unless the operands are images and numbers, and there are blocks. */
function metInBlocks(
  { graph, blocks }: Scope,
  operator: string,
  [, channel, ...plane]: Axes,
  operands: readonly Value[],
  inputs: readonly string[],
  attributes: Attributes,
): string | null {
  if (blocks === null || channel === undefined || plane.length !== 2) return null;
  if (operands.some(({ type, axes }) => type !== "float" || (axes.length > 0 && axes.length < 4))) return null;
  const given = inputs.map((name, i) => ({ name, isNumber: operands[i]?.axes.length === 0 }));
  return blocks.elementwise(graph, operator, given, channel.size, attributes);
}
