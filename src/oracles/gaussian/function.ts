import type { Rational } from "../../numbers/rational.js";
import {
  add as addExact,
  EXACT_ONE,
  equality,
  EXACT_ZERO,
  multiply as multiplyExact,
  scale as scaleExact,
} from "../../numbers/exact.js";
import type { Exact } from "../../numbers/exact.js";
import { unknown } from "./limits.js";
import type { Work } from "./limits.js";
import { multiplyPowers, NO_POWERS, variablePower } from "./powers.js";
import type { Powers } from "./powers.js";
import { addQuadratics, NO_EXPONENT } from "./quadratic.js";
import type { Quadratic } from "./quadratic.js";

/** coefficient · powers of variables · exp(exponent). */
export interface GaussianTerm {
  readonly coefficient: Exact;
  readonly powers: Powers;
  readonly exponent: Quadratic;
}

/**
 * A function of the bound variables: a finite sum of terms, each pair of powers and exponent once. Such pairs are linearly independent functions, so
 * the sum is the zero function exactly when every coefficient is zero; coefficients may be zero without looking so (`withoutZeros`).
 */
export interface GaussianFunction {
  readonly terms: readonly GaussianTerm[];
}

export const ZERO_FUNCTION: GaussianFunction = { terms: [] };

export function constantFunction(value: Exact): GaussianFunction {
  return { terms: [{ coefficient: value, powers: NO_POWERS, exponent: NO_EXPONENT }] };
}

export function variableFunction(variable: number): GaussianFunction {
  return { terms: [{ coefficient: EXACT_ONE, powers: variablePower(variable, 1), exponent: NO_EXPONENT }] };
}

/** Adds up terms by powers and exponent. */
export class FunctionCollector {
  readonly #terms = new Map<string, GaussianTerm>();

  add(term: GaussianTerm): void {
    const key = `${term.powers.key}|${term.exponent.key}`;
    const present = this.#terms.get(key);
    this.#terms.set(
      key,
      present === undefined ? term : { ...term, coefficient: addExact(present.coefficient, term.coefficient) },
    );
  }

  addAll(f: GaussianFunction): void {
    for (const term of f.terms) this.add(term);
  }

  result(): GaussianFunction {
    return { terms: [...this.#terms.values()] };
  }
}

export function addFunctions(functions: readonly GaussianFunction[], work: Work): GaussianFunction {
  const collector = new FunctionCollector();
  for (const f of functions) {
    work.spend(f.terms.length);
    collector.addAll(f);
  }
  return collector.result();
}

export function multiplyTerms(a: GaussianTerm, b: GaussianTerm, work: Work): GaussianTerm {
  work.spend((1 + a.coefficient.terms.length) * (1 + b.coefficient.terms.length));
  return {
    coefficient: multiplyExact(a.coefficient, b.coefficient),
    powers: multiplyPowers(a.powers, b.powers),
    exponent: addQuadratics(a.exponent, b.exponent),
  };
}

export function multiplyFunctions(a: GaussianFunction, b: GaussianFunction, work: Work): GaussianFunction {
  const collector = new FunctionCollector();
  for (const x of a.terms) for (const y of b.terms) collector.add(multiplyTerms(x, y, work));
  return collector.result();
}

export function scaleFunction(f: GaussianFunction, factor: Rational): GaussianFunction {
  return { terms: f.terms.map((term) => ({ ...term, coefficient: scaleExact(term.coefficient, factor) })) };
}

/** f^exponent for a whole exponent ≥ 0. */
export function functionPower(f: GaussianFunction, exponent: number, work: Work): GaussianFunction {
  let result = constantFunction(EXACT_ONE);
  for (const bit of exponent.toString(2)) {
    result = multiplyFunctions(result, result, work);
    if (bit === "1") result = multiplyFunctions(result, f, work);
  }
  return result;
}

/** The same function without the terms whose coefficient is zero. Ends the evaluation where that cannot be told. */
export function withoutZeros(f: GaussianFunction, work: Work): GaussianFunction {
  return {
    terms: f.terms.filter(({ coefficient }) => {
      work.spend(1 + coefficient.terms.length);
      switch (equality(coefficient, EXACT_ZERO)) {
        case "equal":
          return false;
        case "different":
          return true;
        case "unknown":
          throw unknown("whether a coefficient is zero could not be decided");
      }
    }),
  };
}

export function isConstantTerm(term: GaussianTerm): boolean {
  return term.powers.key === "" && term.exponent.key === "";
}

/** The value of a function that is constant; null for one that may depend on its variables. */
export function constantValue(f: GaussianFunction): Exact | null {
  let value = EXACT_ZERO;
  for (const term of f.terms) {
    if (!isConstantTerm(term)) return null;
    value = addExact(value, term.coefficient);
  }
  return value;
}
