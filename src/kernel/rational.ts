/** An exact fraction in lowest terms; the denominator is positive. */
export type Rational = Readonly<{ numerator: bigint; denominator: bigint }>;
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

export function addRational({ numerator: a, denominator: b }: Rational, c: Rational): Rational {
  if (b === 1n && c.denominator === 1n) return { ...ONE, numerator: a + c.numerator };
  return rational(a * c.denominator + c.numerator * b, b * c.denominator);
}

export function multiplyRational(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}
