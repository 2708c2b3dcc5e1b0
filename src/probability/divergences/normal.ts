import { add, exp, expm1, multiply, square, subtract, sum } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import type { MeanAndLogVar } from "../distributions/normal.js";

/**
 * KL(p ‖ q) of two diagonal normal distributions in nats, summed over the given axes: `gaussian-kl`. With r = log σ_p² − log σ_q² a coordinate adds
 * ½ (exp(r) − 1 − r + (mean_p − mean_q)² / σ_q²), in which expm1 keeps what is left where the variances are almost equal.
 *
 * @throws ShapeError when no parameter has one of the axes
 */
export function klNormal(p: MeanAndLogVar, q: MeanAndLogVar, over: readonly string[]): Node {
  const ratio = subtract(p.logVar, q.logVar);
  const distance = multiply(subtract(p.mean, q.mean), exp(multiply(q.logVar, -1 / 2)));
  return sum(multiply(add(subtract(expm1(ratio), ratio), square(distance)), 1 / 2), over);
}

/**
 * KL(N(mean, diag exp(logVar)) ‖ N(0, I)) in nats, summed over the given axes: `gaussian-kl-standard`, ½ Σ (mean² + exp(logVar) − logVar − 1).
 *
 * @throws ShapeError when no parameter has one of the axes
 */
export function klNormalStandard({ mean, logVar }: MeanAndLogVar, over: readonly string[]): Node {
  return sum(multiply(add(subtract(expm1(logVar), logVar), square(mean)), 1 / 2), over);
}
