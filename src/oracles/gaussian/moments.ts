import { rational } from "../../numbers/rational.js";
import * as exact from "../../numbers/exact.js";
import type { Exact } from "../../numbers/exact.js";
import { constantFunction, FunctionCollector, multiplyFunctions } from "./function.js";
import type { GaussianFunction } from "./function.js";
import type { Work } from "./limits.js";

/** E v^order for v normal: Σ over even j of C(order, j) (j − 1)!! variance^{j/2} mean^{order − j}. */
export function normalMoment(order: number, mean: GaussianFunction, variance: Exact, work: Work): GaussianFunction {
  const collector = new FunctionCollector();
  const meanPowers = powersUpTo(order, mean, work);
  let variancePower = exact.EXACT_ONE;
  let pairings = 1n;
  let choices = 1n;
  for (let j = 0; j <= order; j += 2) {
    const weight = exact.scale(variancePower, rational(choices * pairings));
    collector.addAll(
      multiplyFunctions(constantFunction(weight), meanPowers[order - j] ?? constantFunction(exact.EXACT_ONE), work),
    );
    variancePower = exact.multiply(variancePower, variance);
    pairings *= BigInt(j + 1);
    choices = (choices * BigInt(order - j) * BigInt(order - j - 1)) / (BigInt(j + 1) * BigInt(j + 2));
  }
  return collector.result();
}

/** f^0, f^1, …, f^highest. */
function powersUpTo(highest: number, f: GaussianFunction, work: Work): readonly GaussianFunction[] {
  let power = constantFunction(exact.EXACT_ONE);
  const powers = [power];
  for (let k = 1; k <= highest; k++) {
    power = multiplyFunctions(power, f, work);
    powers.push(power);
  }
  return powers;
}
