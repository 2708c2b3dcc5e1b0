import type { Rational } from "./rational.js";
import { ballOf, multiplyBalls } from "./ball.js";
import type { Ball } from "./ball.js";
import { MAX_EXPONENT_BITS } from "./limits.js";
import { expSeries, log2Series, logSeries, piSeries } from "./series.js";

const GUARD = 32;
/** Bits before the point of an exponent: of a power of π or e, or of a root of a number within MAX_BITS, whose logarithm is below 2^13. */
const WHOLE_BITS = MAX_EXPONENT_BITS + 2;

/** Logarithms, exponentials and π with about `bits` correct bits. One object keeps the logarithms and roots it has computed. */
export class Transcendentals {
  readonly #width: number;
  readonly #logs = new Map<bigint, Ball>();
  readonly #exponentials = new Map<string, Ball>();
  #log2: Ball | null = null;
  #pi: Ball | null = null;
  #logPi: Ball | null = null;
  #finer: Transcendentals | null = null;

  constructor(bits: number) {
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

  /** n^exponent for a whole n ≥ 1 and an exponent in (0, 1). */
  root(n: bigint, exponent: Rational): Ball {
    return this.#expOfMultiple(exponent, n.toString(), (finer) => finer.log(n));
  }

  /** π^exponent for an exponent within MAX_EXPONENT_BITS. */
  piPower(exponent: Rational): Ball {
    return this.#expOfMultiple(exponent, "π", (finer) => finer.logPi);
  }

  /** e^exponent for an exponent within MAX_EXPONENT_BITS. */
  ePower(exponent: Rational): Ball {
    return this.#expOfMultiple(exponent, "e", () => ({ middle: 1n, radius: 0n, exponent: 0 }));
  }

  /** exp(factor · logarithm): the product has at most WHOLE_BITS bits before its point, so both are taken with as many more. */
  #expOfMultiple(factor: Rational, base: string, logarithm: (finer: Transcendentals) => Ball): Ball {
    return remember(this.#exponentials, `${base}^${factor.numerator}/${factor.denominator}`, () => {
      const finer = (this.#finer ??= new Transcendentals(this.#width + WHOLE_BITS));
      const argument = multiplyBalls(ballOf(factor, finer.#width), logarithm(finer), finer.#width);
      return expSeries(argument, finer.log2, this.#width);
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
