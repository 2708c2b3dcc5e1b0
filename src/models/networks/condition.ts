import { add, contract } from "../../tensor/index.js";
import type { Axis, Node } from "../../tensor/index.js";
import type { Parameters } from "../../layers/index.js";

/** The name of the axis of a condition: one number for each class. */
export const CLASS = "class";

/**
 * What goes into an activation, with a number for each unit and class added: the same as to append the condition to the layer's input. Drawn as the layer's
 * other weights would be if a class were one more input.
 */
export function conditioned(parameters: Parameters, x: Node, condition: Node | null, units: Axis): Node {
  if (condition === null) return x;
  const classes = condition.axes.filter(({ name }) => name === CLASS);
  const initial = { law: "uniform", bound: 1 / Math.sqrt(units.size) } as const;
  return add(x, contract(condition, parameters.declare("condition", [...classes, units], initial), [CLASS]));
}
