import { rational } from "../numbers/rational.js";
import type { Term } from "../terms/term.js";
import { rootOf } from "../terms/variable.js";
import { EvaluationError } from "./algebra.js";
import { CLOSED, closedNumber } from "./closed-algebra.js";
import type { ClosedTerm } from "./closed.js";
import { Tensor, type Value, asScalar, determinant, elementwise, inverse, product, transpose } from "./tensor.js";

export function rootOfVariable(term: Term): string {
  if (term.kind === "symbol") return rootOf(term.name);
  if (term.kind === "component" || term.kind === "range") return rootOfVariable(term.of);
  throw new EvaluationError("unsupported", "a variable that is no letter");
}

export function entryOf(value: Value<ClosedTerm>, i: number): ClosedTerm {
  if (!(value instanceof Tensor)) return value;
  const entry = value.entries()[i];
  if (entry === undefined) throw new EvaluationError("unsupported", "vectors of different dimensions under one law");
  return entry;
}

/** The normal density, as a product over components where there are several and the covariance is no matrix. */
export function normalDensity(point: Value<ClosedTerm>, mean: Value<ClosedTerm>, covariance: Value<ClosedTerm>): ClosedTerm {
  if (covariance instanceof Tensor && covariance.width > 1) return fullNormal(point, mean, covariance);
  const size = [point, mean, covariance].find((value) => value instanceof Tensor);
  const count = size instanceof Tensor ? size.height : 1;
  return Array.from({ length: count }, (_, i): ClosedTerm => {
    const parameters = [entryOf(mean, i), entryOf(covariance, i)];
    return { kind: "lawDensity", law: "normal", point: entryOf(point, i), parameters };
  }).reduce((a, b) => CLOSED.multiply(a, b), CLOSED.one);
}

/** The normal density with a covariance matrix, written out. */
function fullNormal(point: Value<ClosedTerm>, mean: Value<ClosedTerm>, covariance: Tensor<ClosedTerm>): ClosedTerm {
  const difference = elementwise(point, mean, (x, y) => CLOSED.add(x, CLOSED.negate(y)));
  const form = asScalar(product(CLOSED, product(CLOSED, transpose(difference), inverse(CLOSED, covariance)), difference));
  const half = closedNumber(rational(-1, 2));
  const scale = CLOSED.multiply(
    CLOSED.power(CLOSED.multiply(closedNumber(rational(2)), CLOSED.constant("pi")), closedNumber(rational(covariance.height))),
    determinant(CLOSED, covariance),
  );
  return CLOSED.divide(CLOSED.elementary("exp", CLOSED.multiply(half, form)), CLOSED.elementary("sqrt", scale));
}

export function weighted(weight: ClosedTerm, value: ClosedTerm): ClosedTerm {
  return { kind: "multiply", factors: [weight, value] };
}
