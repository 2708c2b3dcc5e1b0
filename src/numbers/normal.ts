import { isZero, ONE, rational, ZERO } from "./rational.js";
import type { Rational } from "./rational.js";
import { splitOverCoprimeBase } from "./coprime.js";
import type { Factor } from "./coprime.js";
import { checkTerms, plus, times, WorkLimitError, WorkMeter } from "./limits.js";
import { hasLogs, integerRoot, logMonomial, logPowerMonomial, plainLog, UNIT, withoutBases } from "./monomial.js";
import type { Monomial, Term } from "./monomial.js";
import { add, allTerms, EXACT_ZERO, fromTerm, multiply, TermCollector } from "./sum.js";
import type { Exact } from "./sum.js";

const NORMAL_WORK = 5_000_000;
/** Word operations that multiplying two terms stands for. */
const PAIR_WORK = 64;
/** Roots of a degree with a larger prime factor are refused. */
const MAX_ROOT_DEGREE = 1_000_000n;

/**
 * The normal form: every base of a logarithm or root is a whole number, these bases are pairwise coprime, and no base under a root is a power that
 * the root's degree could take out. A form without terms is its fraction; whether one with terms can be zero, `decidesZero` says.
 *
 * @throws WorkLimitError
 */
export function normalize(a: Exact): Exact {
  if (a.terms.length === 0) return a;
  const meter = new WorkMeter(NORMAL_WORK, "refining logarithms to coprime bases");
  const split = splitOverCoprimeBase(basesOf(a.terms), rootDegreePrimes(a.terms), meter);
  const factorsOf = (n: bigint): readonly Factor[] => split.get(n) ?? [{ base: n, exponent: 1 }];
  const linear = new Map<bigint, Rational>();
  const collector = new TermCollector();
  collector.add({ coefficient: a.rational, monomial: UNIT });
  for (const term of a.terms) {
    const base = plainLog(term.monomial);
    if (base === null) collector.addAll(expand(term, factorsOf, meter));
    else if (base === "pi") collector.add(term);
    else {
      for (const { base: element, exponent } of logParts(base, factorsOf)) {
        meter.spend(1);
        linear.set(element, plus(linear.get(element) ?? ZERO, times(term.coefficient, rational(exponent))));
      }
    }
  }
  checkTerms(linear.size);
  for (const [base, coefficient] of linear) {
    if (!isZero(coefficient)) collector.add({ coefficient, monomial: logMonomial(rational(base)) });
  }
  return collector.result();
}

/** The normal form, or the number as it stands where that takes too much work. */
export function normalizeIfPossible(a: Exact): Exact {
  try {
    return normalize(a);
  } catch (error) {
    if (error instanceof WorkLimitError) return a;
    throw error;
  }
}

function basesOf(terms: readonly Term[]): Set<bigint> {
  const bases = new Set<bigint>();
  for (const { monomial } of terms) {
    for (const { base } of monomial.logs) bases.add(base.numerator).add(base.denominator);
    for (const { base } of monomial.roots) bases.add(base);
  }
  return bases;
}

/** The primes that divide a root's degree. */
function rootDegreePrimes(terms: readonly Term[]): readonly number[] {
  const primes = new Set<number>();
  for (const { monomial } of terms) {
    for (const { exponent } of monomial.roots) {
      if (exponent.denominator > MAX_ROOT_DEGREE) throw new WorkLimitError("a root of a very high degree");
      let rest = Number(exponent.denominator);
      for (let p = 2; p * p <= rest; p++) {
        while (rest % p === 0) {
          primes.add(p);
          rest /= p;
        }
      }
      if (rest > 1) primes.add(rest);
    }
  }
  return [...primes];
}

/** `log r` as Σ exponent · log base. */
function logParts(r: Rational, factorsOf: (n: bigint) => readonly Factor[]): readonly Factor[] {
  return [...factorsOf(r.numerator), ...factorsOf(r.denominator).map(({ base, exponent }) => ({ base, exponent: -exponent }))];
}

/** One term with its bases split, multiplied out. */
function expand(term: Term, factorsOf: (n: bigint) => readonly Factor[], meter: WorkMeter): Exact {
  const { logs, roots } = term.monomial;
  let result = fromTerm({ coefficient: term.coefficient, monomial: withoutBases(term.monomial) });
  for (const { base, exponent } of roots) {
    for (const factor of factorsOf(base)) {
      result = multiply(result, fromTerm(integerRoot(factor.base, times(exponent, rational(factor.exponent)))));
    }
  }
  for (const { base, power } of logs) {
    if (power < 0) {
      result = multiply(result, fromTerm({ coefficient: ONE, monomial: logPowerMonomial({ base, power }) }));
      continue;
    }
    let log = EXACT_ZERO;
    for (const { base: element, exponent } of logParts(base, factorsOf)) {
      log = add(log, fromTerm({ coefficient: rational(exponent), monomial: logMonomial(rational(element)) }));
    }
    for (let k = 0; k < power; k++) {
      meter.spend(PAIR_WORK * (1 + result.terms.length) * (1 + log.terms.length));
      result = multiply(result, log);
    }
  }
  return result;
}

/**
 * Whether a normal form is zero only when it has no term, by theorems that need no numbers:
 * Baker (1 and logarithms of multiplicatively independent numbers are independent over the algebraic numbers, and so are distinct radicals over the
 * fractions), Lindemann–Weierstrass (distinct powers of e), the transcendence of π.
 */
export function decidesZero(normal: Exact): boolean {
  const everyTerm = (holds: (m: Monomial) => boolean): boolean => normal.terms.every(({ monomial }) => holds(monomial));
  return (
    (everyTerm((m) => m.logPi === 0 && isZero(m.pi) && isZero(m.e)) && isLinearInLogs(normal)) ||
    everyTerm((m) => !hasLogs(m) && isZero(m.pi)) ||
    everyTerm((m) => !hasLogs(m) && isZero(m.e))
  );
}

/** Whether the number, brought to one denominator of logarithms, is of degree at most 1 in logarithms. */
function isLinearInLogs(normal: Exact): boolean {
  const denominator = new Map<bigint, number>();
  for (const { monomial } of normal.terms) {
    for (const { base, power } of monomial.logs) {
      denominator.set(base.numerator, Math.max(-power, denominator.get(base.numerator) ?? 0));
    }
  }
  const shift = [...denominator.values()].reduce((total, power) => total + power, 0);
  return allTerms(normal).every(({ monomial }) => monomial.logs.reduce((degree, { power }) => degree + power, shift) <= 1);
}
