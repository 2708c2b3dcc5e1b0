import { addRational, isZero, ONE, rational, rationalText, ZERO } from "./rational.js";
import type { Rational } from "./rational.js";
import { isSmallPrime } from "./coprime.js";
import { checkExponent, integerPower, MAX_LOG_POWER, plus, times, WorkLimitError } from "./limits.js";

/**
 * `log base` to a power other than 0; base is a positive fraction other than 1. A negative power has a small prime as its base (`isSmallPrime`), which no
 * refinement splits, so that 1/log base stays one term.
 */
export interface LogPower {
  readonly base: Rational;
  readonly power: number;
}

/** base^exponent with a whole base ≥ 2 and 0 < exponent < 1. */
export interface RootPower {
  readonly base: bigint;
  readonly exponent: Rational;
}

/**
 * A product of powers of `log r`, `log π`, roots of whole numbers, π and e. Logs and roots hold each base once, in the order of their bases' text.
 * Two monomials with one key are the same number; the converse needs coprime bases (`normal.ts`).
 */
export interface Monomial {
  readonly logs: readonly LogPower[];
  readonly logPi: number;
  readonly roots: readonly RootPower[];
  readonly pi: Rational;
  readonly e: Rational;
  readonly key: string;
}

/** A fraction times a monomial; the coefficient is never zero where it stands in a sum. */
export interface Term {
  readonly coefficient: Rational;
  readonly monomial: Monomial;
}

function withKey(parts: Omit<Monomial, "key">): Monomial {
  let key = "";
  for (const { base, power } of parts.logs) key += `l${rationalText(base)}^${power} `;
  if (parts.logPi !== 0) key += `lπ^${parts.logPi} `;
  for (const { base, exponent } of parts.roots) key += `${base}^${rationalText(exponent)} `;
  if (!isZero(parts.pi)) key += `π^${rationalText(parts.pi)} `;
  if (!isZero(parts.e)) key += `e^${rationalText(parts.e)} `;
  return { ...parts, key };
}

const NONE = { logs: [], logPi: 0, roots: [], pi: ZERO, e: ZERO };

/** The empty product. */
export const UNIT: Monomial = withKey(NONE);
export const LOG_PI: Monomial = withKey({ ...NONE, logPi: 1 });

/** `log base` for a positive fraction other than 1. */
export function logMonomial(base: Rational): Monomial {
  return { logs: [{ base, power: 1 }], logPi: 0, roots: [], pi: ZERO, e: ZERO, key: `l${rationalText(base)}^1 ` };
}

/** 1 / m for the logarithms of m alone; null where a base is no small prime. */
export function inverseOfLogs(m: Monomial): Monomial | null {
  if (!m.logs.every(({ base }) => base.denominator === 1n && isSmallPrime(base.numerator))) return null;
  return withKey({ ...NONE, logs: m.logs.map(({ base, power }) => ({ base, power: -power })), logPi: -m.logPi });
}

/** (log base)^power for a base that may bear this power. */
export function logPowerMonomial(factor: LogPower): Monomial {
  return withKey({ ...NONE, logs: [factor] });
}

/** @throws WorkLimitError */
export function piPower(exponent: Rational): Monomial {
  return withKey({ ...NONE, pi: checkExponent(exponent) });
}

/** @throws WorkLimitError */
export function ePower(exponent: Rational): Monomial {
  return withKey({ ...NONE, e: checkExponent(exponent) });
}

/** base^exponent for a whole base ≥ 1 and any exponent: whole powers go into the coefficient. @throws WorkLimitError */
export function integerRoot(base: bigint, exponent: Rational): Term {
  const whole = floor(exponent);
  const fraction = addRational(exponent, rational(-whole));
  const magnitude = integerPower(base, whole < 0n ? -whole : whole);
  const coefficient = whole < 0n ? rational(1n, magnitude) : rational(magnitude);
  if (base === 1n || isZero(fraction)) return { coefficient, monomial: UNIT };
  return { coefficient, monomial: withKey({ ...NONE, roots: [{ base, exponent: fraction }] }) };
}

function floor(r: Rational): bigint {
  const quotient = r.numerator / r.denominator;
  return r.numerator < 0n && quotient * r.denominator !== r.numerator ? quotient - 1n : quotient;
}

/** The powers of π, log π and e alone. */
export function withoutBases(m: Monomial): Monomial {
  return m.logs.length === 0 && m.roots.length === 0 ? m : withKey({ ...m, logs: [], roots: [] });
}

/** The logarithms alone. */
export function onlyLogs(m: Monomial): Monomial {
  return withKey({ ...NONE, logs: m.logs, logPi: m.logPi });
}

/** All but the logarithms. */
export function withoutLogs(m: Monomial): Monomial {
  return hasLogs(m) ? withKey({ ...m, logs: [], logPi: 0 }) : m;
}

/** True when logarithms occur: then the monomial has no root or logarithm among monomials, and its sign is not plain. */
export function hasLogs(m: Monomial): boolean {
  return m.logs.length > 0 || m.logPi !== 0;
}

/** The base r of a monomial that is `log r` and nothing else; null for every other one. */
export function plainLog(m: Monomial): Rational | "pi" | null {
  if (m.roots.length > 0 || !isZero(m.pi) || !isZero(m.e)) return null;
  const [only, ...others] = m.logs;
  if (only === undefined) return m.logPi === 1 ? "pi" : null;
  return others.length === 0 && only.power === 1 && m.logPi === 0 ? only.base : null;
}

/** Product of two terms; roots of one base whose exponents reach 1 pass into the coefficient. @throws WorkLimitError */
export function multiplyTerms(a: Term, b: Term): Term {
  const coefficient = times(a.coefficient, b.coefficient);
  if (a.monomial.key === "") return { coefficient, monomial: b.monomial };
  if (b.monomial.key === "") return { coefficient, monomial: a.monomial };
  const roots = multiplyRoots(a.monomial.roots, b.monomial.roots);
  return {
    coefficient: times(coefficient, roots.coefficient),
    monomial: withKey({
      logs: multiplyLogs(a.monomial.logs, b.monomial.logs),
      logPi: logPower(a.monomial.logPi + b.monomial.logPi),
      roots: roots.roots,
      pi: checkExponent(plus(a.monomial.pi, b.monomial.pi)),
      e: checkExponent(plus(a.monomial.e, b.monomial.e)),
    }),
  };
}

function logPower(power: number): number {
  if (Math.abs(power) > MAX_LOG_POWER) throw new WorkLimitError(`a logarithm to a power above ${MAX_LOG_POWER}`);
  return power;
}

function multiplyLogs(a: readonly LogPower[], b: readonly LogPower[]): readonly LogPower[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const powers = new Map<string, LogPower>();
  for (const factor of [...a, ...b]) {
    const key = rationalText(factor.base);
    const total = logPower(factor.power + (powers.get(key)?.power ?? 0));
    if (total === 0) powers.delete(key);
    else powers.set(key, { base: factor.base, power: total });
  }
  return inKeyOrder(powers);
}

function multiplyRoots(a: readonly RootPower[], b: readonly RootPower[]): { coefficient: Rational; roots: readonly RootPower[] } {
  if (a.length === 0) return { coefficient: ONE, roots: b };
  if (b.length === 0) return { coefficient: ONE, roots: a };
  const exponents = new Map<string, RootPower>();
  let coefficient = ONE;
  for (const { base, exponent } of [...a, ...b]) {
    const key = base.toString();
    const sum = plus(exponent, exponents.get(key)?.exponent ?? ZERO);
    const { coefficient: whole, monomial } = integerRoot(base, sum);
    coefficient = times(coefficient, whole);
    const rest = monomial.roots[0];
    if (rest === undefined) exponents.delete(key);
    else exponents.set(key, rest);
  }
  return { coefficient, roots: inKeyOrder(exponents) };
}

function inKeyOrder<T>(entries: ReadonlyMap<string, T>): readonly T[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}

/** m^exponent for a monomial without logarithms. @throws WorkLimitError */
export function monomialPower(m: Monomial, exponent: Rational): Term {
  let result: Term = {
    coefficient: ONE,
    monomial: withKey({ ...NONE, pi: checkExponent(times(m.pi, exponent)), e: checkExponent(times(m.e, exponent)) }),
  };
  for (const root of m.roots) result = multiplyTerms(result, integerRoot(root.base, times(root.exponent, exponent)));
  return result;
}
