import { add, multiply, negate, sigmoid, softplus, subtract, sum } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";

/**
 * KL(p ‖ q) of independent Bernoulli coordinates in nats, from the logits of both, summed over the given axes:
 * σ(a) log(σ(a) / σ(b)) + σ(−a) log(σ(−a) / σ(−b)) with log σ(a) = −softplus(−a).
 *
 * @throws ShapeError when no parameter has one of the axes
 */
export function klBernoulli(p: { readonly logits: Node }, q: { readonly logits: Node }, over: readonly string[]): Node {
  const part = (a: Node, b: Node): Node => multiply(sigmoid(a), subtract(softplus(negate(b)), softplus(negate(a))));
  return sum(add(part(p.logits, q.logits), part(negate(p.logits), negate(q.logits))), over);
}
