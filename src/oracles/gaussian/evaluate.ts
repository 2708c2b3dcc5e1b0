import type { ClosedTerm } from "../../claims/closed.js";
import { nameLatex } from "../../terms/name.js";
import { rational } from "../../numbers/rational.js";
import type { Binder, Term } from "../../terms/term.js";
import * as exact from "../../numbers/exact.js";
import type { Exact } from "../../numbers/exact.js";
import { absOfFunction, divideFunctions, expOfFunction, fractionalPower, logOfFunction, raiseFunction } from "./elementary.js";
import { addFunctions, constantFunction, constantValue, multiplyFunctions, scaleFunction, variableFunction } from "./function.js";
import type { GaussianFunction } from "./function.js";
import { expectNormal, integrateBetween, integrateOverLine } from "./integrate.js";
import { DEFAULT_BUDGET, Halt, MAX_DEPTH, unknown, Work } from "./limits.js";
import type { GaussianBudget, NoValue } from "./limits.js";
import { normalDensity, positiveVariance } from "./normal.js";

export type { GaussianBudget } from "./limits.js";

/** An exact number, or why there is none: `unknown` says nothing of the term, `undefined` that it has no value. */
export type ExactEvaluation = { readonly kind: "value"; readonly value: Exact } | NoValue;

/**
 * The exact value of a closed term, where every part of it stays a sum of *number × powers of variables × exp(quadratic polynomial)*: expectations
 * and integrals of polynomials, densities and log densities of normal laws. Never wrong by rounding; whatever leaves this form is `unknown`.
 */
export function evaluateExactly(term: ClosedTerm, budget: GaussianBudget = DEFAULT_BUDGET): ExactEvaluation {
  try {
    const evaluator = new Evaluator(budget);
    const value = constantValue(evaluator.evaluate(term, new Map(), 0));
    return value === null ? { kind: "unknown", reason: "the value depends on a variable" } : { kind: "value", value };
  } catch (error) {
    if (error instanceof Halt) return error.outcome;
    if (error instanceof exact.WorkLimitError) return { kind: "unknown", reason: error.message };
    throw error;
  }
}

/** Numbers of the variables in scope, by name; a binder inside another one of the same name hides it. */
type Scope = ReadonlyMap<string, number>;

class Evaluator {
  readonly #work: Work;
  #variables = 0;

  constructor(budget: GaussianBudget) {
    this.#work = new Work(budget);
  }

  evaluate(term: Term, scope: Scope, depth: number): GaussianFunction {
    if (depth > MAX_DEPTH) throw unknown("the expression is nested too deeply");
    this.#work.spend(1);
    const work = this.#work;
    const inner = (child: Term): GaussianFunction => this.evaluate(child, scope, depth + 1);
    switch (term.kind) {
      case "number":
        return constantFunction(exact.fromRational(term.value));
      case "constant":
        return constantFunction(constantOf(term.constant));
      case "symbol": {
        const variable = scope.get(nameLatex(term.name));
        if (variable === undefined) throw unknown(`${nameLatex(term.name)} has no value`);
        return variableFunction(variable);
      }
      case "add":
        return addFunctions(term.terms.map(inner), work);
      case "negate":
        return scaleFunction(inner(term.argument), rational(-1));
      case "multiply":
        return term.factors
          .map(inner)
          .reduce((product, factor) => multiplyFunctions(product, factor, work), constantFunction(exact.EXACT_ONE));
      case "divide":
        return divideFunctions(inner(term.numerator), inner(term.denominator), work);
      case "power":
        return raiseFunction(inner(term.base), inner(term.exponent), work);
      case "elementary":
        switch (term.name) {
          case "log":
            return logOfFunction(inner(term.argument), work);
          case "exp":
            return expOfFunction(inner(term.argument), work);
          case "sqrt":
            return fractionalPower(inner(term.argument), rational(1, 2), work);
          case "abs":
            return absOfFunction(inner(term.argument), work);
          case "sin":
          case "cos":
          case "tan":
          case "tanh":
          case "sigmoid":
          case "softplus":
          case "erf":
            throw unknown(`${term.name} has no exact value here`);
        }
      case "lawDensity": {
        const [mean, variance, ...others] = term.parameters;
        if (term.law !== "normal" || mean === undefined || variance === undefined || others.length > 0)
          throw unknown(`a density of the ${term.law} law`);
        return normalDensity(inner(term.point), inner(mean), positiveVariance(inner(variance)), work);
      }
      case "integral":
        return this.#integral(term, scope, depth);
      case "expectation":
        if (term.given.length > 0) throw unknown("a conditional expectation");
        return this.#expectation(term.binders, term.body, scope, depth);
      case "labelled":
        return inner(term.body);
      case "apply":
      case "component":
      case "delta":
      case "density":
      case "derivative":
      case "determinant":
      case "diagonal":
      case "divergence":
      case "entropy":
      case "event":
      case "extremum":
      case "indicator":
      case "inverse":
      case "mutualInformation":
      case "norm":
      case "product":
      case "range":
      case "set":
      case "sum":
      case "trace":
      case "transpose":
      case "tuple":
      case "variableEntropy":
      case "variance":
        throw unknown(`${term.kind} is not part of a closed term`);
    }
  }

  #bind(variable: Term, scope: Scope): { readonly number: number; readonly scope: Scope } {
    if (variable.kind !== "symbol") throw unknown("a bound variable that is not a plain symbol");
    const number = this.#variables++;
    return { number, scope: new Map(scope).set(nameLatex(variable.name), number) };
  }

  #integral(term: Extract<Term, { kind: "integral" }>, scope: Scope, depth: number): GaussianFunction {
    if (term.domain !== null) throw unknown("an integral over a set");
    const numbers: number[] = [];
    let inside = scope;
    for (const variable of term.variables) {
      const bound = this.#bind(variable, inside);
      numbers.push(bound.number);
      inside = bound.scope;
    }
    const body = this.evaluate(term.body, inside, depth + 1);
    const [first, ...others] = numbers;
    if (term.lower === null && term.upper === null)
      return numbers.reduce((f, number) => integrateOverLine(f, number, this.#work), body);
    if (term.lower === null || term.upper === null || first === undefined || others.length > 0)
      throw unknown("an integral with unclear bounds");
    if (isMinusInfinity(term.lower) && isInfinity(term.upper)) return integrateOverLine(body, first, this.#work);
    const lower = this.evaluate(term.lower, scope, depth + 1);
    const upper = this.evaluate(term.upper, scope, depth + 1);
    return integrateBetween(body, first, lower, upper, this.#work);
  }

  /** The last binder is integrated first: its parameters may use the variables of those before it. */
  #expectation(binders: readonly Binder[], body: Term, scope: Scope, depth: number): GaussianFunction {
    if (depth > MAX_DEPTH) throw unknown("the expression is nested too deeply");
    const [binder, ...others] = binders;
    if (binder === undefined) return this.evaluate(body, scope, depth + 1);
    const [variable, ...more] = binder.variables;
    const law = binder.distribution;
    if (variable === undefined || more.length > 0 || law?.kind !== "law" || law.law !== "normal")
      throw unknown("an expectation under no normal law");
    const [mean, variance, ...rest] = law.parameters;
    if (mean === undefined || variance === undefined || rest.length > 0) throw unknown("an expectation under no normal law");
    const meanFunction = this.evaluate(mean, scope, depth + 1);
    const spread = positiveVariance(this.evaluate(variance, scope, depth + 1));
    const bound = this.#bind(variable, scope);
    const inner = this.#expectation(others, body, bound.scope, depth + 1);
    return expectNormal(inner, bound.number, meanFunction, spread, this.#work);
  }
}

function constantOf(constant: "pi" | "e" | "infinity" | "identity"): Exact {
  switch (constant) {
    case "pi":
      return exact.PI;
    case "e":
      return exact.E;
    case "infinity":
    case "identity":
      throw unknown(`${constant} is no number`);
  }
}

function isInfinity(term: Term): boolean {
  return term.kind === "constant" && term.constant === "infinity";
}

function isMinusInfinity(term: Term): boolean {
  return term.kind === "negate" && isInfinity(term.argument);
}
