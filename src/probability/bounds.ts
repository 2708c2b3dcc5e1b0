import { add, axesText, logSumExp, mean, namesOf, ShapeError, subtract, sum } from "../tensor/index.js";
import type { Node } from "../tensor/index.js";
import type { Distribution } from "./distribution.js";
import { klDivergence } from "./divergences/kl-divergence.js";

/**
 * The evidence lower bound in nats: the mean of log p(x|z) under q(z|x), minus KL(q(z|x) ‖ p(z)): `elbo-evidence`. It is to be raised; the loss is its
 * negative.
 *
 * @throws ShapeError unless both have the same axes: what lacks one would count along it again and again
 */
export function elbo(logLikelihood: Node, kl: Node): Node {
  demandSame("elbo", "the log-likelihood", logLikelihood, "the divergence", kl);
  return subtract(logLikelihood, kl);
}

/** `elbo` with the divergence in closed form. @throws as `elbo` and `klDivergence` */
export function analyticElbo(logLikelihood: Node, posterior: Distribution, prior: Distribution): Node {
  return elbo(logLikelihood, klDivergence(posterior, prior));
}

/**
 * log (p(x|z) p(z) / q(z|x)) in nats of samples z of the posterior q(z|x), from log p(x|z): its mean under q is the evidence lower bound, `elbo-evidence`,
 * that of its exponential p(x).
 *
 * @throws ShapeError unless log p(x|z) has the axes of log q(z|x)
 */
export function logWeight(logLikelihood: Node, z: Node, posterior: Distribution, prior: Distribution): Node {
  const logPosterior = posterior.logProb(z);
  demandSame("logWeight", "log p(x|z)", logLikelihood, "log q(z|x)", logPosterior);
  return add(logLikelihood, subtract(prior.logProb(z), logPosterior));
}

/** The evidence lower bound in nats, estimated without bias: the mean of `logWeight` over an axis of samples. @throws ShapeError when there are none */
export function sampledElbo(logWeights: Node, samples: string): Node {
  return mean(logWeights, [samples]);
}

/**
 * The importance-weighted bound in nats: log of the mean of k weights, logSumExp − log k (Burda, Grosse, Salakhutdinov: Importance weighted autoencoders,
 * 2016). Its mean is the evidence lower bound for k = 1, grows with k, and never exceeds log p(x).
 *
 * @throws ShapeError when there is no such axis or it has no samples
 */
export function importanceWeightedBound(logWeights: Node, samples: string): Node {
  const total = logSumExp(logWeights, [samples]);
  const count = logWeights.axes.find(({ name }) => name === samples)?.size ?? 0;
  if (count === 0) {
    throw new ShapeError("importanceWeightedBound", `axis "${samples}" has size 0`, "draw at least one sample");
  }
  return subtract(total, Math.log(count));
}

/**
 * log p(x) in nats of an autoregressive model: the sum of log p(x_i | x_1, …, x_{i−1}) over the axes of the coordinates: `chain-rule`.
 *
 * @throws ShapeError when one of the axes is missing
 */
export function chainRuleLogLikelihood(logConditionals: Node, coordinates: readonly string[]): Node {
  return sum(logConditionals, coordinates);
}

function demandSame(operation: string, left: string, a: Node, right: string, b: Node): void {
  if (namesOf(a.axes).toSorted().join() === namesOf(b.axes).toSorted().join()) return;
  throw new ShapeError(
    operation,
    `${left} has (${axesText(a.axes)}), ${right} (${axesText(b.axes)})`,
    "sum or average over what only one has",
  );
}
