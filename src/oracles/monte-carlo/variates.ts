import { hash128 } from "../../numbers/hash.js";
import { threefry } from "./threefry.js";

/** Requests start and end at multiples of this, so that no block of words is cut. */
export const GRAIN = 6;

/**
 * Independent variates in any number of dimensions, each a function of (key, dimension, index) alone: order and size of requests change nothing.
 *
 * Counters are (low and high word of a number; dimension; attempt). Attempt 0 is a block's: its four words serve three normal variates, or two uniform
 * ones. Later attempts are a variate's own, for what its block did not settle.
 */
export class Variates {
  readonly #key: Int32Array;
  readonly #counter = new Int32Array(4);
  readonly #retry = new Int32Array(4);
  #words = new Int32Array(0);
  /** Indices of variates that their block does not settle. */
  #outside = new Int32Array(0);

  constructor(key: string) {
    this.#key = Int32Array.from(hash128(key));
  }

  /** Standard normal variates first, first + 1, …; `first` and `count` are multiples of the grain. */
  normals(dimension: number, first: number, count: number, out: Float64Array): void {
    const words = this.#draw(dimension, first / 3, count / 3);
    if (this.#outside.length < count) this.#outside = new Int32Array(count);
    const candidates = propose(words, count / 3, out, this.#outside);
    for (let k = 0; k < candidates; k++) {
      const i = this.#outside[k] ?? 0;
      const block = Math.floor(i / 3);
      const word = words[4 * block + (i % 3)] ?? 0;
      out[i] = this.#settle(
        dimension,
        first + i,
        layerOf(word),
        signedUnit(word, (words[4 * block + 3] ?? 0) >>> (10 * (i % 3))),
      );
    }
  }

  /** Variates uniform on (0, 1), both ends excluded; `first` and `count` are multiples of the grain. */
  uniforms(dimension: number, first: number, count: number, out: Float64Array): void {
    const words = this.#draw(dimension, first / 2, count / 2);
    for (let i = 0; i < count; i++) out[i] = unit(words[2 * i + 1] ?? 0, words[2 * i] ?? 0);
  }

  #draw(dimension: number, firstBlock: number, blocks: number): Int32Array {
    if (this.#words.length < 4 * blocks) this.#words = new Int32Array(4 * blocks);
    place(this.#counter, firstBlock, dimension, 0);
    threefry(this.#key, this.#counter, blocks, this.#words);
    return this.#words;
  }

  /**
   * Goes on with a candidate that lies outside the rectangle inside its layer: in the base layer by Marsaglia's method for the tail, elsewhere by comparing
   * heights, and after a rejection with a new candidate.
   */
  #settle(dimension: number, index: number, firstLayer: number, firstU: number): number {
    let layer = firstLayer;
    let u = firstU;
    for (let attempt = 1; ; attempt++) {
      place(this.#counter, index, dimension, attempt);
      threefry(this.#key, this.#counter, 1, this.#retry);
      const w0 = this.#retry[0] ?? 0;
      const w1 = this.#retry[1] ?? 0;
      const w2 = this.#retry[2] ?? 0;
      const w3 = this.#retry[3] ?? 0;
      if (layer === 0) {
        const beyond = -Math.log(unit(w1, w0)) / TAIL_START;
        if (-2 * Math.log(unit(w3, w2)) > beyond * beyond) return Math.sign(u) * (TAIL_START + beyond);
        continue;
      }
      const x = u * (EDGE[layer] ?? 0);
      const low = HEIGHT[layer] ?? 0;
      const high = HEIGHT[layer + 1] ?? 0;
      if (low + unit(w3, w2) * (high - low) < bell(x)) return x;
      layer = layerOf(w0);
      u = signedUnit(w0, w1);
      if (Math.abs(u) < (INSIDE[layer] ?? 0)) return u * (EDGE[layer] ?? 0);
    }
  }
}

/** Writes a candidate for each variate; lists those outside of the rectangle that lies wholly under the curve, and returns their number. */
function propose(words: Int32Array, blocks: number, out: Float64Array, outside: Int32Array): number {
  let listed = 0;
  for (let block = 0; block < blocks; block++) {
    const fine = words[4 * block + 3] ?? 0;
    const w0 = words[4 * block] ?? 0;
    const w1 = words[4 * block + 1] ?? 0;
    const w2 = words[4 * block + 2] ?? 0;
    const u0 = signedUnit(w0, fine);
    const u1 = signedUnit(w1, fine >>> 10);
    const u2 = signedUnit(w2, fine >>> 20);
    const at = 3 * block;
    out[at] = u0 * (EDGE[layerOf(w0)] ?? 0);
    out[at + 1] = u1 * (EDGE[layerOf(w1)] ?? 0);
    out[at + 2] = u2 * (EDGE[layerOf(w2)] ?? 0);
    if (Math.abs(u0) >= (INSIDE[layerOf(w0)] ?? 0)) outside[listed++] = at;
    if (Math.abs(u1) >= (INSIDE[layerOf(w1)] ?? 0)) outside[listed++] = at + 1;
    if (Math.abs(u2) >= (INSIDE[layerOf(w2)] ?? 0)) outside[listed++] = at + 2;
  }
  return listed;
}

function layerOf(word: number): number {
  return word & 0xff;
}

/**
 * A multiple of 2^-33 in [-1, 1), of the word's bits that `layerOf` does not see and the ten lowest of `fine`: no number of samples that can be drawn
 * shows that there are no points between.
 */
function signedUnit(word: number, fine: number): number {
  return ((word >> 8) + (fine & 0x3ff) * 2 ** -10) * 2 ** -23;
}

/** An odd multiple of 2^-54 in (0, 1). */
function unit(high: number, low: number): number {
  return (high >>> 0) * 2 ** -32 + (low >>> 11) * 2 ** -53 + 2 ** -54;
}

function place(counter: Int32Array, index: number, dimension: number, attempt: number): void {
  counter[0] = index;
  counter[1] = Math.floor(index / 2 ** 32);
  counter[2] = dimension;
  counter[3] = attempt;
}

/*
 * The ziggurat (Marsaglia, Tsang: "The ziggurat method for generating random variables", 2000) with 256 layers of equal area under exp(-x²/2):
 *
 *     1 ┤▄▄                     layer i: a rectangle of width EDGE[i], from HEIGHT[i] up to HEIGHT[i+1]; INSIDE[i] of
 *       │   ▄▄                  it lies wholly under the curve
 *       │      ▄▄▄
 *       │          ▄▄▄▄         layer 0: the strip below HEIGHT[1] together with the tail beyond TAIL_START, taken
 *     0 ┼──────────────▄▄▄▄▄    as a rectangle of the same area
 *                      │TAIL_START
 */
const LAYERS = 256;
const TAIL_START = 3.6541528853610088;
/** Area of a layer: TAIL_START · bell(TAIL_START) plus the tail's area. */
const AREA = 0.004928673233974655;
const EDGE = new Float64Array(LAYERS + 1);
const HEIGHT = new Float64Array(LAYERS + 1);
const INSIDE = new Float64Array(LAYERS);
buildTables();

function bell(x: number): number {
  return Math.exp(-0.5 * x * x);
}

function buildTables(): void {
  EDGE[0] = AREA / bell(TAIL_START);
  EDGE[1] = TAIL_START;
  HEIGHT[1] = bell(TAIL_START);
  for (let layer = 1; layer < LAYERS; layer++) {
    const top = (HEIGHT[layer] ?? 0) + AREA / (EDGE[layer] ?? 0);
    HEIGHT[layer + 1] = top;
    EDGE[layer + 1] = layer + 1 < LAYERS ? Math.sqrt(-2 * Math.log(top)) : 0;
  }
  for (let layer = 0; layer < LAYERS; layer++) INSIDE[layer] = (EDGE[layer + 1] ?? 0) / (EDGE[layer] ?? 1);
}
