import { hash128 } from "../../numbers/random.js";

/** A stream of random words: Philox's key, and the upper half of its counter. The lower half is the number of a block of four words. */
export interface Stream {
  readonly key: readonly [number, number];
  readonly counter: readonly [number, number];
}

/** The stream of the key made of these parts: word by word that of `keyedRandom` for the same parts. */
export function streamOf(...parts: readonly (string | number)[]): Stream {
  const [key0 = 0, key1 = 0, counter2 = 0, counter3 = 0] = hash128(JSON.stringify(parts));
  return { key: [key0, key1], counter: [counter2, counter3] };
}

/** Words of a block. */
export const BLOCK = 4;
