import { add, axis, contract, oneHot, ShapeError } from "../../tensor/index.js";
import type { Axis, Node } from "../../tensor/index.js";
import type { Parameters } from "../../layers/index.js";

/** The name of the axis of a condition: one number for each class. */
export const CLASS = "class";

/** The labels for the model of this name that sees so many classes as a condition, null for one that sees none. @throws ShapeError when it sees some and there are no labels */
export function conditionOf(model: string, labels: Node | null, classes: number): Node | null {
  if (classes === 0) return null;
  if (labels === null) {
    throw new ShapeError(model, `it sees ${classes} classes and is given no labels`, "give one for each example");
  }
  return oneHot(labels, axis(CLASS, classes));
}

/**
 * What goes into an activation, with a number for each unit and class added: the same as to append the condition to the layer's input. Drawn as the layer's
 * other weights, of which `summed` are summed for one unit.
 */
export function conditioned(parameters: Parameters, x: Node, condition: Node | null, units: Axis, summed: number): Node {
  if (condition === null) return x;
  const classes = condition.axes.filter(({ name }) => name === CLASS);
  const initial = { law: "uniform", bound: 1 / Math.sqrt(summed) } as const;
  return add(x, contract(condition, parameters.declare("condition", [...classes, units], initial), [CLASS]));
}
