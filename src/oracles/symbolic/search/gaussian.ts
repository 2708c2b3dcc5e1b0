import type { Polynomial } from "../../../kernel/algebra.js";
import { integerOf, termOf } from "../../../kernel/algebra.js";
import { number, over, power, termKey, times } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import type { Derivation, Path } from "./derivation.js";
import { dependsOn, polynomial, simplified } from "./summands.js";

/** An integral over the real line against an exponential of a square: moved and stretched to the bell curve, whose moments are known. */
export function simplifyRealIntegral(derivation: Derivation, path: Path): "done" | "moved" | null {
  const term = derivation.at(path);
  const [variable] = term.bound;
  const [body] = term.parts;
  if (variable === undefined || body === undefined || variable.space !== "ℝ" || variable.parts.length > 0) return null;
  if (derivation.attempt("normal moment", path)) return "done";
  const exponent = exponentOf(body);
  const square = exponent === null ? null : quadraticIn(exponent, variable);
  if (square === null) return null;
  const scale = simplified(power(times(number(-2), square.second), over(number(-1), number(2))));
  const shift = simplified(times(number(-1), square.first, power(times(number(2), square.second), number(-1))));
  if (scale.name === "1" && shift.name === "0") return null;
  const done = derivation.trying(() => {
    derivation.apply("substitution", path, shift, scale);
    derivation.algebra([...path, 0], simplified(derivation.at([...path, 0])));
  });
  return done ? "moved" : null;
}

/** The exponent of the exponential that a product contains. */
function exponentOf(body: Term): Polynomial | null {
  const [only, ...others] = polynomial(body);
  if (only === undefined || others.length > 0) return null;
  return only.factors.find(({ base }) => base.kind === "exp")?.exponent ?? null;
}

/** a t² + b t as its coefficients, neither of which has t. */
function quadraticIn(polynomial_: Polynomial, variable: Term): { readonly second: Term; readonly first: Term } | null {
  const key = termKey(variable);
  const coefficients: [Polynomial[number][], Polynomial[number][]] = [[], []];
  for (const monomial of polynomial_) {
    const own = monomial.factors.find((factor) => factor.key === key);
    const degree = own === undefined ? null : integerOf(own.exponent);
    if (degree !== 1n && degree !== 2n) {
      if (dependsOn(termOf([monomial]), [variable])) return null;
      continue;
    }
    const rest = { ...monomial, factors: monomial.factors.filter((factor) => factor !== own) };
    if (dependsOn(termOf([rest]), [variable])) return null;
    coefficients[degree === 1n ? 0 : 1].push(rest);
  }
  const [first, second] = coefficients.map((list) => simplified(termOf(list)));
  return first === undefined || second === undefined || second.name === "0" ? null : { first, second };
}
