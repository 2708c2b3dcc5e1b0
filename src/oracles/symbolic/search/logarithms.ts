import type { Monomial } from "../../../kernel/algebra.js";
import { integerOf, keyOf, termOfMonomial } from "../../../kernel/algebra.js";
import { exp, number, plus, power, termKey, times } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import { inForm } from "./densities.js";
import type { Derivation, Path } from "./derivation.js";
import { factorTerm, polynomial, simplified } from "./summands.js";

/** Takes a logarithm apart, if its argument is a product, a power or an exponential, or a sum with a factor to take out. */
export function takeLogarithm(derivation: Derivation, path: Path): boolean {
  const [argument] = derivation.at(path).parts;
  if (argument === undefined) return false;
  const parts = partsOfLogarithm(argument);
  if (parts === null) return false;
  const [only, ...others] = parts;
  const product = only === undefined ? number(1) : others.length === 0 ? only : times(...parts);
  return derivation.trying(() => {
    derivation.algebra([...path, 0], product);
    derivation.apply("logarithm", path);
  });
}

/**
 * Takes a logarithm apart before its argument is looked at closely, where that is a product of what a logarithm makes simpler: a product over a range, a
 * normal density, an exponential. One step; whether there was one.
 */
export function openLogarithm(derivation: Derivation, path: Path, forms: boolean): boolean {
  const argument = [...path, 0];
  const { kind, parts } = derivation.at(argument);
  if (openFactor(derivation, argument, forms)) return true;
  if (kind !== "multiply") return isOpen(derivation.at(argument)) && derivation.attempt("logarithm", path);
  const factors = parts.map((_, i) => [...argument, i]);
  if (factors.some((factor) => openFactor(derivation, factor, forms))) return true;
  const isClear = factors.every((factor) => isProductive(derivation.at(factor)));
  return isClear && factors.some((factor) => isOpen(derivation.at(factor))) && derivation.attempt("logarithm", path);
}

/** Writes a factor, or what it is a power of, in its form. */
function openFactor(derivation: Derivation, path: Path, forms: boolean): boolean {
  const { kind, name } = derivation.at(path);
  if (kind === "power") return openFactor(derivation, [...path, 0], forms);
  if (kind === "density") return forms && inForm(derivation, path);
  return kind === "defined" && name === "normal" && derivation.attempt("definition", path);
}

/** Whether a term has a logarithm that is simpler. */
function isOpen({ kind, parts: [first] }: Term): boolean {
  return kind === "exp" || kind === "product" || (kind === "power" && first !== undefined && (isOpen(first) || isProduct(first)));
}

function isProduct({ kind, parts }: Term): boolean {
  return kind === "multiply" && parts.every(isProductive);
}

/** Whether a term is no sum, and no power of one: its logarithm needs no common factor. */
function isProductive({ kind, parts: [first] }: Term): boolean {
  return (
    kind !== "add" && kind !== "multiply" && (kind !== "power" || first === undefined || isProductive(first) || isProduct(first))
  );
}

/** The factors of an argument; null where its logarithm is as simple as it gets. */
function partsOfLogarithm(argument: Term): readonly Term[] | null {
  const sum = polynomial(argument);
  const [only, ...others] = sum;
  if (only === undefined) return null;
  if (others.length > 0) return withDenominatorTaken(sum) ?? withFactorTaken(sum);
  const parts = [...primePowers(only), ...only.factors.map(factorTerm)];
  const [first, ...rest] = parts;
  const plain = first === undefined || rest.length > 0 || ["exp", "power", "product"].includes(first.kind);
  return plain ? parts : null;
}

/** A fraction as a product of powers of primes; a factor without small divisors counts as one. */
function primePowers({ coefficient: { numerator, denominator } }: Monomial): readonly Term[] {
  const powers = (value: bigint, sign: bigint): Term[] => {
    const found: Term[] = [];
    let rest = value;
    for (let prime = 2n; prime <= 1000n && prime * prime <= rest; prime++) {
      let count = 0n;
      for (; rest % prime === 0n; rest /= prime) count += 1n;
      if (count > 0n) found.push(raised(prime, sign * count));
    }
    return rest === 1n ? found : [...found, raised(rest, sign)];
  };
  return numerator <= 0n ? [number(numerator)] : [...powers(numerator, 1n), ...powers(denominator, -1n)];
}

function raised(base: bigint, exponent: bigint): Term {
  return exponent === 1n ? number(base) : power(number(base), number(exponent));
}

/** A sum of fractions as one fraction. */
function withDenominatorTaken(sum: readonly Monomial[]): readonly Term[] | null {
  const under = sum
    .flatMap(({ factors }) => factors)
    .find(({ base, exponent }) => base.kind === "add" && (integerOf(exponent) ?? 0n) < 0n);
  if (under === undefined) return null;
  // What has the fraction loses it, what does not gets the denominator: multiplying out would hide it.
  const denominator = power(factorTerm(under), number(-1));
  const numerators = sum.map((monomial) => {
    const others = monomial.factors.filter(({ key, exponent }) => key !== under.key || keyOf(exponent) !== keyOf(under.exponent));
    const rest = termOfMonomial({ ...monomial, factors: others });
    return others.length < monomial.factors.length ? rest : times(rest, denominator);
  });
  return [simplified(plus(...numerators)), factorTerm(under)];
}

/**
 * Of all multiples of a sum of positive terms by one of its terms, the first in order stands for them: so log(1 + e⁻ᵃ) and log(1 + eᵃ) − a are written
 * alike.
 */
function withFactorTaken(sum: readonly Monomial[]): readonly Term[] | null {
  if (sum.length > 6 || sum.some(({ coefficient }) => coefficient.numerator < 0n)) return null;
  const whole = sum.map(termOfMonomial);
  const candidates = whole.map((factor) => {
    const rest = simplified({ ...times(), kind: "add", parts: whole.map((part) => times(part, power(factor, number(-1)))) });
    return { factor, rest, key: termKey(rest) };
  });
  const [first] = candidates.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  return first === undefined || simplified(first.factor).name === "1" ? null : [first.factor, first.rest];
}

/** exp(c log a + b) as aᶜ exp(b). */
export function undoLogarithms(derivation: Derivation, path: Path): boolean {
  const [argument] = derivation.at(path).parts;
  if (argument === undefined) return false;
  const powers: Term[] = [];
  const bases: Term[] = [];
  const rest: Term[] = [];
  for (const monomial of polynomial(argument)) {
    const [only, ...others] = monomial.factors.map(factorTerm);
    const [base] = only?.kind === "log" && others.length === 0 ? only.parts : [];
    if (only === undefined || base === undefined) rest.push(termOfMonomial(monomial));
    else {
      bases.push(base);
      powers.push(power(exp(only), number(monomial.coefficient)));
    }
  }
  if (powers.length === 0) return false;
  return derivation.trying(() => {
    derivation.algebra(path, times(...powers, exp(plus(...rest))));
    bases.forEach((base, i) => {
      derivation.applyBack("exponential", [...path, i, 0], base);
    });
  });
}
