import { rational } from "../../numbers/rational.js";
import type { Rational } from "../../numbers/rational.js";
import * as exact from "../../numbers/exact.js";
import type { Exact, Outcome } from "../../numbers/exact.js";
import {
  addFunctions,
  constantFunction,
  constantValue,
  functionPower,
  isConstantTerm,
  multiplyFunctions,
  withoutZeros,
} from "./function.js";
import type { GaussianFunction, GaussianTerm } from "./function.js";
import { MAX_DEGREE, undefinedValue, unknown } from "./limits.js";
import type { Work } from "./limits.js";
import { degree, dividePowers, NO_POWERS } from "./powers.js";
import { addQuadratics, NO_EXPONENT, quadraticOf, scaleQuadratic } from "./quadratic.js";
import type { Quadratic, QuadraticEntry } from "./quadratic.js";

/** The exact number of an outcome; ends the evaluation where there is none. */
export function required(outcome: Outcome): Exact {
  switch (outcome.kind) {
    case "exact":
      return outcome;
    case "undefined":
      throw undefinedValue(outcome.reason);
    case "unrepresentable":
      throw unknown(outcome.reason);
  }
}

/** f / g, g a single term; its powers of variables must divide every term of f. */
export function divideFunctions(f: GaussianFunction, g: GaussianFunction, work: Work): GaussianFunction {
  const [above, below] = [constantValue(f), constantValue(g)];
  if (above !== null && below !== null) return constantFunction(required(exact.divide(above, below)));
  const divisor = withoutZeros(g, work);
  const [only, ...others] = divisor.terms;
  if (only === undefined) throw undefinedValue("division by zero");
  if (others.length > 0) throw unknown("division by a sum that depends on a variable");
  const inverse = required(exact.divide(exact.EXACT_ONE, only.coefficient));
  const opposite = scaleQuadratic(only.exponent, rational(-1));
  return {
    terms: withoutZeros(f, work).terms.map((term) => {
      work.spend((1 + term.coefficient.terms.length) * (1 + inverse.terms.length));
      const powers = dividePowers(term.powers, only.powers);
      if (powers === null) throw unknown("division by a variable");
      return { coefficient: exact.multiply(term.coefficient, inverse), powers, exponent: addQuadratics(term.exponent, opposite) };
    }),
  };
}

/** log f, f a positive number times the exponential of a quadratic. */
export function logOfFunction(f: GaussianFunction, work: Work): GaussianFunction {
  const term = singleTermOf(f, "the logarithm of", work);
  const constant = constantFunction(required(exact.log(term.coefficient)));
  return addFunctions([constant, polynomialOf(term.exponent)], work);
}

/** exp f, f a polynomial of degree at most 2 whose coefficients, but for the constant, are fractions. */
export function expOfFunction(f: GaussianFunction, work: Work): GaussianFunction {
  let constant = exact.EXACT_ZERO;
  const entries: QuadraticEntry[] = [];
  for (const term of withoutZeros(f, work).terms) {
    if (term.exponent.key !== "") throw unknown("the exponential of an exponential");
    if (isConstantTerm(term)) constant = exact.add(constant, term.coefficient);
    else {
      if (degree(term.powers) > 2) throw unknown("the exponential of a polynomial of degree above 2");
      const coefficient = exact.asRational(term.coefficient);
      if (coefficient === null) throw unknown("an exponential whose exponent has coefficients that are no fractions");
      entries.push({ powers: term.powers, coefficient });
    }
  }
  const coefficient = required(exact.exp(constant));
  return { terms: [{ coefficient, powers: NO_POWERS, exponent: quadraticOf(entries) }] };
}

/** f^g. */
export function raiseFunction(f: GaussianFunction, g: GaussianFunction, work: Work): GaussianFunction {
  const exponent = constantValue(g);
  const base = constantValue(f);
  if (base !== null && exponent !== null) return constantFunction(required(exact.raise(base, exponent)));
  if (exponent === null) return expOfFunction(multiplyFunctions(g, logOfFunction(f, work), work), work);
  const fraction = exact.asRational(exponent);
  if (fraction === null) throw unknown("a power whose exponent is no fraction");
  return fractionalPower(f, fraction, work);
}

/** f^exponent: any f for whole exponents ≥ 0, else a single term without powers of variables. */
export function fractionalPower(f: GaussianFunction, exponent: Rational, work: Work): GaussianFunction {
  if (exponent.denominator === 1n && exponent.numerator >= 0n) {
    if (exponent.numerator > BigInt(MAX_DEGREE)) throw unknown(`a power above ${MAX_DEGREE}`);
    return functionPower(f, Number(exponent.numerator), work);
  }
  if (exponent.numerator > 0n && withoutZeros(f, work).terms.length === 0) return f;
  const term = singleTermOf(f, "a power of", work);
  return {
    terms: [
      {
        coefficient: required(exact.power(term.coefficient, exponent)),
        powers: NO_POWERS,
        exponent: scaleQuadratic(term.exponent, exponent),
      },
    ],
  };
}

/** |f|, f a number or a single term with even powers only. */
export function absOfFunction(f: GaussianFunction, work: Work): GaussianFunction {
  const value = constantValue(f);
  if (value !== null) return constantFunction(required(exact.abs(value)));
  const [only, ...others] = withoutZeros(f, work).terms;
  if (only === undefined) return f;
  if (others.length > 0 || only.powers.factors.some((factor) => factor.exponent % 2 !== 0)) {
    throw unknown("the absolute value of a function that may change its sign");
  }
  return { terms: [{ ...only, coefficient: required(exact.abs(only.coefficient)) }] };
}

/** The only term of f, free of powers; f zero has no logarithm and no negative power. */
function singleTermOf(f: GaussianFunction, operation: string, work: Work): GaussianTerm {
  const [only, ...others] = withoutZeros(f, work).terms;
  if (only === undefined) throw undefinedValue(`${operation} zero`);
  if (others.length > 0) throw unknown(`${operation} a sum that depends on a variable`);
  if (only.powers.key !== "") throw unknown(`${operation} a variable`);
  return only;
}

function polynomialOf(quadratic: Quadratic): GaussianFunction {
  return {
    terms: quadratic.entries.map(({ powers, coefficient }) => ({
      coefficient: exact.fromRational(coefficient),
      powers,
      exponent: NO_EXPONENT,
    })),
  };
}
