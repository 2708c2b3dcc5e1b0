import { axesText } from "../graph/axes.js";
import type { Node, SameLength } from "../graph/node.js";
import { ShapeError } from "../graph/shape-error.js";
import { scalar } from "../graph/sources.js";
import { pullBack } from "./pull-back.js";

/**
 * The gradients of a scalar with respect to nodes, each with its node's axes: graphs themselves, so they can be differentiated again. 0 for what the
 * scalar does not depend on. They are finite where the function is and every derivative on the way is; behind a select, a clamp or a maximum also where a
 * derivative is infinite on a branch that was not taken.
 *
 * @throws ShapeError unless `output` is a scalar
 */
export function gradients<const Wrt extends readonly Node[]>(output: Node, wrt: Wrt): SameLength<Wrt>;
export function gradients(output: Node, wrt: readonly Node[]): readonly Node[] {
  if (output.axes.length > 0) {
    throw new ShapeError("gradients", `the output is no scalar: it has (${axesText(output.axes)})`, "sum over these axes first");
  }
  return pullBack([{ node: output, gradient: scalar(1) }], wrt);
}
