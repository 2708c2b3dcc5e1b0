import { type Approximate, approximate, nearly, type Real, Undecided, whole } from "./reals.js";

/** The integral of the absolute value over the line is not finite. */
export class Diverges extends Error {}

/** Quarters: the trapezoidal rule is as good as exact for what is smooth and falls like a bell curve of width about 1. */
const STEP = 0.25;
/** How far from 0 there is anything to be seen, in most integrands. */
export const REACH = 12;
const NEGLIGIBLE = 1e-9;
/** What falls like 1/x or more slowly has at least about as much beyond as before; what falls like 1/x² has half; a bell curve next to nothing. */
const NO_LESS = 0.7;
const MUCH_LESS = 0.02;
const FAR = [2, 8, 32, 128, 1024];

/**
 * The integral over the line of what is smooth, with an estimate of its error: how much every other point alone would change it, and what is left beyond.
 *
 * @throws Diverges
 * @throws Undecided where the tails tell nothing
 */
export function overLine(f: (x: Real) => Real, reach: number): Approximate {
  let [even, odd, error, inner, outer, beyond] = [0, 0, 0, 0, 0, 0];
  const last = reach / STEP;
  for (let i = -2 * last; i <= 2 * last; i++) {
    const isTail = Math.abs(i) > last;
    if (isTail && i % 4 !== 0) continue;
    const value = nearly(f(approximate(i / 4, 0)));
    const size = Math.abs(value.middle);
    if (isTail) beyond += 4 * size;
    else {
      if (i % 2 === 0) even += value.middle;
      else odd += value.middle;
      error += value.error;
      if (Math.abs(i) > last / 2) outer += size;
      else inner += size;
    }
  }
  if (beyond > NEGLIGIBLE * (1 + inner + outer)) {
    if (beyond >= NO_LESS * outer && staysLarge(f, 2 * reach)) throw new Diverges();
    if (beyond > MUCH_LESS * outer) throw new Undecided("whether an integral converges");
  }
  const fine = (even + odd) * STEP;
  const coarse = even * STEP * 2;
  return approximate(fine, Math.abs(fine - coarse) + (error + beyond) * STEP);
}

/** Whether a function does not fall like 1/x or faster on one side, as far as some far points tell: a very wide bell curve does in the end. */
function staysLarge(f: (x: Real) => Real, from: number): boolean {
  const share = (x: number): number => {
    try {
      return Math.abs(x * nearly(f(approximate(x, 0))).middle);
    } catch (error) {
      if (error instanceof Undecided) return Infinity;
      throw error;
    }
  };
  return [from, -from].some((x) => {
    const first = share(x);
    return FAR.every((times) => share(x * times) >= first / 2) && first > 0;
  });
}

/** The sum over all integers, of what falls fast. @throws Diverges @throws Undecided */
export function overIntegers(f: (n: Real) => Real, reach: number): Approximate {
  let [sum, error, outer, beyond] = [0, 0, 0, 0];
  for (let n = -2 * reach; n <= 2 * reach; n++) {
    const value = nearly(f(whole(n)));
    sum += value.middle;
    error += value.error;
    if (Math.abs(n) > reach) beyond += Math.abs(value.middle);
    else if (Math.abs(n) > reach / 2) outer += Math.abs(value.middle);
  }
  if (beyond > NEGLIGIBLE && beyond >= NO_LESS * outer) throw new Diverges();
  if (beyond > NEGLIGIBLE && beyond > MUCH_LESS * outer) throw new Undecided("whether a sum converges");
  return approximate(sum, error + beyond);
}
