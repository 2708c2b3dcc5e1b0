import { elements } from "../../graph/axes.js";
import type { Axes, Axis } from "../../graph/axes.js";
import { ordered, reshaped } from "./value.js";
import type { Scope, Value } from "./value.js";

/** A group of axes as one: the axis itself where there is one. */
function asOne(group: Axes, place: number): Axis {
  const [only, ...others] = group;
  return only !== undefined && others.length === 0 ? only : { name: `group ${place}`, size: elements(group) };
}

/** The value with a dimension for each of some groups of axes, which are all its axes. */
export function grouped(scope: Scope, value: Value, groups: readonly Axes[]): string {
  return reshaped(scope, ordered(scope, value, groups.flat()), groups.map(asOne)).name;
}

/** Undoes `grouped`. */
export function ungrouped(scope: Scope, name: string, groups: readonly Axes[]): Value {
  return reshaped(scope, { name, type: "float", axes: groups.map(asOne) }, groups.flat());
}
