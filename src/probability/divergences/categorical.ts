import { exp, logSoftmax, multiply, subtract, sum } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";

/**
 * KL(p ‖ q) of independent categorical coordinates in nats, from the logits of both over one category axis, summed over this and the given axes.
 *
 * @throws ShapeError when one of both lacks the category axis, no parameter has one of the others
 */
export function klCategorical(
  p: { readonly logits: Node },
  q: { readonly logits: Node },
  category: string,
  over: readonly string[],
): Node {
  const [left, right] = [logSoftmax(p.logits, category), logSoftmax(q.logits, category)];
  return sum(multiply(exp(left), subtract(left, right)), [category, ...over]);
}
