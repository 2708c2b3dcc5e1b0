import { logSoftmax, negate, ShapeError, subtract } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import { categoryAxis, meanOver } from "../distributions/categorical.js";

interface Logits {
  readonly logits: Node;
}

/**
 * KL(p ‖ q) of independent categorical coordinates in nats, from the logits of both, summed over the categories and the given axes: `gibbs-inequality`.
 * Categories along several axes are those of one distribution, a joint table that is normalized over all of these axes together: `kl-joint`.
 *
 * Logits of −∞ exclude a category. One that p excludes adds 0, whether or not q does; one that only q excludes makes the divergence ∞.
 *
 * @throws ShapeError when p or q lacks an axis of the categories, one is empty or among the other axes or there is none, or neither has one of the others
 */
export function klCategorical(p: Logits, q: Logits, categories: string | readonly string[], over: readonly string[]): Node {
  const axes = categoryAxes("klCategorical", p, q, categories, over);
  const [left, right] = [logSoftmax(p.logits, axes), logSoftmax(q.logits, axes)];
  return meanOver(left, subtract(left, right), [...axes, ...over]);
}

/**
 * The cross-entropy H(p, q) = −Σ p log q in nats, from the logits of both: the mean of −log q under p, which is the entropy of p plus KL(p ‖ q) and so at
 * least the entropy: `maximum-likelihood`, `gibbs-inequality`. Categories, excluded ones and the other axes are as those of `klCategorical`.
 *
 * @throws ShapeError as `klCategorical`
 */
export function crossEntropyCategorical(
  p: Logits,
  q: Logits,
  categories: string | readonly string[],
  over: readonly string[],
): Node {
  const axes = categoryAxes("crossEntropyCategorical", p, q, categories, over);
  return negate(meanOver(logSoftmax(p.logits, axes), logSoftmax(q.logits, axes), [...axes, ...over]));
}

function categoryAxes(
  operation: string,
  p: Logits,
  q: Logits,
  categories: string | readonly string[],
  over: readonly string[],
): readonly string[] {
  const axes = typeof categories === "string" ? [categories] : categories;
  if (axes.length === 0) throw new ShapeError(operation, "no axis of categories is named", "name at least one");
  for (const { logits } of [p, q]) for (const own of axes) categoryAxis(operation, logits, own, over);
  return axes;
}
