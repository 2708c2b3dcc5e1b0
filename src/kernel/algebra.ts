import { type Binder, bindersOf, type Claim, positive, type Proposition } from "./proposition.js";
import { addRational, multiplyRational, ONE, type Rational, rational } from "./rational.js";
import { insist } from "./refusal.js";
import { exp, keyInScope, mapParts, minus, number, partsOf, power } from "./structure.js";
import { type Kind, node, type Term, valueOf } from "./term.js";

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

/** Where a term stands, and what has been presupposed so far. */
export interface Context {
  readonly binders: readonly Binder[];
  readonly conditions: Proposition[];
}

const E = exp(number(1));
const MOST_MONOMIALS = 2000;
const MOST_FACTORS = 12n;
const MOST_DIGITS = 1000n;

export const nowhere = (): Context => ({ binders: [], conditions: [] });

export function inScope<C extends Context>(context: C, binders: readonly Binder[]): C {
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
  for (let round = 0n; round < MOST_FACTORS; round += 1n) {
    const below = rest.flatMap(({ factors }) => factors).find(isDenominator);
    if (below === undefined) return rest.length === 0;
    rest = multiply(rest, monomial({ ...below, exponent: scale(below.exponent, rational(-1n)) }), at);
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
  const [first, second] = partsOf(term);
  const of = (part: Term): Polynomial => polynomialOf(part, at);
  switch (term.kind) {
    case "number":
      return constant(valueOf(term));
    case "add":
      return sum(term.parts.flatMap(of));
    case "multiply":
      return term.parts.map(of).reduce((all, each) => multiply(all, each, at), constant(ONE));
    case "power":
      return raise(of(first), of(second), at);
    case "exp":
      return raise(monomial(factorOf(E, at)), of(first), at);
    default:
      return monomial(factorOf(withNormalParts(term, at), at));
  }
}

/** A node with each part in its normal form; the coordinates of a density sorted. */
function withNormalParts(term: Term, at: Context): Term {
  if (term.kind === "variable") return term;
  const normalAt = (scope: Context) => (part: Term) => termOf(polynomialOf(part, scope));
  const normal = mapParts(term, normalAt(at), normalAt(inScope(at, bindersOf(term))));
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
const monomial = (...factors: readonly Factor[]): Polynomial => [{ coefficient: ONE, factors }];
const constant = (coefficient: Rational): Polynomial => (coefficient.numerator === 0n ? [] : [{ coefficient, factors: [] }]);
const scale = (polynomial: Polynomial, by: Rational): Polynomial =>
  polynomial.map((each) => ({ ...each, coefficient: multiplyRational(each.coefficient, by) }));

const monomialKey = ({ factors }: Monomial): string =>
  factors.map(({ key, exponent }) => `${key}^{${keyOf(exponent)}}`).join("*");
export const keyOf = (polynomial: Polynomial): string =>
  polynomial.map((each) => `${number(each.coefficient).name}*${monomialKey(each)}`).join("+");

export function integerOf([first, ...others]: Polynomial): bigint | null {
  if (first === undefined) return 0n;
  const isInteger = others.length + first.factors.length === 0 && first.coefficient.denominator === 1n;
  return isInteger ? first.coefficient.numerator : null;
}

function sum(monomials: readonly Monomial[]): Polynomial {
  insist(monomials.length <= MOST_MONOMIALS, "too-large", "a sum of too many products");
  const sums = new Map<string, Monomial>();
  for (const each of monomials) {
    const before = sums.get(monomialKey(each))?.coefficient ?? rational(0n);
    sums.set(monomialKey(each), { ...each, coefficient: addRational(before, each.coefficient) });
  }
  const sorted = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  return sorted.filter(({ coefficient }) => coefficient.numerator !== 0n);
}

function multiply(a: Polynomial, b: Polynomial, at: Context): Polynomial {
  insist(a.length * b.length <= MOST_MONOMIALS, "too-large", "a product of too large sums");
  const products = a.flatMap((x) =>
    b.flatMap((y) => {
      const coefficient = multiplyRational(x.coefficient, y.coefficient);
      return product(coefficient, [...x.factors, ...y.factors], at);
    }),
  );
  return sum(products);
}

/** Like bases are put together, and powers of numbers and of sums worked out. */
function product(coefficient: Rational, factors: readonly Factor[], at: Context): Polynomial {
  const merged = new Map<string, Factor>();
  for (const factor of factors) merged.set(factor.key, merge(factor, merged.get(factor.key), at));
  const atoms: Factor[] = [];
  const others: Polynomial[] = [];
  for (const factor of [...merged.values()].sort(byKey)) {
    const value = workedOut(factor, at);
    if (value === null) atoms.push(factor);
    else others.push(value);
  }
  const start: Polynomial = [{ coefficient, factors: atoms }];
  return others.reduce((all, each) => multiply(all, each, at), start);
}

/** x^m x^n is x^{m+n} whatever x is only for exponents that are integers of one sign. */
function merge(a: Factor, b: Factor | undefined, at: Context): Factor {
  if (b === undefined) return a;
  const [m, n] = [integerOf(a.exponent), integerOf(b.exponent)];
  if (m === null || n === null) demand(at, positive(a.base));
  else if (m < 0n !== n < 0n) demand(at, { kind: "nonzero", term: a.base });
  return { ...a, exponent: sum([...a.exponent, ...b.exponent]) };
}

function workedOut({ base, exponent }: Factor, at: Context): Polynomial | null {
  const whole = integerOf(exponent);
  if (whole === null || whole === 0n) return whole === null ? null : constant(ONE);
  if (base.kind === "number") return constant(powerOf(valueOf(base), whole));
  return base.kind === "add" && whole > 0n ? raise(polynomialOf(base, at), exponent, at) : null;
}

function raise(base: Polynomial, exponent: Polynomial, at: Context): Polynomial {
  const whole = integerOf(exponent);
  const [only, ...others] = base;
  if (whole !== null && whole >= 0n && base.length !== 1) {
    insist(whole <= MOST_FACTORS, "too-large", "a large power of a sum");
    const copies = Array.from({ length: Number(whole) }, () => base);
    return copies.reduce((all, each) => multiply(all, each, at), constant(ONE));
  }
  insist(only !== undefined, "false-condition", "a power of 0");
  const { numerator, denominator } = only.coefficient;
  insist(whole !== null || numerator > 0n, "false-condition", "a power of a negative number");
  // Of all multiples of a sum, the one whose first coefficient is 1 stands for them.
  const monic = (): Term => termOf(scale(base, powerOf(only.coefficient, -1n)));
  const factors = others.length === 0 ? only.factors : [factorOf(monic(), at)];
  for (const factor of factors) if (whole === null || integerOf(factor.exponent) === null) demand(at, positive(factor.base));
  const above = factorOf(number(numerator), at);
  const below = factorOf(number(denominator), at, rational(-1n));
  const numbers = [above, below].filter(({ base }) => base.name !== "1");
  const raised = [...numbers, ...factors].map((factor) => ({
    ...factor,
    exponent: multiply(factor.exponent, exponent, at),
  }));
  return product(ONE, raised, at);
}

function powerOf({ numerator, denominator }: Rational, exponent: bigint): Rational {
  const size = exponent < 0n ? -exponent : exponent;
  const digits = BigInt(`${numerator}${denominator}`.length) * size;
  insist(digits <= MOST_DIGITS, "too-large", "a large power of a number");
  const [above, below] = exponent < 0n ? [denominator, numerator] : [numerator, denominator];
  return rational(above ** size, below ** size);
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

function joined(kind: Kind, terms: readonly Term[], none: Term): Term {
  return terms.length > 1 ? node(kind, terms) : (terms[0] ?? none);
}
