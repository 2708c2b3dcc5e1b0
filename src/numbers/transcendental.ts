import type { Rational } from "../kernel/rational.js";
import { ballOf, multiplyBalls, size } from "./ball.js";
import type { Ball } from "./ball.js";
import { WorkLimitError } from "./limits.js";
import { expSeries, log2Series, logSeries, piSeries } from "./series.js";

const GUARD = 32;
/** Bits that the factor of an exponent may have before its point without a computation of its own. */
const COMMON_WHOLE_BITS = 32;
const MAX_WHOLE_BITS = 40;

/** Logarithms, exponentials and π with about `bits` correct bits. One object keeps the logarithms and roots it has computed. */
export class Transcendentals {
  readonly #bits: number;
  readonly #width: number;
  readonly #logs = new Map<bigint, Ball>();
  readonly #exponentials = new Map<string, Ball>();
  #log2: Ball | null = null;
  #pi: Ball | null = null;
  #logPi: Ball | null = null;
  #finer: Transcendentals | null = null;

  constructor(bits: number) {
    this.#bits = bits;
    this.#width = bits + GUARD;
  }

  /** log n for a whole n ≥ 1. */
  log(n: bigint): Ball {
    return remember(this.#logs, n, () => logSeries({ middle: n, radius: 0n, exponent: 0 }, this.log2, this.#width));
  }

  get log2(): Ball {
    return (this.#log2 ??= log2Series(this.#width));
  }

  get pi(): Ball {
    return (this.#pi ??= piSeries(this.#width));
  }

  get logPi(): Ball {
    return (this.#logPi ??= logSeries(this.pi, this.log2, this.#width));
  }

  /** n^exponent for a whole n ≥ 1. @throws WorkLimitError */
  root(n: bigint, exponent: Rational): Ball {
    return this.#expOfMultiple(exponent, n.toString(), (finer) => finer.log(n));
  }

  /** π^exponent. @throws WorkLimitError */
  piPower(exponent: Rational): Ball {
    return this.#expOfMultiple(exponent, "π", (finer) => finer.logPi);
  }

  /** e^exponent. @throws WorkLimitError */
  ePower(exponent: Rational): Ball {
    return this.#expOfMultiple(exponent, "e", () => ({ middle: 1n, radius: 0n, exponent: 0 }));
  }

  /** exp(factor · logarithm): the logarithm is taken with as many further bits as the product may have before its point. */
  #expOfMultiple(factor: Rational, base: string, logarithm: (finer: Transcendentals) => Ball): Ball {
    const whole = size(factor.numerator) - size(factor.denominator);
    if (whole > MAX_WHOLE_BITS) throw new WorkLimitError("an exponential of astronomic size");
    return remember(this.#exponentials, `${base}^${factor.numerator}/${factor.denominator}`, () => {
      // A logarithm of a number within MAX_BITS is below 2^16.
      const extra = 16 + GUARD + Math.max(COMMON_WHOLE_BITS, whole);
      this.#finer ??= new Transcendentals(this.#bits + 16 + GUARD + COMMON_WHOLE_BITS);
      const finer = whole <= COMMON_WHOLE_BITS ? this.#finer : new Transcendentals(this.#bits + extra);
      const precision = this.#bits + extra;
      return expSeries(
        multiplyBalls(ballOf(factor, precision), logarithm(finer), precision),
        finer.log2,
        this.#width + COMMON_WHOLE_BITS,
      );
    });
  }
}

function remember<K>(known: Map<K, Ball>, key: K, compute: () => Ball): Ball {
  const found = known.get(key);
  if (found !== undefined) return found;
  const value = compute();
  known.set(key, value);
  return value;
}
