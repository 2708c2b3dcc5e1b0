import { hash128 } from "../../numbers/hash.js";
import { threefry } from "./threefry.js";

/**
 * Independent variates in any number of dimensions, each a function of (key, dimension, index) alone: order and size of requests change nothing.
 *
 * Counters are (index or pair of indices, low and high word; dimension; attempt). Attempt 0 serves two indices a block with 64 bits each; later attempts
 * belong to one index, for what the first 64 bits did not settle.
 */
export class Variates {
  readonly #key: Int32Array;
  readonly #counter = new Int32Array(4);
  readonly #retry = new Int32Array(4);
  #words = new Int32Array(0);
  /** Indices of variates that their first 64 bits do not settle. */
  #outside = new Int32Array(0);

  constructor(key: string) {
    this.#key = Int32Array.from(hash128(key));
  }

  /** Standard normal variates first, first + 1, …; `first` is even. */
  normals(dimension: number, first: number, count: number, out: Float64Array): void {
    const words = this.#draw(dimension, first, count);
    if (this.#outside.length < count) this.#outside = new Int32Array(count);
    const candidates = propose(words, count, out, this.#outside);
    for (let k = 0; k < candidates; k++) {
      const i = this.#outside[k] ?? 0;
      out[i] = this.#settle(
        dimension,
        first + i,
        layerOf(words[2 * i] ?? 0),
        signedUnit(words[2 * i + 1] ?? 0, words[2 * i] ?? 0),
      );
    }
  }

  /** Variates uniform on (0, 1), both ends excluded; `first` is even. */
  uniforms(dimension: number, first: number, count: number, out: Float64Array): void {
    const words = this.#draw(dimension, first, count);
    for (let i = 0; i < count; i++) out[i] = unit(words[2 * i + 1] ?? 0, words[2 * i] ?? 0);
  }

  #draw(dimension: number, first: number, count: number): Int32Array {
    const blocks = Math.ceil(count / 2);
    if (this.#words.length < 4 * blocks) this.#words = new Int32Array(4 * blocks);
    place(this.#counter, first / 2, dimension, 0);
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
      u = signedUnit(w1, w0);
      if (Math.abs(u) < (INSIDE[layer] ?? 0)) return u * (EDGE[layer] ?? 0);
    }
  }
}

/** Writes a candidate for each variate; lists those outside of the rectangle that lies wholly under the curve, and returns their number. */
function propose(words: Int32Array, count: number, out: Float64Array, outside: Int32Array): number {
  let listed = 0;
  for (let i = 0; i < count; i++) {
    const low = words[2 * i] ?? 0;
    const layer = layerOf(low);
    const u = signedUnit(words[2 * i + 1] ?? 0, low);
    out[i] = u * (EDGE[layer] ?? 0);
    if (Math.abs(u) >= (INSIDE[layer] ?? 0)) outside[listed++] = i;
  }
  return listed;
}

function layerOf(low: number): number {
  return low & 0xff;
}

/** A multiple of 2^-54 in [-1, 1), of bits that `layerOf` does not see. */
function signedUnit(high: number, low: number): number {
  return (high + (low >>> 9) * 2 ** -23) * 2 ** -31;
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
