import {
  addRational,
  compareRational,
  divideRational,
  isZero,
  multiplyRational,
  negateRational,
  type Rational,
  rational,
  toNumber,
  ZERO,
} from "../../../src/numbers/rational.js";

/**
 * The numbers of the brute-force evaluator: *r + Σ c·log p* over primes p. Two of them are equal exactly when all their coefficients are, since the logarithms
 * of primes are independent over the fractions and no such sum but zero is a fraction.
 */
export interface LogLinear {
  readonly rational: Rational;
  readonly logs: ReadonlyMap<bigint, Rational>;
}

/** What has no such form, or whose primes are too large to be found by trial division. */
export class OutOfReach extends Error {}

export function plain(value: Rational): LogLinear {
  return { rational: value, logs: new Map() };
}

export function plus(a: LogLinear, b: LogLinear): LogLinear {
  const logs = new Map(a.logs);
  for (const [prime, coefficient] of b.logs) {
    const sum = addRational(logs.get(prime) ?? ZERO, coefficient);
    if (isZero(sum)) logs.delete(prime);
    else logs.set(prime, sum);
  }
  return { rational: addRational(a.rational, b.rational), logs };
}

export function scaled(a: LogLinear, by: Rational): LogLinear {
  if (isZero(by)) return plain(ZERO);
  return {
    rational: multiplyRational(a.rational, by),
    logs: new Map([...a.logs].map(([prime, coefficient]) => [prime, multiplyRational(coefficient, by)])),
  };
}

export function minus(a: LogLinear, b: LogLinear): LogLinear {
  return plus(a, scaled(b, rational(-1)));
}

export function times(a: LogLinear, b: LogLinear): LogLinear {
  if (a.logs.size === 0) return scaled(b, a.rational);
  if (b.logs.size === 0) return scaled(a, b.rational);
  throw new OutOfReach("a product of logarithms");
}

export function over(a: LogLinear, b: LogLinear): LogLinear {
  if (b.logs.size > 0) throw new OutOfReach("a quotient by a logarithm");
  return scaled(a, divideRational(rational(1), b.rational));
}

export function logarithm(a: LogLinear): LogLinear {
  if (a.logs.size > 0) throw new OutOfReach("a logarithm of logarithms");
  if (compareRational(a.rational, ZERO) <= 0) throw new OutOfReach("a logarithm of a number that is not positive");
  const { numerator, denominator } = a.rational;
  return minus(ofPrimes(primesOf(numerator)), ofPrimes(primesOf(denominator)));
}

export function isNothing(a: LogLinear): boolean {
  return isZero(a.rational) && a.logs.size === 0;
}

export function double(a: LogLinear): number {
  return [...a.logs].reduce(
    (sum, [prime, coefficient]) => sum + toNumber(coefficient) * Math.log(Number(prime)),
    toNumber(a.rational),
  );
}

export function opposite(a: LogLinear): LogLinear {
  return { rational: negateRational(a.rational), logs: new Map([...a.logs].map(([prime, c]) => [prime, negateRational(c)])) };
}

function ofPrimes(powers: ReadonlyMap<bigint, number>): LogLinear {
  return { rational: ZERO, logs: new Map([...powers].map(([prime, power]) => [prime, rational(power)])) };
}

const LARGEST_DIVISOR = 20_000n;

function primesOf(n: bigint): ReadonlyMap<bigint, number> {
  const powers = new Map<bigint, number>();
  let rest = n;
  for (let d = 2n; d * d <= rest; d += d === 2n ? 1n : 2n) {
    if (d > LARGEST_DIVISOR) throw new OutOfReach(`no prime factors found of ${rest}`);
    for (; rest % d === 0n; rest /= d) powers.set(d, (powers.get(d) ?? 0) + 1);
  }
  if (rest > 1n) powers.set(rest, (powers.get(rest) ?? 0) + 1);
  return powers;
}
