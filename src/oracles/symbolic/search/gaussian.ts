import type { Factor, Polynomial } from "../../../kernel/algebra.js";
import { integerOf, termOf } from "../../../kernel/algebra.js";
import { unfolded } from "../../../kernel/definitions.js";
import { Refusal } from "../../../kernel/refusal.js";
import { isFree, node, number, over, plus, power, sameVariable, termKey, times } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import type { Derivation, Path } from "./derivation.js";
import { dependsOn, factorTerm, polynomial, simplified } from "./summands.js";

/** Whether a term is a normal density. */
export function isNormal({ kind, name }: Term): boolean {
  return kind === "defined" && name === "normal";
}

/**
 * An integral over the real line, its body one product, against normal densities and exponentials of squares: they become one normal
 * density, and unless the integral is a moment then, the variable is moved and stretched so that the density is the standard one.
 */
export function simplifyRealIntegral(derivation: Derivation, path: Path): "done" | "moved" | null {
  const [variable] = derivation.at(path).bound;
  if (variable?.space !== "ℝ" || variable.parts.length > 0) return null;
  if (derivation.attempt("normal moment", path)) return "done";
  const isMoved = derivation.trying(() => {
    const own = onlyNormal(derivation, path, variable);
    if (own === null) gather(derivation, path, variable);
    else standardize(derivation, path, own);
  });
  return isMoved ? "moved" : null;
}

/** The normal density in an integrand that is at the variable itself; null where there are others, or an exponential like one. */
function onlyNormal(derivation: Derivation, path: Path, variable: Term): Term | null {
  const factors = factorsOf(derivation, path);
  const [own, ...others] = factors.filter(({ base }) => isNormal(base) && isFree(variable, base));
  const [point, mean, variance] = own?.base.parts ?? [];
  if (own === undefined || others.length > 0 || integerOf(own.exponent) !== 1n || !point || !mean || !variance) return null;
  const exponent = factors.find(({ base }) => base.kind === "exp")?.exponent ?? [];
  const quadratic = quadraticIn(exponent, variable);
  const isOnly = quadratic === null || (quadratic.second.name === "0" && quadratic.first.name === "0");
  return isOnly && sameVariable(point, variable) && !dependsOn(plus(mean, variance), [variable]) ? own.base : null;
}

function factorsOf(derivation: Derivation, path: Path): readonly Factor[] {
  const [only, ...others] = polynomial(derivation.at([...path, 0]));
  return others.length === 0 ? (only?.factors ?? []) : [];
}

/** ∫ N(t; m, v) f(t) dt as ∫ N(t; 0, 1) f(m + √v t) dt. @throws Refusal where it has this form */
function standardize(derivation: Derivation, path: Path, { parts }: Term): void {
  const [, mean = number(0), variance = number(1)] = parts;
  if (mean.name === "0" && variance.name === "1") throw new Refusal("wrong-kind", "it is the standard one");
  derivation.apply("substitution", path, mean, simplified(power(variance, over(number(1), number(2)))));
  const [variable = mean] = derivation.at(path).bound;
  gather(derivation, path, variable);
}

/** Makes one normal density of all normal densities and exponentials of squares. @throws Refusal where there are none */
function gather(derivation: Derivation, path: Path, variable: Term): void {
  const [whole, ...more] = polynomial(derivation.at([...path, 0]));
  if (whole === undefined || more.length > 0) throw new Refusal("wrong-kind", "no product");
  const factors = [number(whole.coefficient), ...whole.factors.map(factorTerm)];
  derivation.algebra([...path, 0], times(...factors));
  factors.forEach((factor, i) => {
    if (isNormal(factor)) derivation.apply("definition", [...path, 0, i]);
    else if (factor.kind === "power" && factor.parts[0] && isNormal(factor.parts[0]))
      derivation.apply("definition", [...path, 0, i, 0]);
  });
  const body = polynomial(derivation.at([...path, 0]));
  const [only, ...others] = body;
  const square = quadraticIn(only?.factors.find(({ base }) => base.kind === "exp")?.exponent ?? [], variable);
  if (square === null || square.second.name === "0" || others.length > 0)
    throw new Refusal("wrong-kind", "no exponential of a square");
  const variance = simplified(over(number(-1), times(number(2), square.second)));
  const mean = simplified(times(variance, square.first));
  const curve = unfolded(node("defined", [variable, mean, variance], "normal"));
  const rest = simplified(times(termOf(body), power(curve, number(-1))));
  derivation.algebra([...path, 0], times(curve, rest));
  derivation.applyBack("definition", [...path, 0, 0], node("defined", [variable, mean, variance], "normal"));
}

/** a t² + b t + c as its first two coefficients; null where the variable occurs otherwise. */
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
  return first === undefined || second === undefined ? null : { first, second };
}
