/**
 * MurmurHash3 x86 128 (Appleby) of a text's UTF-8 bytes with seed 0: four unsigned 32-bit words. A lone surrogate counts as U+FFFD.
 * Spreads names over keys; it is no defence against texts chosen to collide.
 */
export function hash128(text: string): Uint32Array {
  return murmur128(new TextEncoder().encode(text), 0);
}

/** MurmurHash3 x86 128 of bytes: the words h1, h2, h3, h4 of the reference implementation. */
export function murmur128(bytes: Uint8Array, seed: number): Uint32Array {
  const state = new Uint32Array(4).fill(seed);
  const blocksEnd = bytes.length - (bytes.length % 16);
  for (let block = 0; block < blocksEnd; block += 16) {
    LANES.forEach((lane, index) => {
      const mixed = read(state, index) ^ scramble(word(bytes, block + 4 * index), lane);
      state[index] = Math.imul(rotate(mixed, lane.stateTurn) + read(state, (index + 1) % 4), 5) + lane.addend;
    });
  }
  LANES.forEach((lane, index) => {
    state[index] = read(state, index) ^ scramble(word(bytes, blocksEnd + 4 * index), lane) ^ bytes.length;
  });
  gather(state);
  for (let index = 0; index < 4; index++) state[index] = avalanche(read(state, index));
  gather(state);
  return state;
}

interface Lane {
  readonly before: number;
  readonly turn: number;
  readonly after: number;
  readonly stateTurn: number;
  readonly addend: number;
}

const LANES: readonly Lane[] = [
  { before: 0x239b961b, turn: 15, after: 0xab0e9789, stateTurn: 19, addend: 0x561ccd1b },
  { before: 0xab0e9789, turn: 16, after: 0x38b34ae5, stateTurn: 17, addend: 0x0bcaa747 },
  { before: 0x38b34ae5, turn: 17, after: 0xa1e38b93, stateTurn: 15, addend: 0x96cd1c35 },
  { before: 0xa1e38b93, turn: 18, after: 0x239b961b, stateTurn: 13, addend: 0x32ac3b17 },
];

function read(state: Uint32Array, index: number): number {
  return state[index] ?? 0;
}

/** Little-endian word; bytes past the end count as zero, and a word of zeros scrambles to zero. */
function word(bytes: Uint8Array, at: number): number {
  const byte = (offset: number): number => bytes[at + offset] ?? 0;
  return byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24);
}

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}

function scramble(k: number, lane: Lane): number {
  return Math.imul(rotate(Math.imul(k, lane.before), lane.turn), lane.after);
}

function gather(state: Uint32Array): void {
  const first = read(state, 0) + read(state, 1) + read(state, 2) + read(state, 3);
  state[0] = first;
  for (let index = 1; index < 4; index++) state[index] = read(state, index) + (first >>> 0);
}

function avalanche(h: number): number {
  let x = h;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
