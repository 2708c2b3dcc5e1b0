import { rational } from "../../numbers/rational.js";
import * as exact from "../../numbers/exact.js";
import type { Exact } from "../../numbers/exact.js";
import { expOfFunction, required } from "./elementary.js";
import { addFunctions, constantFunction, constantValue, multiplyFunctions, scaleFunction } from "./function.js";
import type { GaussianFunction } from "./function.js";
import { undefinedValue, unknown } from "./limits.js";
import type { Work } from "./limits.js";

/** The variance of a normal law: one positive number. Ends the evaluation on anything else. */
export function positiveVariance(f: GaussianFunction): Exact {
  const variance = constantValue(f);
  if (variance === null) throw unknown("a normal law whose variance depends on a variable");
  switch (exact.sign(variance)) {
    case 1:
      return variance;
    case "unknown":
      throw unknown("whether a variance is positive could not be decided");
    case 0:
    case -1:
      throw undefinedValue("a normal law whose variance is not positive");
  }
}

/** (2π variance)^{−1/2} exp(−(point − mean)² / (2 variance)). */
export function normalDensity(point: GaussianFunction, mean: GaussianFunction, variance: Exact, work: Work): GaussianFunction {
  const deviation = addFunctions([point, scaleFunction(mean, rational(-1))], work);
  const precision = required(exact.divide(exact.fromRational(rational(-1, 2)), variance));
  const exponent = multiplyFunctions(constantFunction(precision), multiplyFunctions(deviation, deviation, work), work);
  const scale = required(exact.power(exact.multiply(exact.scale(exact.PI, rational(2)), variance), rational(-1, 2)));
  return multiplyFunctions(constantFunction(scale), expOfFunction(exponent, work), work);
}
