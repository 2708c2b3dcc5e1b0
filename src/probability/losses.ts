import { add, exp, mean, multiply, negate, softplus, square, subtract, sum } from "../tensor/index.js";
import type { Node, Operand } from "../tensor/index.js";
import { bernoulli } from "./distributions/bernoulli.js";
import { categorical } from "./distributions/categorical.js";
import { LOG_TWO_PI, normal } from "./distributions/normal.js";
import type { MeanAndLogVar } from "./distributions/normal.js";

/**
 * −log N(x; mean, diag exp(logVar)) in nats, with its constant, summed over the given axes: `normal-density`.
 *
 * @throws ShapeError when x or the parameters lack one of the axes
 */
export function normalNll(x: Node, parameters: MeanAndLogVar, over: readonly string[]): Node {
  return negate(normal(parameters, over).logProb(x));
}

/**
 * −log of the probability of x in nats from the logits, summed over the given axes: `bernoulli-cross-entropy`. ∞ where x has a value other than 0 and 1.
 *
 * @throws ShapeError when x or the logits lack one of the axes
 */
export function bernoulliNll(x: Node, parameters: { readonly logits: Node }, over: readonly string[]): Node {
  return negate(bernoulli(parameters, over).logProb(x));
}

/**
 * The cross-entropy in nats of levels x from 0 to 1 with the probabilities σ(logits), summed over the given axes: the mean of `bernoulliNll` over values
 * 0 and 1 drawn with the levels as probabilities, and `bernoulliNll` itself where x is 0 or 1: `bernoulli-cross-entropy`. Of other levels it is no −log of a
 * probability: what it gives for them names no likelihood.
 *
 * softplus(logits) − x · logits: the error is one of rounding relative to |logits|, not to the result.
 *
 * @throws ShapeError when neither x nor the logits have one of the axes
 */
export function bernoulliCrossEntropy(x: Node, logits: Node, over: readonly string[]): Node {
  return sum(subtract(softplus(logits), multiply(x, logits)), over);
}

/**
 * −log of the probability of the positions x along the category axis in nats, from the logits, summed over the given axes. Its mean over data is their
 * cross-entropy: `maximum-likelihood`. ∞ where x has a value that is no position.
 *
 * @throws ShapeError when x or the logits lack one of the axes, the logits that of the categories, or this is empty
 */
export function categoricalNll(x: Node, parameters: { readonly logits: Node }, category: string, over: readonly string[]): Node {
  return negate(categorical(parameters, category, over).logProb(x));
}

/**
 * The mean over the given axes of (x − prediction)². With D places in these and one variance σ² for all, `nllFromMse` makes `normalNll` of it:
 * `gaussian-mse`.
 *
 * @throws ShapeError when neither has one of the axes, or one is empty
 */
export function mse(x: Node, prediction: Node, over: readonly string[]): Node {
  return mean(square(subtract(x, prediction)), over);
}

/** (D/2) log 2πσ² in nats: what the squared error leaves out of the normal −log-likelihood of D coordinates with one log σ²: `gaussian-mse`. */
export function nllMseConstant(dimensions: number, logVar: Operand): Node {
  return multiply(add(logVar, LOG_TWO_PI), dimensions / 2);
}

/**
 * −log N(x; prediction, σ² I) in nats from `mse`, the mean of (x − prediction)² over D coordinates with one log σ² for all: D / (2σ²) · mse plus
 * `nllMseConstant`: `gaussian-mse`. They meet by the names of their axes.
 *
 * @throws ShapeError when an axis of both has two sizes
 */
export function nllFromMse(meanSquaredError: Node, dimensions: number, logVar: Operand): Node {
  const precision = exp(multiply(logVar, -1));
  return add(multiply(multiply(meanSquaredError, precision), dimensions / 2), nllMseConstant(dimensions, logVar));
}
