import fc from "fast-check";
import type { ElementaryName, Term } from "../../src/terms/term.js";
import * as T from "./closed-terms.js";

const NAMES = ["x", "y", "z"];
const FUNCTIONS = ["sigmoid", "tanh", "softplus", "sin", "cos", "erf", "abs", "exp"] as const satisfies ElementaryName[];

const quarters = fc.integer({ min: -12, max: 12 }).map((n) => T.term(n / 4));
const variances = fc.integer({ min: 1, max: 40 }).map((n) => T.term(n / 8));

/** A closed term: an integral of some kind, whose body may hold others, over three variables at most. */
export function closedTerms(depth: number): fc.Arbitrary<Term> {
  return integrals([], depth);
}

function bodies(bound: readonly string[], depth: number): fc.Arbitrary<Term> {
  const leaves = fc.oneof(quarters, ...bound.map((name) => fc.constant(T.symbol(name))));
  if (depth === 0) return leaves;
  const parts = bodies(bound, depth - 1);
  return fc.oneof(
    { weight: 2, arbitrary: leaves },
    fc.tuple(parts, parts).map(([a, b]) => T.add(a, b)),
    fc.tuple(parts, parts).map(([a, b]) => T.multiply(a, b)),
    parts.map((a) => T.negate(a)),
    fc.tuple(parts, variances).map(([a, b]) => T.divide(a, b)),
    parts.map((a) => T.power(a, 2)),
    fc.tuple(parts, parts, variances).map(([a, b, v]) => T.log(T.normal(a, b, v))),
    fc.tuple(parts, parts, variances).map(([a, b, v]) => T.normal(a, b, v)),
    fc.tuple(parts, parts, variances).map(([a, b, v]) => T.bell(a, b, v)),
    fc.tuple(fc.constantFrom(...FUNCTIONS), parts).map(([name, a]) => T.elementary(name, a)),
    ...(bound.length < NAMES.length ? [integrals(bound, depth - 1)] : []),
  );
}

function integrals(bound: readonly string[], depth: number): fc.Arbitrary<Term> {
  const name = NAMES[bound.length] ?? "x";
  const variable = T.symbol(name);
  const inner = bodies([...bound, name], depth);
  const means = fc.oneof(quarters, ...bound.map((outer) => fc.constant(T.symbol(outer))));
  return fc.oneof(
    fc.tuple(means, variances, inner).map(([m, v, body]) => T.expectation([T.under(name, m, v)], body)),
    fc.tuple(means, variances, inner).map(([m, v, body]) => T.integral([name], T.multiply(T.bell(variable, m, v), body))),
    fc.tuple(means, variances, inner).map(([m, v, body]) => T.integral([name], T.multiply(T.normal(variable, m, v), body))),
    fc.tuple(quarters, quarters, inner).map(([low, high, body]) => T.between(low, high, name, body)),
  );
}
