/** `constant + first·x + second·x²`. */
export interface Quadratic {
  readonly constant: number;
  readonly first: number;
  readonly second: number;
}

/** Relative agreement that is demanded at the points that were not fitted. */
const TOLERANCE = 1e-7;

/**
 * The quadratic polynomial that a function is, seen from its values; null when it is none. Values that vanish against the largest by rounding
 * count as zero, so that a straight line has `second` 0.
 */
export function quadraticThrough(f: (x: number) => number): Quadratic | null {
  for (const step of [1, 2 ** 12, 2 ** -12]) {
    const zero = f(0);
    const right = f(step);
    const left = f(-step);
    const size = Math.max(Math.abs(zero), Math.abs(left), Math.abs(right));
    const clean = (difference: number): number => (Math.abs(difference) < 1e-13 * size ? 0 : difference);
    const fit: Quadratic = {
      constant: zero,
      first: clean((right - left) / 2) / step,
      second: clean((right + left) / 2 - zero) / step / step,
    };
    if ((fit.first !== 0 || fit.second !== 0) && [2.5, -1.75].every((x) => agrees(f(x * step), fit, x * step))) return fit;
  }
  return null;
}

function agrees(value: number, { constant, first, second }: Quadratic, x: number): boolean {
  const size = Math.max(Math.abs(constant), Math.abs(first * x), Math.abs(second * x * x), Number.MIN_VALUE);
  return Math.abs(value - (constant + x * (first + x * second))) <= TOLERANCE * size;
}
