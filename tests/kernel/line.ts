import { type Approximate, approximate, nearly, type Real, Undecided } from "./reals.js";

/** The integral of the absolute value over the line is not finite. */
export class Diverges extends Error {}

/** Quarters: the trapezoidal rule is as good as exact for what is smooth and falls like a bell curve of width about 1. */
const STEP = 0.25;
const REACH = 12;
const NEGLIGIBLE = 1e-9;
/** What falls like 1/x or more slowly has at least about as much beyond as before; what falls like 1/x² has half; a bell curve next to nothing. */
const NO_LESS = 0.7;
const MUCH_LESS = 0.02;

/**
 * The integral over the line of what is smooth, with an estimate of its error: how much every other point alone would change it, and what is left beyond.
 *
 * @throws Diverges
 * @throws Undecided where the tails tell nothing
 */
export function overLine(f: (x: Real) => Real): Approximate {
  let [even, odd, error, inner, outer, beyond] = [0, 0, 0, 0, 0, 0];
  const last = REACH / STEP;
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
    if (beyond >= NO_LESS * outer) throw new Diverges();
    if (beyond > MUCH_LESS * outer) throw new Undecided("whether an integral converges");
  }
  const fine = (even + odd) * STEP;
  const coarse = even * STEP * 2;
  return approximate(fine, Math.abs(fine - coarse) + (error + beyond) * STEP);
}
