import { add, axis, contract, elements, ShapeError } from "../tensor/index.js";
import type { Axis, Node } from "../tensor/index.js";
import type { Parameters } from "./parameters.js";

/**
 * x W + b: from the axes `over` of x to the axis `to`. Both are drawn uniformly with bound 1/√n, n the number of values summed: PyTorch's `Linear`.
 *
 * @throws ShapeError when x lacks one of the axes or has `to`
 */
export function dense(parameters: Parameters, x: Node, over: readonly string[], to: Axis): Node {
  if (x.axes.some(({ name }) => name === to.name)) {
    throw new ShapeError("dense", `the operand has the axis "${to.name}" of the result`, "rename one of the two");
  }
  const summed = x.axes.filter(({ name }) => over.includes(name));
  const initial = { law: "uniform", bound: 1 / Math.sqrt(elements(summed)) } as const;
  const own = axis(to.name, to.size);
  const weight = parameters.declare("weight", [...summed, own], initial);
  return add(contract(x, weight, over), parameters.declare("bias", [own], initial));
}
