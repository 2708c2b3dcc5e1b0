import { type Binder, bindersOf, type Claim, positive, type Proposition } from "./proposition.js";
import { addRational, multiplyRational, ONE, type Rational, rational } from "./rational.js";
import { insist } from "./refusal.js";
import { exp, keyInScope, type Kind, mapParts, minus, node, number, once } from "./structure.js";
import { partsOf, power, type Term, type Terms, valueOf } from "./term.js";

/** A sum of products of powers, like ones put together and sorted. Two are equal as polynomials exactly if their keys are. */
export type Polynomial = readonly Monomial[];
export type Monomial = Readonly<{ coefficient: Rational; factors: readonly Factor[] }>;

/** The base is a term that no law of algebra takes apart; Euler's number is one, and so is an integer under a fractional exponent. */
export type Factor = Readonly<{ base: Term; key: string; exponent: Polynomial }>;

/** Where a term stands, and what has been presupposed so far. */
export type Context = Readonly<{ binders: readonly Binder[]; conditions: Proposition[] }>;

const E = exp(number(1));
const UNIT: Monomial = { coefficient: ONE, factors: [] };
const MINUS_ONE: Polynomial = [{ ...UNIT, coefficient: rational(-1) }];
const [MOST_MONOMIALS, MOST_FACTORS, MOST_DIGITS, LONGEST_KEY] = [1000, 12, 1000n, 50_000];

export const nowhere = (): Context => ({ binders: [], conditions: [] });
export const boundAt = ({ binders }: Context): Terms => binders.map(({ variable }) => variable);
export function inScope<C extends Context>(at: C, binders: readonly Binder[]): C {
  return { ...at, binders: [...at.binders, ...binders] };
}
export function demand({ conditions, binders }: Context, ...claims: readonly Claim[]): void {
  conditions.push(...claims.map((claim) => ({ binders, claim })));
}

/** Whether two terms are equal by the laws of commutative rings, fractions, powers, and exponentials of sums, applied everywhere in them. */
export function equalTerms(a: Term, b: Term, at: Context): boolean {
  let rest = polynomialOf(minus(a, b), at);
  for (let round = 0; round < MOST_FACTORS; round += 1) {
    const factors = rest.flatMap((each) => each.factors);
    const below = factors.find((each) => each.base.kind === "add" && isBelow(each));
    if (below === undefined) return rest.length === 0;
    const above = { ...below, exponent: multiply([MINUS_ONE, below.exponent], at) };
    rest = multiply([rest, monomial(above)], at);
  }
  insist(false, "too-large", "fractions in fractions");
}

/** The difference of two terms where it is one integer in every model, whatever holds in it. */
export function difference(a: Term, b: Term): bigint | null {
  const at = nowhere();
  const found = integerOf(polynomialOf(minus(a, b), at));
  return at.conditions.length === 0 ? found : null;
}

const known = new WeakMap<Term, readonly [Context, Polynomial]>();
/** A term in normal form, and what that presupposes; where it stood at the same place before, as it was worked out then. */
export function polynomialOf(term: Term, at: Context): Polynomial {
  const [before, result] = known.get(term) ?? [];
  const isThere = (binder: Binder, i: number) => binder === before?.binders[i];
  const isSame = before?.binders.length === at.binders.length && at.binders.every(isThere);
  const where = isSame ? before : { binders: at.binders, conditions: [] };
  const found = isSame && result ? result : workOut(term, where);
  known.set(term, [where, found]);
  at.conditions.push(...where.conditions);
  return found;
}

function workOut(term: Term, at: Context): Polynomial {
  const of = (part: Term): Polynomial => polynomialOf(part, at);
  const [first, second] = partsOf(term);
  if (term.kind === "number") return constant(valueOf(term));
  if (term.kind === "add") return sum(term.parts.flatMap(of), at);
  if (term.kind === "multiply") return multiply(term.parts.map(of), at);
  if (term.kind === "power") return raise(of(first), of(second), at);
  if (term.kind === "exp") return raise(monomial(factorOf(E, at)), of(first), at);
  return monomial(factorOf(withNormalParts(term, at), at));
}

/** A node with each part in its normal form; the coordinates of a density sorted. */
function withNormalParts(term: Term, at: Context): Term {
  if (term.kind === "variable") return term;
  const normalIn = (scope: Context) => (part: Term) => termOf(polynomialOf(part, scope));
  const normal = mapParts(term, normalIn(at), normalIn(inScope(at, bindersOf(term))));
  if (term.kind !== "density") return normal;
  const slots = normal.parts.map((part) => factorOf(part, at)).sort(byKey);
  return { ...normal, parts: slots.map(({ base }) => base) };
}

/** A term to the first power. What is bound around it is known by its place, not by its name. */
function factorOf(base: Term, at: Context, exponent: Polynomial = [UNIT]): Factor {
  const key = keyInScope(base, boundAt(at));
  insist(key.length <= LONGEST_KEY, "too-large", "a term that is too large in its normal form");
  return { base, key, exponent };
}

const isBelow = ({ exponent }: Factor): boolean => (integerOf(exponent) ?? 0n) < 0n;
const byKey = (a: Factor, b: Factor): number => (a.key < b.key ? -1 : 1);
const monomial = (...factors: readonly Factor[]): Polynomial => [{ ...UNIT, factors }];
const constant = (coefficient: Rational): Polynomial => (coefficient.numerator === 0n ? [] : [{ ...UNIT, coefficient }]);

const powerKey = ({ key, exponent }: Factor): string => `${key}^{${keyOf(exponent)}}`;
const powersKey = ({ factors }: Monomial): string => factors.map(powerKey).join("*");
const monomialKey = (each: Monomial) => `${number(each.coefficient).name}*${powersKey(each)}`;
export const keyOf = once((polynomial: Polynomial) => polynomial.map(monomialKey).join("+"));

export function integerOf([first, ...others]: Polynomial): bigint | null {
  if (first === undefined) return 0n;
  const isAlone = others.length + first.factors.length === 0;
  return isAlone && first.coefficient.denominator === 1n ? first.coefficient.numerator : null;
}

/** The normal form of a sum of products of powers. */
function sum(monomials: Polynomial, at: Context): Polynomial {
  insist(monomials.length <= MOST_MONOMIALS, "too-large", "a sum of too many products");
  const sums = new Map<string, Monomial>();
  for (const each of monomials.flatMap((product) => collected(product, at))) {
    const key = powersKey(each);
    const coefficient = addRational(sums.get(key)?.coefficient ?? rational(0), each.coefficient);
    sums.set(key, { ...each, coefficient });
  }
  const sorted = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  return sorted.filter(({ coefficient }) => coefficient.numerator !== 0n);
}

function multiply(all: readonly Polynomial[], at: Context): Polynomial {
  const times = (a: Monomial) => (b: Monomial) => ({
    coefficient: multiplyRational(a.coefficient, b.coefficient),
    factors: [...a.factors, ...b.factors],
  });
  const product = (a: Polynomial, b: Polynomial) => a.flatMap((each) => b.map(times(each)));
  return all.reduce((a, b) => sum(product(a, b), at), [UNIT]);
}

/** Like bases are put together, and powers of numbers and of sums worked out. */
function collected({ coefficient, factors }: Monomial, at: Context): Polynomial {
  const merged = new Map<string, Factor>();
  for (const each of factors) merged.set(each.key, merge(each, merged.get(each.key), at));
  const sorted = [...merged.values()].sort(byKey);
  const values = sorted.map((factor) => workedOut(factor, at));
  const atoms = { coefficient, factors: sorted.filter((_, i) => values[i] === null) };
  const others = values.filter((value) => value !== null);
  return others.length === 0 ? [atoms] : multiply([[atoms], ...others], at);
}

/** x^m x^n is x^{m+n} for integers of one sign; what has another exponent has been presupposed to be positive when it was raised. */
function merge(a: Factor, b: Factor | undefined, at: Context): Factor {
  if (b === undefined) return a;
  if (isBelow(a) !== isBelow(b)) demand(at, { kind: "nonzero", term: a.base });
  return { ...a, exponent: sum([...a.exponent, ...b.exponent], at) };
}

/** The power of a number or of a sum where its exponent is an integer, of a sum a positive one. */
function workedOut({ base, exponent }: Factor, at: Context): Polynomial | null {
  const whole = integerOf(exponent);
  if (whole === 0n) return [UNIT];
  if (whole !== null && base.kind === "number") return constant(powerOf(valueOf(base), whole));
  if (whole === null || whole < 0n || base.kind !== "add") return null;
  insist(whole <= MOST_FACTORS, "too-large", "a large power of a sum");
  return multiply(Array<Polynomial>(Number(whole)).fill(polynomialOf(base, at)), at);
}

function powerOf({ numerator: base }: Rational, exponent: bigint): Rational {
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
  const numbers = [factorOf(number(numerator), at), factorOf(number(denominator), at, MINUS_ONE)];
  // Of all multiples of a sum, the one whose first coefficient is 1 stands for them.
  const monic = multiply([constant(rational(denominator, numerator)), base], at);
  const factors = others.length === 0 ? only.factors : [factorOf(termOf(monic), at)];
  const raised = [...numbers.filter((each) => each.base.name !== "1"), ...factors].map((factor) => {
    if (whole === null || integerOf(factor.exponent) === null) demand(at, positive(factor.base));
    return { ...factor, exponent: multiply([factor.exponent, exponent], at) };
  });
  return sum(monomial(...raised), at);
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
const joined = (kind: Kind, terms: Terms, none: Term): Term => (terms.length > 1 ? node(kind, terms) : (terms[0] ?? none));
