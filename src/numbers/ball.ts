import type { Rational } from "./rational.js";

/** A real number known up to a radius: it lies in [middle − radius, middle + radius] · 2^exponent. Every operation keeps that true. */
export interface Ball {
  readonly middle: bigint;
  readonly radius: bigint;
  readonly exponent: number;
}

/** Bits of |n|; 1 for zero. */
export function size(n: bigint): number {
  return absolute(n).toString(2).length;
}

/** The same ball, or a larger one, with at most `bits` bits in its middle. */
export function round(ball: Ball, bits: number): Ball {
  const excess = size(ball.middle) - bits;
  return excess > 0 ? coarsen(ball, excess) : ball;
}

/** Drops `by` > 0 low bits: the middle falls by less than one unit, and so does the radius. */
function coarsen(ball: Ball, by: number): Ball {
  const shift = BigInt(by);
  return { middle: ball.middle >> shift, radius: (ball.radius >> shift) + 2n, exponent: ball.exponent + by };
}

/** A fraction with about `bits` correct bits. */
export function ballOf(value: Rational, bits: number): Ball {
  if (value.denominator === 1n) return round({ middle: value.numerator, radius: 0n, exponent: 0 }, bits);
  const shift = bits - size(value.numerator) + size(value.denominator);
  const [numerator, denominator] =
    shift >= 0 ? [value.numerator << BigInt(shift), value.denominator] : [value.numerator, value.denominator << BigInt(-shift)];
  return { middle: numerator / denominator, radius: 1n, exponent: -shift };
}

export function multiplyBalls(a: Ball, b: Ball, bits: number): Ball {
  const middle = a.middle * b.middle;
  const radius = absolute(a.middle) * b.radius + absolute(b.middle) * a.radius + a.radius * b.radius;
  return round({ middle, radius, exponent: a.exponent + b.exponent }, bits);
}

/** 1 / a for a ball that does not hold zero. @throws RangeError */
export function invertBall(a: Ball, bits: number): Ball {
  const furthest = absolute(a.middle);
  const nearest = furthest - a.radius;
  if (nearest <= 0n) throw new RangeError("the inverse of a ball that holds zero");
  const shift = BigInt(bits + size(a.middle));
  const one = 1n << shift;
  // |1/m − 1/(m ± r)| ≤ r / (m (m − r)), and the quotients lose less than a unit each.
  return { middle: one / a.middle, radius: (one * a.radius) / (furthest * nearest) + 2n, exponent: -Number(shift) - a.exponent };
}

/** The sum, exact down to about `bits` bits below the largest summand. */
export function sumBalls(balls: readonly Ball[], bits: number): Ball {
  const top = Math.max(...balls.map(topBit));
  if (top === -Infinity) return { middle: 0n, radius: 0n, exponent: 0 };
  const exponent = top - bits - 32;
  let middle = 0n;
  let radius = 0n;
  for (const ball of balls) {
    const aligned = align(ball, exponent);
    middle += aligned.middle;
    radius += aligned.radius;
  }
  return { middle, radius, exponent };
}

/** All members of the ball are below 2^topBit in size; -Infinity for exact zero. */
export function topBit(ball: Ball): number {
  const furthest = absolute(ball.middle) + ball.radius;
  return furthest === 0n ? -Infinity : ball.exponent + size(furthest);
}

/** The same ball, or a larger one, with the given exponent. */
export function align(ball: Ball, exponent: number): Ball {
  const by = exponent - ball.exponent;
  if (by > 0) return coarsen(ball, by);
  const shift = BigInt(-by);
  return { middle: ball.middle << shift, radius: ball.radius << shift, exponent };
}

/** The sign all members share; null when the ball holds zero beside other numbers. */
export function signOfBall(ball: Ball): -1 | 0 | 1 | null {
  if (ball.middle > ball.radius) return 1;
  if (ball.middle < -ball.radius) return -1;
  return ball.radius === 0n ? 0 : null;
}

/** The middle as a double, within one unit in the last place. */
export function middleToNumber(ball: Ball): number {
  const excess = Math.max(0, size(ball.middle) - 64);
  const leading = Number(ball.middle >> BigInt(excess));
  const exponent = ball.exponent + excess;
  // In three steps, because 2^exponent alone may leave the range of doubles where the product does not.
  const clamped = Math.max(-1200, Math.min(1200, exponent));
  const third = Math.trunc(clamped / 3);
  return leading * 2 ** third * 2 ** third * 2 ** (clamped - 2 * third);
}

function absolute(n: bigint): bigint {
  return n < 0n ? -n : n;
}
