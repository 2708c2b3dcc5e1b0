import { plainName } from "../../../src/terms/name.js";
import { rational } from "../../../src/numbers/rational.js";
import type { Rational } from "../../../src/numbers/rational.js";
import type { ElementaryName, Term } from "../../../src/terms/term.js";

/** Short constructors of closed terms. */
export const n = (numerator: number | bigint | Rational, denominator: number | bigint = 1): Term => ({
  kind: "number",
  value: typeof numerator === "object" ? numerator : rational(numerator, denominator),
});
export const v = (name: string): Term => ({ kind: "symbol", name: plainName(name) });
export const pi: Term = { kind: "constant", constant: "pi" };
export const e: Term = { kind: "constant", constant: "e" };
export const plus = (...terms: Term[]): Term => ({ kind: "add", terms });
export const minus = (a: Term, b: Term): Term => plus(a, { kind: "negate", argument: b });
export const times = (...factors: Term[]): Term => ({ kind: "multiply", factors });
export const over = (numerator: Term, denominator: Term): Term => ({ kind: "divide", numerator, denominator });
export const to = (base: Term, exponent: Term | number): Term => ({
  kind: "power",
  base,
  exponent: typeof exponent === "number" ? n(exponent) : exponent,
});
export const call = (name: ElementaryName, argument: Term): Term => ({ kind: "elementary", name, argument });
export const normal = (point: Term, mean: Term, variance: Term): Term => ({
  kind: "lawDensity",
  law: "normal",
  point,
  parameters: [mean, variance],
});
export const integral = (variables: readonly string[], body: Term, bounds?: readonly [Term, Term]): Term => ({
  kind: "integral",
  variables: variables.map(v),
  lower: bounds?.[0] ?? null,
  upper: bounds?.[1] ?? null,
  domain: null,
  body,
});
/** E over variables, each under the normal law of a mean and a variance. */
export const expectation = (binders: readonly (readonly [string, Term, Term])[], body: Term): Term => ({
  kind: "expectation",
  given: [],
  binders: binders.map(([name, mean, variance]) => ({
    variables: [v(name)],
    distribution: { kind: "law", law: "normal", parameters: [mean, variance] },
  })),
  body,
});
