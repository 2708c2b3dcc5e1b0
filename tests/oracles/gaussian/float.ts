import { nameLatex } from "../../../src/terms/name.js";
import { toNumber } from "../../../src/numbers/rational.js";
import type { Term } from "../../../src/terms/term.js";

const HALF_WIDTH = 15;
const NODES = 300;

/**
 * The value of a closed term in floating point: the trapezoidal rule on a wide grid, which converges geometrically for smooth functions that decay as
 * Gaussians. Shares nothing with the oracle under test.
 */
export function floatValue(term: Term, scope: ReadonlyMap<string, number> = new Map()): number {
  const at = (child: Term): number => floatValue(child, scope);
  switch (term.kind) {
    case "number":
      return toNumber(term.value);
    case "constant":
      return term.constant === "pi" ? Math.PI : term.constant === "e" ? Math.E : NaN;
    case "symbol":
      return scope.get(nameLatex(term.name)) ?? NaN;
    case "add":
      return term.terms.reduce((sum, child) => sum + at(child), 0);
    case "negate":
      return -at(term.argument);
    case "multiply":
      return term.factors.reduce((product, child) => product * at(child), 1);
    case "divide":
      return at(term.numerator) / at(term.denominator);
    case "power":
      return at(term.base) ** at(term.exponent);
    case "elementary": {
      const functions: Partial<Record<string, (x: number) => number>> = {
        log: Math.log,
        exp: Math.exp,
        sqrt: Math.sqrt,
        abs: Math.abs,
      };
      return (functions[term.name] ?? (() => NaN))(at(term.argument));
    }
    case "lawDensity": {
      const [mean = NaN, variance = NaN] = term.parameters.map(at);
      return gauss(at(term.point), mean, variance);
    }
    case "integral": {
      const [variable, ...others] = term.variables;
      if (variable === undefined) return at(term.body);
      const rest: Term = others.length === 0 ? term.body : { ...term, variables: others };
      const low = term.lower === null ? -HALF_WIDTH : at(term.lower);
      const high = term.upper === null ? HALF_WIDTH : at(term.upper);
      return trapezoid((x) => floatValue(rest, bind(scope, variable, x)), low, high);
    }
    case "expectation": {
      const [binder, ...others] = term.binders;
      const variable = binder?.variables[0];
      if (binder === undefined || variable === undefined) return at(term.body);
      const law = binder.distribution;
      const [mean = NaN, variance = NaN] = law?.kind === "law" ? law.parameters.map(at) : [];
      const rest: Term = { ...term, binders: others };
      const width = 12 * Math.sqrt(variance);
      return trapezoid((x) => gauss(x, mean, variance) * floatValue(rest, bind(scope, variable, x)), mean - width, mean + width);
    }
    default:
      return NaN;
  }
}

function bind(scope: ReadonlyMap<string, number>, variable: Term, value: number): ReadonlyMap<string, number> {
  return variable.kind === "symbol" ? new Map(scope).set(nameLatex(variable.name), value) : scope;
}

function gauss(x: number, mean: number, variance: number): number {
  return Math.exp(-((x - mean) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
}

function trapezoid(f: (x: number) => number, low: number, high: number): number {
  const step = (high - low) / NODES;
  let sum = (f(low) + f(high)) / 2;
  for (let k = 1; k < NODES; k++) sum += f(low + k * step);
  return sum * step;
}
