/**
 * Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011): a keyed bijection of 128-bit counters.
 * Block number c of the stream with key k is `philox(c, k)`; blocks are independent of the order in which they are asked for.
 *
 * Words are unsigned 32-bit, least significant word first. `counter` and `key` are read whole before `out` is written, so they may share memory.
 */
export function philox(counter: Uint32Array, key: Uint32Array, out: Uint32Array): void {
  let [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = counter;
  let [k0 = 0, k1 = 0] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0_HIGH, MULTIPLIER_0_LOW, c0);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const high1 = multiplyHigh(MULTIPLIER_1_HIGH, MULTIPLIER_1_LOW, c2);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0;
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

const ROUNDS = 10;
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_0_HIGH = MULTIPLIER_0 >>> 16;
const MULTIPLIER_0_LOW = MULTIPLIER_0 & 0xffff;
const MULTIPLIER_1 = 0xcd9e8d57;
const MULTIPLIER_1_HIGH = MULTIPLIER_1 >>> 16;
const MULTIPLIER_1_LOW = MULTIPLIER_1 & 0xffff;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;

/** The upper 32 bits of a 32 × 32 bit product; every partial product is below 2^32 and so exact in a double. */
function multiplyHigh(aHigh: number, aLow: number, b: number): number {
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const other = aLow * bHigh + (middle & 0xffff);
  return aHigh * bHigh + (middle >>> 16) + (other >>> 16);
}
