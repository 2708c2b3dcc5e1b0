import { type Binder, bindersOf, type Claim, positive, type Proposition } from "./proposition.js";
import { addRational, multiplyRational, ONE, type Rational, rational } from "./rational.js";
import { insist } from "./refusal.js";
import { exp, keyInScope, type Kind, mapParts, minus, node, number } from "./structure.js";
import { partsOf, power, type Term, type Terms, valueOf } from "./term.js";

/** A sum of products of powers, like ones put together and sorted. Two are equal as polynomials exactly if their keys are. */
export type Polynomial = readonly Monomial[];

export interface Monomial {
  readonly coefficient: Rational;
  readonly factors: readonly Factor[];
}

/** The base is a term that no law of algebra takes apart; Euler's number is one, and so is an integer under a fractional exponent. */
export interface Factor {
  readonly base: Term;
  readonly key: string;
  readonly exponent: Polynomial;
}

/** Where a term stands, what is known there, and what has been presupposed so far. */
export interface Context {
  readonly binders: readonly Binder[];
  readonly facts: readonly Proposition[];
  readonly conditions: Proposition[];
}

const E = exp(number(1));
const MINUS_ONE = rational(-1);
const UNIT: Monomial = { coefficient: ONE, factors: [] };
const MOST_MONOMIALS = 2000;
const MOST_FACTORS = 12;
const MOST_DIGITS = 1000n;

export const nowhere = (): Context => ({ binders: [], facts: [], conditions: [] });

export function inScope(context: Context, binders: readonly Binder[]): Context {
  return { ...context, binders: [...context.binders, ...binders] };
}

export function demand({ conditions, binders }: Context, ...claims: readonly Claim[]): void {
  conditions.push(...claims.map((claim) => ({ binders, claim })));
}

/**
 * Whether two terms are equal by the laws of commutative rings, of fractions, of powers, and of the exponential of a sum, applied
 * everywhere in them. Bound variables may have other names.
 */
export function equalTerms(a: Term, b: Term, at: Context): boolean {
  let rest = polynomialOf(minus(a, b), at);
  for (let round = 0; round < MOST_FACTORS; round += 1) {
    const below = rest.flatMap(({ factors }) => factors).find(isDenominator);
    if (below === undefined) return rest.length === 0;
    rest = multiply(rest, monomial({ ...below, exponent: scale(below.exponent, MINUS_ONE) }), at);
  }
  insist(false, "too-large", "fractions in fractions");
}

const isDenominator = ({ base, exponent }: Factor): boolean => base.kind === "add" && (integerOf(exponent) ?? 0n) < 0n;

/** The difference of two terms where it is one integer in every model, whatever holds in it. */
export function difference(a: Term, b: Term): bigint | null {
  const at = nowhere();
  const found = integerOf(polynomialOf(minus(a, b), at));
  return at.conditions.length === 0 ? found : null;
}

export function polynomialOf(term: Term, at: Context): Polynomial {
  const of = (part: Term): Polynomial => polynomialOf(part, at);
  const [first, second] = partsOf(term);
  if (term.kind === "number") return constant(valueOf(term));
  if (term.kind === "add") return sum(term.parts.flatMap(of));
  if (term.kind === "multiply") return multiplyAll([[UNIT], ...term.parts.map(of)], at);
  if (term.kind === "power") return raise(of(first), of(second), at);
  if (term.kind === "exp") return raise(monomial(factorOf(E, at)), of(first), at);
  return monomial(factorOf(withNormalParts(term, at), at));
}

/** A node with each part in its normal form; the coordinates of a density sorted. */
function withNormalParts(term: Term, at: Context): Term {
  const normalIn = (scope: Context) => (part: Term) => termOf(polynomialOf(part, scope));
  if (term.kind === "variable") return term;
  const normal = mapParts(term, normalIn(at), normalIn(inScope(at, bindersOf(term))));
  if (term.kind !== "density") return normal;
  const slots = normal.parts.map((part) => factorOf(part, at)).sort(byKey);
  return { ...normal, parts: slots.map(({ base }) => base) };
}

/** A term to the first power. What is bound around it is known by its place, not by its name. */
function factorOf(base: Term, { binders }: Context, exponent = ONE): Factor {
  const scope = binders.map(({ variable }) => variable);
  return { base, key: keyInScope(base, scope), exponent: constant(exponent) };
}

const byKey = (a: Factor, b: Factor): number => (a.key < b.key ? -1 : 1);
const monomial = (...factors: readonly Factor[]): Polynomial => [{ ...UNIT, factors }];
const constant = (coefficient: Rational): Polynomial => (coefficient.numerator === 0n ? [] : [{ ...UNIT, coefficient }]);
const scale = (polynomial: Polynomial, by: Rational): Polynomial =>
  polynomial.map((each) => ({ ...each, coefficient: multiplyRational(each.coefficient, by) }));

const monomialKey = ({ factors }: Monomial): string =>
  factors.map(({ key, exponent }) => `${key}^{${keyOf(exponent)}}`).join("*");
export const keyOf = (polynomial: Polynomial): string =>
  polynomial.map((each) => `${number(each.coefficient).name}*${monomialKey(each)}`).join("+");

export function integerOf([first, ...others]: Polynomial): bigint | null {
  if (first === undefined) return 0n;
  const isAlone = others.length + first.factors.length === 0;
  return isAlone && first.coefficient.denominator === 1n ? first.coefficient.numerator : null;
}

function sum(monomials: Polynomial): Polynomial {
  insist(monomials.length <= MOST_MONOMIALS, "too-large", "a sum of too many products");
  const sums = new Map<string, Monomial>();
  for (const each of monomials) {
    const key = monomialKey(each);
    const before = sums.get(key)?.coefficient;
    const coefficient = before ? addRational(before, each.coefficient) : each.coefficient;
    sums.set(key, { ...each, coefficient });
  }
  const sorted = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  return sorted.filter(({ coefficient }) => coefficient.numerator !== 0n);
}

function multiply(a: Polynomial, b: Polynomial, at: Context): Polynomial {
  insist(a.length * b.length <= MOST_MONOMIALS, "too-large", "a product of too large sums");
  return sum(a.flatMap((x) => b.flatMap((y) => multiplyMonomials(x, y, at))));
}

const multiplyAll = (all: readonly Polynomial[], at: Context): Polynomial =>
  all.reduce((product, each) => multiply(product, each, at));

/** Like bases are put together, and powers of numbers and of sums worked out. */
function multiplyMonomials(a: Monomial, b: Monomial, at: Context): Polynomial {
  const merged = new Map<string, Factor>();
  for (const each of [...a.factors, ...b.factors]) merged.set(each.key, merge(each, merged.get(each.key), at));
  const factors = [...merged.values()].sort(byKey);
  const values = factors.map((factor) => workedOut(factor, at));
  const atoms = factors.filter((_, i) => values[i] === null);
  const product = { coefficient: multiplyRational(a.coefficient, b.coefficient), factors: atoms };
  return multiplyAll([[product], ...values.filter((value) => value !== null)], at);
}

/** x^m x^n is x^{m+n} whatever x is only for exponents that are integers of one sign. */
function merge(a: Factor, b: Factor | undefined, at: Context): Factor {
  if (b === undefined) return a;
  const [m, n] = [integerOf(a.exponent), integerOf(b.exponent)];
  if (m === null || n === null) demand(at, positive(a.base));
  else if (m < 0n !== n < 0n) demand(at, { kind: "nonzero", term: a.base });
  return { ...a, exponent: sum([...a.exponent, ...b.exponent]) };
}

/** The power of a number or of a sum where its exponent is an integer, of a sum a positive one. */
function workedOut({ base, exponent }: Factor, at: Context): Polynomial | null {
  const whole = integerOf(exponent);
  if (whole === 0n) return [UNIT];
  if (whole === null || (base.kind !== "number" && (base.kind !== "add" || whole < 0n))) return null;
  if (base.kind === "number") return constant(powerOf(valueOf(base).numerator, whole));
  insist(whole <= MOST_FACTORS, "too-large", "a large power of a sum");
  return multiplyAll(Array<Polynomial>(Number(whole)).fill(polynomialOf(base, at)), at);
}

function powerOf(base: bigint, exponent: bigint): Rational {
  const size = exponent < 0n ? -exponent : exponent;
  insist(BigInt(`${base}`.length) * size <= MOST_DIGITS, "too-large", "a large power of a number");
  return exponent < 0n ? rational(1n, base ** size) : rational(base ** size);
}

function raise(base: Polynomial, exponent: Polynomial, at: Context): Polynomial {
  const whole = integerOf(exponent);
  const [only, ...others] = base;
  if (only === undefined && whole !== null && whole >= 0n) return whole === 0n ? [UNIT] : [];
  insist(only !== undefined, "false-condition", "a power of 0");
  const { numerator, denominator } = only.coefficient;
  insist(whole !== null || numerator > 0n, "false-condition", "a power of a negative number");
  // Of all multiples of a sum, the one whose first coefficient is 1 stands for them.
  const monic = (): Term => termOf(scale(base, rational(denominator, numerator)));
  const numbers = [factorOf(number(numerator), at), factorOf(number(denominator), at, MINUS_ONE)];
  const factors = others.length === 0 ? only.factors : [factorOf(monic(), at)];
  const raised = [...numbers, ...factors].map((factor) => {
    const isSafe = whole !== null && integerOf(factor.exponent) !== null;
    if (!isSafe) demand(at, positive(factor.base));
    return { ...factor, exponent: multiply(factor.exponent, exponent, at) };
  });
  const isOne = ({ base }: Factor): boolean => base.kind === "number" && base.name === "1";
  return multiplyMonomials({ ...UNIT, factors: raised.filter((each) => !isOne(each)) }, UNIT, at);
}

/** A polynomial written as a term. */
export function termOf(polynomial: Polynomial): Term {
  return joined("add", polynomial.map(termOfMonomial), number(0));
}

export function termOfMonomial({ coefficient, factors }: Monomial): Term {
  const scalar = number(coefficient);
  const scalars = scalar.name === "1" ? [] : [scalar];
  return joined("multiply", [...scalars, ...factors.map(termOfFactor)], scalar);
}

function termOfFactor({ base, exponent }: Factor): Term {
  if (base === E) return exp(termOf(exponent));
  return integerOf(exponent) === 1n ? base : power(base, termOf(exponent));
}

function joined(kind: Kind, terms: Terms, none: Term): Term {
  return terms.length > 1 ? node(kind, terms) : (terms[0] ?? none);
}
