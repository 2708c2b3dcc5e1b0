import { compareRational, ZERO } from "../../numbers/rational.js";
import type { Term } from "../../terms/term.js";

/** True only of terms that are positive wherever they are defined, as far as their form shows. */
export function isPositive(term: Term): boolean {
  switch (term.kind) {
    case "number":
      return compareRational(term.value, ZERO) > 0;
    case "constant":
      return term.constant !== "identity";
    case "lawDensity":
      return true;
    case "add":
      return term.terms.length > 0 && term.terms.every(isPositive);
    case "multiply":
      return term.factors.every(isPositive);
    case "divide":
      return isPositive(term.numerator) && isPositive(term.denominator);
    case "power":
      return isPositive(term.base);
    case "elementary":
      return isPositiveElementary(term);
    default:
      return false;
  }
}

function isPositiveElementary(term: Extract<Term, { kind: "elementary" }>): boolean {
  switch (term.name) {
    case "exp":
    case "sigmoid":
    case "softplus":
      return true;
    case "sqrt":
      return isPositive(term.argument);
    case "log":
    case "abs":
    case "sin":
    case "cos":
    case "tan":
    case "tanh":
    case "erf":
      return false;
  }
}

/** Whether a positive term may leave the range of doubles where its logarithm does not. */
export function isExponential(term: Term): boolean {
  switch (term.kind) {
    case "lawDensity":
      return true;
    case "elementary":
      return term.name === "exp" || (term.name === "sqrt" && isExponential(term.argument));
    case "multiply":
      return term.factors.some(isExponential);
    case "add":
      return term.terms.some(isExponential);
    case "divide":
      return isExponential(term.numerator) || isExponential(term.denominator);
    case "power":
      return isExponential(term.base) || term.exponent.kind !== "number";
    default:
      return false;
  }
}

/** Whether the term holds an integral or an expectation. */
export function holdsIntegral(term: Term): boolean {
  switch (term.kind) {
    case "integral":
    case "expectation":
      return true;
    case "add":
      return term.terms.some(holdsIntegral);
    case "multiply":
      return term.factors.some(holdsIntegral);
    case "divide":
      return holdsIntegral(term.numerator) || holdsIntegral(term.denominator);
    case "power":
      return holdsIntegral(term.base) || holdsIntegral(term.exponent);
    case "negate":
    case "elementary":
      return holdsIntegral(term.argument);
    case "lawDensity":
      return holdsIntegral(term.point) || term.parameters.some(holdsIntegral);
    default:
      return false;
  }
}
