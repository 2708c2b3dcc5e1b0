import { divideRational, isZero, multiplyRational, negateRational, ONE, rational } from "../../numbers/rational.js";
import type { Rational } from "../../numbers/rational.js";
import * as exact from "../../numbers/exact.js";
import type { Exact } from "../../numbers/exact.js";
import { required } from "./elementary.js";
import {
  addFunctions,
  FunctionCollector,
  functionPower,
  multiplyFunctions,
  scaleFunction,
  variableFunction,
  withoutZeros,
} from "./function.js";
import type { GaussianFunction, GaussianTerm } from "./function.js";
import { undefinedValue, unknown } from "./limits.js";
import type { Work } from "./limits.js";
import { normalMoment } from "./moments.js";
import { normalDensity } from "./normal.js";
import { exponentOf, multiplyPowers, NO_POWERS, without } from "./powers.js";
import { addQuadratics, NO_EXPONENT, quadraticOf, splitBy } from "./quadratic.js";
import type { Quadratic, QuadraticEntry, QuadraticIn } from "./quadratic.js";

/**
 * ∫ f dv over the whole line, term by term.
 *
 * A term v^k exp(a v² + b v + …) with a < 0 is completed to a square. Terms with a ≥ 0 are not integrable, and as the terms of f are linearly
 * independent their sum is not either: the integral has no value, also where odd symmetry would suggest zero.
 */
export function integrateOverLine(f: GaussianFunction, variable: number, work: Work): GaussianFunction {
  const collector = new FunctionCollector();
  for (const term of withoutZeros(f, work).terms) {
    const split = splitBy(term.exponent, variable);
    if (split.square.numerator >= 0n) throw undefinedValue("the integral diverges");
    collector.addAll(integrateTerm(term, split, variable, work));
  }
  return collector.result();
}

/**
 * With B the coefficient of v and a < 0 that of v²:
 * ∫ v^k exp(a v² + B v) dv = √(π/−a) · exp(B²/(−4a)) · E v^k for v normal with mean B/(−2a) and variance 1/(−2a).
 */
function integrateTerm(
  term: GaussianTerm,
  { square, linear, constant, rest }: QuadraticIn,
  variable: number,
  work: Work,
): GaussianFunction {
  const stiffness = negateRational(square);
  const variance = divideRational(ONE, multiplyRational(rational(2), stiffness));
  const shift: readonly QuadraticEntry[] = isZero(constant) ? linear : [...linear, { powers: NO_POWERS, coefficient: constant }];
  const completed = squareOf(shift, divideRational(variance, rational(2)));
  const coefficient = exact.multiply(
    required(exact.power(exact.multiply(exact.PI, exact.fromRational(divideRational(ONE, stiffness))), rational(1, 2))),
    required(
      exact.exp(
        exact.fromRational(multiplyRational(multiplyRational(constant, constant), divideRational(variance, rational(2)))),
      ),
    ),
  );
  work.spend((1 + term.coefficient.terms.length) * (1 + coefficient.terms.length));
  const outside: GaussianTerm = {
    coefficient: exact.multiply(term.coefficient, coefficient),
    powers: without(term.powers, variable),
    exponent: addQuadratics(rest, completed),
  };
  const mean = scaleFunction(polynomial(shift), variance);
  return multiplyFunctions(
    { terms: [outside] },
    normalMoment(exponentOf(term.powers, variable), mean, exact.fromRational(variance), work),
    work,
  );
}

/** factor · (Σ entries)², without its constant. */
function squareOf(entries: readonly QuadraticEntry[], factor: Rational): Quadratic {
  const products: QuadraticEntry[] = [];
  for (const a of entries) {
    for (const b of entries) {
      const powers = multiplyPowers(a.powers, b.powers);
      if (powers.key !== "")
        products.push({ powers, coefficient: multiplyRational(factor, multiplyRational(a.coefficient, b.coefficient)) });
    }
  }
  return quadraticOf(products);
}

function polynomial(entries: readonly QuadraticEntry[]): GaussianFunction {
  return {
    terms: entries.map(({ powers, coefficient }) => ({
      coefficient: exact.fromRational(coefficient),
      powers,
      exponent: NO_EXPONENT,
    })),
  };
}

/** ∫ f dv from lower to upper, f a polynomial in v; what does not contain v may be anything. */
export function integrateBetween(
  f: GaussianFunction,
  variable: number,
  lower: GaussianFunction,
  upper: GaussianFunction,
  work: Work,
): GaussianFunction {
  const collector = new FunctionCollector();
  for (const term of withoutZeros(f, work).terms) {
    if (hasExponentIn(term, variable)) throw unknown("an integral of an exponential between bounds");
    const order = exponentOf(term.powers, variable) + 1;
    const outside: GaussianTerm = { ...term, powers: without(term.powers, variable) };
    const difference = addFunctions(
      [functionPower(upper, order, work), scaleFunction(functionPower(lower, order, work), rational(-1))],
      work,
    );
    collector.addAll(multiplyFunctions({ terms: [outside] }, scaleFunction(difference, rational(1, order)), work));
  }
  return collector.result();
}

function hasExponentIn(term: GaussianTerm, variable: number): boolean {
  return term.exponent.entries.some(({ powers }) => exponentOf(powers, variable) > 0);
}

/**
 * E f for v normal with the given mean, a function of other variables, and a positive variance.
 *
 * Terms without v in their exponent need moments only, so mean and variance may be any exact numbers there; the others are integrated against the
 * density, which needs a linear mean and fractions.
 */
export function expectNormal(
  f: GaussianFunction,
  variable: number,
  mean: GaussianFunction,
  variance: Exact,
  work: Work,
): GaussianFunction {
  const collector = new FunctionCollector();
  const tilted: GaussianTerm[] = [];
  const moments = new Map<number, GaussianFunction>();
  for (const term of withoutZeros(f, work).terms) {
    if (hasExponentIn(term, variable)) {
      tilted.push(term);
      continue;
    }
    const order = exponentOf(term.powers, variable);
    const moment = moments.get(order) ?? normalMoment(order, mean, variance, work);
    moments.set(order, moment);
    collector.addAll(multiplyFunctions({ terms: [{ ...term, powers: without(term.powers, variable) }] }, moment, work));
  }
  if (tilted.length > 0) {
    const density = normalDensity(variableFunction(variable), mean, variance, work);
    collector.addAll(integrateOverLine(multiplyFunctions({ terms: tilted }, density, work), variable, work));
  }
  return collector.result();
}
