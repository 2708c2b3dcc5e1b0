import { hash128 } from "./hash.js";
import { philox } from "./philox.js";

export { philox } from "./philox.js";
export { hash128 } from "./hash.js";

/**
 * The stream of random numbers that belongs to a key text: same key, same numbers, on any machine and in any order.
 *
 * The key's 128-bit hash (`hash128`) gives Philox's key (words 0 and 1) and the upper half of its counter (words 2 and 3); the lower half of the
 * counter is the number of the block of four words. So streams of different hashes share no block.
 */
export class KeyedRandom {
  readonly #key: Uint32Array;
  readonly #counter: Uint32Array;
  readonly #block = new Uint32Array(4);
  #position = 0;

  constructor(key: string) {
    const hash = hash128(key);
    this.#key = hash.slice(0, 2);
    this.#counter = new Uint32Array([0, 0, hash[2] ?? 0, hash[3] ?? 0]);
  }

  /** Number of 32-bit words taken so far. */
  get position(): number {
    return this.#position;
  }

  /** Moves to the given word of the stream. @throws RangeError unless it is a whole number in 0 .. 2^53 - 1 */
  seek(position: number): void {
    if (!Number.isSafeInteger(position) || position < 0) throw new RangeError("a stream position is a whole number from 0");
    this.#position = position;
    if (position % 4 !== 0) this.#fill();
  }

  /** A uniform integer in 0 .. 2^32 - 1. */
  uint32(): number {
    const lane = this.#position % 4;
    if (lane === 0) this.#fill();
    this.#position += 1;
    return this.#block[lane] ?? 0;
  }

  /** A uniform multiple of 2^-53 in [0, 1). */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 2 ** 26 + low) * 2 ** -53;
  }

  /** A uniform integer in low .. high, both included, without modulo bias. @throws RangeError on an empty range or one wider than 2^32 */
  integer(low: number, high: number): number {
    const size = high - low + 1;
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || size < 1 || size > 2 ** 32) {
      throw new RangeError(`no uniform integers in ${low} .. ${high}`);
    }
    const unbiased = 2 ** 32 - (2 ** 32 % size);
    for (;;) {
      const word = this.uint32();
      if (word < unbiased) return low + (word % size);
    }
  }

  /** A uniform member. @throws RangeError when there is none */
  pick<T>(items: readonly T[]): T {
    for (const item of items.slice(this.integer(0, items.length - 1))) return item;
    throw new RangeError("nothing to pick from");
  }

  #fill(): void {
    const block = Math.floor(this.#position / 4);
    this.#counter[0] = block;
    this.#counter[1] = Math.floor(block / 2 ** 32);
    philox(this.#counter, this.#key, this.#block);
  }
}

/** The stream of the key made of these parts; parts are kept apart, so `("a", "bc")` and `("ab", "c")` are two keys. */
export function keyedRandom(...parts: readonly (string | number)[]): KeyedRandom {
  return new KeyedRandom(JSON.stringify(parts));
}
