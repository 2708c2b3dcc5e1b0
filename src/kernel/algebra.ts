import { type Binder, bindersOf, type Claim, type Proposition } from "./proposition.js";
import { addRational, multiplyRational, ONE, type Rational, rational } from "./rational.js";
import { insist } from "./refusal.js";
import { canonicalNames, exp, mapParts, minus, number, plus, power, termKey, times, two, valueOf } from "./structure.js";
import type { Term } from "./term.js";

/** A sum of products of powers. Two are equal as polynomials exactly if their keys are. */
export type Polynomial = readonly Monomial[];

export interface Monomial {
  readonly coefficient: Rational;
  /** Sorted by their keys, no two of which are the same. */
  readonly factors: readonly Factor[];
}

/** The base is a term that no law of algebra takes apart; Euler's number is one, and so is an integer under a fractional exponent. */
export interface Factor {
  readonly base: Term;
  readonly key: string;
  readonly exponent: Polynomial;
}

/** Where a term stands, and what has been presupposed so far. */
export interface Context {
  readonly binders: readonly Binder[];
  readonly conditions: Proposition[];
}

const E = exp(number(1));
const MOST_MONOMIALS = 2000;
const MOST_FACTORS = 12n;

/** For what is asked of a form alone: whatever that presupposes does not matter. */
export const nowhere = (): Context => ({ binders: [], conditions: [] });

export function inScope(context: Context, binders: readonly Binder[]): Context {
  return { ...context, binders: [...context.binders, ...binders] };
}

export function demand({ conditions, binders }: Context, claim: Claim): void {
  conditions.push({ binders, claim });
}

/**
 * Whether two terms are equal by the laws of commutative rings, of fractions, of powers, and of the exponential of a sum, applied
 * everywhere in them. Bound variables may have other names.
 */
export function equalTerms(a: Term, b: Term, context: Context): boolean {
  let difference = polynomialOf(minus(a, b), context);
  for (let rounds = 0; difference.length > 0; rounds++) {
    const under = difference.flatMap(({ factors }) => factors).find(({ base }) => base.kind === "add");
    if (under === undefined) return false;
    insist(rounds < MOST_FACTORS, "too-large", "fractions in fractions");
    const whole = integerOf(under.exponent);
    if (whole === null || whole >= 0n) return false;
    difference = multiply(difference, monomial({ ...under, exponent: constant(rational(-whole)) }), context);
  }
  return true;
}

/** The difference of two terms where it is a known integer. */
export function difference(a: Term, b: Term): bigint | null {
  return integerOf(polynomialOf(minus(a, b), nowhere()));
}

export function polynomialOf(term: Term, context: Context): Polynomial {
  const of = (part: Term): Polynomial => polynomialOf(part, context);
  switch (term.kind) {
    case "number":
      return constant(valueOf(term));
    case "add":
      return sum(term.parts.flatMap(of));
    case "multiply":
      return term.parts.reduce<Polynomial>((product, part) => multiply(product, of(part), context), constant(ONE));
    case "power":
      return raise(of(two(term)[0]), of(two(term)[1]), context);
    case "exp":
      return raise(monomial(factorOf(E)), of(two(term)[0]), context);
    default: {
      const canonical = canonicalParts(term, context);
      return monomial(factorOf(canonical, JSON.stringify(canonical)));
    }
  }
}

/** A node with each part in its normal form and canonical names for what it binds; the coordinates of a density sorted. */
function canonicalParts(term: Term, context: Context): Term {
  const named = canonicalNames(term);
  const normal =
    (scope: Context) =>
    (part: Term): Term =>
      part.kind === "target" || part.kind === "given" ? canonicalParts(part, scope) : termOf(polynomialOf(part, scope));
  const canonical = mapParts(named, normal(context), normal(inScope(context, bindersOf(named))));
  if (term.kind !== "density") return canonical;
  return { ...canonical, parts: canonical.parts.toSorted((a, b) => (termKey(a) < termKey(b) ? -1 : 1)) };
}

const factorOf = (base: Term, key = termKey(base), exponent = constant(ONE)): Factor => ({ base, key, exponent });
const monomial = (factor: Factor): Polynomial => [{ coefficient: ONE, factors: [factor] }];
const constant = (value: Rational): Polynomial => (value.numerator === 0n ? [] : [{ coefficient: value, factors: [] }]);
const scale = (polynomial: Polynomial, by: Rational): Polynomial =>
  polynomial.map((each) => ({ ...each, coefficient: multiplyRational(each.coefficient, by) }));

const factorsKey = (factors: readonly Factor[]): string =>
  factors.map(({ key, exponent }) => `${key}^{${keyOf(exponent)}}`).join("*");

export function keyOf(polynomial: Polynomial): string {
  return polynomial.map((each) => `${number(each.coefficient).name}*${factorsKey(each.factors)}`).join("+");
}

export function integerOf(polynomial: Polynomial): bigint | null {
  const [first, ...others] = polynomial;
  if (first === undefined) return 0n;
  return others.length > 0 || first.factors.length > 0 || first.coefficient.denominator !== 1n
    ? null
    : first.coefficient.numerator;
}

function sum(monomials: readonly Monomial[]): Polynomial {
  insist(monomials.length <= MOST_MONOMIALS, "too-large", "a sum of too many products");
  const sums = new Map<string, Monomial>();
  for (const each of monomials) {
    const key = factorsKey(each.factors);
    sums.set(key, { ...each, coefficient: addRational(sums.get(key)?.coefficient ?? rational(0n), each.coefficient) });
  }
  const sorted = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  return sorted.filter(({ coefficient }) => coefficient.numerator !== 0n);
}

function multiply(a: Polynomial, b: Polynomial, context: Context): Polynomial {
  return sum(a.flatMap((x) => b.flatMap((y) => multiplyMonomials(x, y, context))));
}

function multiplyMonomials(a: Monomial, b: Monomial, context: Context): Polynomial {
  const merged = new Map(a.factors.map((factor) => [factor.key, factor]));
  for (const factor of b.factors) {
    const other = merged.get(factor.key);
    if (other !== undefined) demandForMerging(factor, other, context);
    merged.set(factor.key, { ...factor, exponent: sum([...factor.exponent, ...(other?.exponent ?? [])]) });
  }
  let coefficient = multiplyRational(a.coefficient, b.coefficient);
  const written: Factor[] = [];
  const kept: Factor[] = [];
  for (const factor of merged.values()) {
    const whole = integerOf(factor.exponent);
    if (whole === 0n) continue;
    if (whole !== null && factor.base.kind === "number")
      coefficient = multiplyRational(coefficient, powerOf(valueOf(factor.base), whole));
    else (whole !== null && whole > 0n && factor.base.kind === "add" ? written : kept).push(factor);
  }
  const product: Polynomial = [{ coefficient, factors: kept.sort((x, y) => (x.key < y.key ? -1 : 1)) }];
  return written.reduce(
    (all, { base, exponent }) => multiply(all, raise(polynomialOf(base, context), exponent, context), context),
    product,
  );
}

/** x^m x^n is x^{m+n} whatever x is only for exponents that are integers of one sign. */
function demandForMerging(a: Factor, b: Factor, context: Context): void {
  const [m, n] = [integerOf(a.exponent), integerOf(b.exponent)];
  if (m === null || n === null) demand(context, { kind: "positive", term: a.base });
  else if (m < 0n !== n < 0n) demand(context, { kind: "nonzero", term: a.base });
}

function raise(base: Polynomial, exponent: Polynomial, context: Context): Polynomial {
  const whole = integerOf(exponent);
  const [only, ...others] = base;
  if (whole !== null && whole >= 0n && (others.length > 0 || whole <= MOST_FACTORS)) {
    insist(whole <= MOST_FACTORS, "too-large", "a large power of a sum");
    return Array.from({ length: Number(whole) }).reduce<Polynomial>((all) => multiply(all, base, context), constant(ONE));
  }
  insist(only !== undefined, "false-condition", "a power of 0");
  const number = raiseNumber(only.coefficient, exponent, whole);
  // Of all multiples of a sum, the one whose first coefficient is 1 stands for them.
  const factors = others.length === 0 ? only.factors : [factorOf(termOf(scale(base, powerOf(only.coefficient, -1n))))];
  return factors.reduce((all, factor) => {
    if (whole === null || integerOf(factor.exponent) === null) demand(context, { kind: "positive", term: factor.base });
    return multiply(all, monomial({ ...factor, exponent: multiply(factor.exponent, exponent, context) }), context);
  }, number);
}

function raiseNumber(value: Rational, exponent: Polynomial, whole: bigint | null): Polynomial {
  if (whole !== null) return constant(powerOf(value, whole));
  insist(value.numerator > 0n, "false-condition", "a negative number has no such power");
  const parts = [value.numerator, value.denominator].map((part) => number(part));
  const factors = parts.map((part, i) => factorOf(part, termKey(part), i === 0 ? exponent : scale(exponent, rational(-1n))));
  return [
    { coefficient: ONE, factors: factors.filter(({ base }) => base.name !== "1").sort((a, b) => (a.key < b.key ? -1 : 1)) },
  ];
}

function powerOf({ numerator, denominator }: Rational, exponent: bigint): Rational {
  insist(exponent <= 1000n && exponent >= -1000n, "too-large", "a large power of a number");
  return exponent < 0n
    ? rational(denominator ** -exponent, numerator ** -exponent)
    : rational(numerator ** exponent, denominator ** exponent);
}

/** A polynomial written as a term. */
export function termOf(polynomial: Polynomial): Term {
  const [first, ...others] = polynomial.map(termOfMonomial);
  if (first === undefined) return number(0);
  return others.length === 0 ? first : plus(first, ...others);
}

export function termOfMonomial({ coefficient, factors }: Monomial): Term {
  const powers = factors.map(({ base, exponent }) => {
    if (base === E) return exp(termOf(exponent));
    return integerOf(exponent) === 1n ? base : power(base, termOf(exponent));
  });
  const [first, ...others] = number(coefficient).name === "1" && powers.length > 0 ? powers : [number(coefficient), ...powers];
  return first !== undefined && others.length === 0 ? first : times(...(first === undefined ? [] : [first]), ...others);
}
