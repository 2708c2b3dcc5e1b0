/** An exact fraction in lowest terms; the denominator is positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const ONE: Rational = { numerator: 1n, denominator: 1n };

export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** @throws RangeError when the denominator is zero */
export function rational(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
  const [n, d] = [BigInt(numerator), BigInt(denominator)];
  if (d === 0n) throw new RangeError("a fraction needs a denominator that is not zero");
  const g = d < 0n ? -gcd(n, d) : gcd(n, d);
  return { numerator: n / g, denominator: d / g };
}

export function addRational(a: Rational, b: Rational): Rational {
  const [m, n] = [a.denominator, b.denominator];
  if (m === 1n && n === 1n) return { numerator: a.numerator + b.numerator, denominator: 1n };
  return rational(a.numerator * n + b.numerator * m, m * n);
}

export function multiplyRational(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}
