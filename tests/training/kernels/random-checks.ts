import { keyedRandom } from "../../../src/numbers/random.js";
import { streamOf } from "../../../src/training/kernels/stream.js";
import { upperNormalTail } from "../../../src/oracles/monte-carlo/normal-quantile.js";
import { range } from "../../probability/matrices.js";
import { agrees, quadraticQuantity, samplesFor } from "../../probability/statistics.js";
import type { Workplace } from "./workplace.js";

// Checks of kernels that use random words. Each returns null, or a complaint; the mutants are held to the same ones.

export type Complaint = string | null;

/** Of one statistical check: the probability of a false alarm. There are two, of the moments and of the distribution function. */
const ALPHA = 5e-9;

/** Part of the keys: `npm run test:full` draws new numbers each time. */
const RUN = process.env.QEDMARK_FULL === "1" ? (process.env.QEDMARK_SEED ?? "") : "fixed";

const PRODUCT = {
  constant: 0,
  linear: [0, 0],
  quadratic: [
    [0, 0.5],
    [0.5, 0],
  ],
};

/** Lengths with every rest, and long enough for all loops. */
const LENGTHS = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 18, 19, 20, 23, 31, 33, 64, 250];
/** Blocks, some where the lower half of the counter passes a multiple of 2^32. */
const BLOCKS = [0, 1, 12_345, 2 ** 32 - 1, 2 ** 32 - 2, 2 ** 32 - 3, 2 ** 32 - 20, 2 ** 40 + 5];

const key = (...parts: readonly (string | number)[]) => ["kernels", RUN, ...parts] as const;

/** The words that should be used, by the generator of src/numbers. */
function wordsOf(parts: readonly (string | number)[], block: number, count: number): Uint32Array {
  const random = keyedRandom(...parts);
  random.seek(4 * block);
  return Uint32Array.from({ length: count }, () => random.uint32());
}

/** Compares what is drawn at many places and lengths, value by value, with what it should be of the words. */
function everywhere(
  place: Workplace,
  draw: (out: Float32Array, parts: readonly (string | number)[], block: number) => void,
  right: (words: Uint32Array, i: number) => { readonly value: number; readonly error: number },
): Complaint {
  for (const block of BLOCKS) {
    for (const length of LENGTHS) {
      const parts = key(block, length);
      const [out = new Float32Array()] = place.floats(new Float32Array(length).fill(NaN));
      draw(out, parts, block);
      const words = wordsOf(parts, block, Math.ceil(length / 4) * 4);
      for (const [i, found] of out.entries()) {
        const { value, error } = right(words, i);
        if (!(Math.abs(found - value) <= error)) return `value ${i} of ${length} from block ${block} is ${found}, not ${value}`;
      }
      if (!place.intact()) return "values beside the array were written";
    }
  }
  return null;
}

/** The words, as two halves that single precision holds. */
export function words(place: Workplace): Complaint {
  for (const block of BLOCKS) {
    for (const length of LENGTHS) {
      const parts = key(block, length);
      const [out = new Float32Array()] = place.floats(new Float32Array(length));
      const found = new Uint32Array(out.buffer, out.byteOffset, length);
      place.kernels.fillWords(found, streamOf(...parts), block);
      const right = wordsOf(parts, block, length);
      if (found.some((word, i) => word !== right[i])) return `other words than Philox's: ${length} from block ${block}`;
      if (!place.intact()) return "values beside the array were written";
    }
  }
  return null;
}

export function uniform(place: Workplace): Complaint {
  return everywhere(
    place,
    (out, parts, block) => {
      place.kernels.fillUniform(out, streamOf(...parts), block);
    },
    (drawn, i) => ({ value: ((drawn[i] ?? NaN) >>> 8) * 2 ** -24, error: 0 }),
  );
}

/** Box and Muller's transformation in double precision. */
export function normal(place: Workplace): Complaint {
  return everywhere(
    place,
    (out, parts, block) => {
      place.kernels.fillNormal(out, streamOf(...parts), block);
    },
    (drawn, i) => {
      const even = i - (i % 2);
      const u = Math.fround(Math.fround(drawn[even] ?? NaN) + 0.5) * 2 ** -32;
      const radius = Math.sqrt(-2 * Math.log(u));
      const angle = 2 * Math.PI * (drawn[even + 1] ?? NaN) * 2 ** -32;
      return { value: radius * (i === even ? Math.cos(angle) : Math.sin(angle)), error: 4 * 2 ** -24 * radius };
    },
  );
}

/** Of the values at two places of a block: mean and variance of the one, and that they are not correlated. */
const MOMENTS = [0, 1, 2, 3].flatMap((a) => [
  { own: [a], quantity: quadraticQuantity(`value ${a} of a block`, { constant: 0, linear: [1], quadratic: [[0]] }) },
  { own: [a, a], quantity: quadraticQuantity(`the square of value ${a}`, { constant: 0, linear: [0], quadratic: [[1]] }) },
  ...range(a).map((b) => ({ own: [a, b], quantity: quadraticQuantity(`the product of values ${a} and ${b}`, PRODUCT) })),
]);
const SHARING = { quantities: MOMENTS.length, alpha: ALPHA };

/** Each value is `spoilt` after it was drawn. */
export function normalMoments(
  place: Workplace,
  spoilt: (value: number, i: number, all: Float32Array) => number = (x) => x,
): Complaint {
  const blocks = samplesFor(
    MOMENTS.map(({ quantity }) => quantity),
    SHARING,
  );
  const [out = new Float32Array()] = place.floats(new Float32Array(4 * blocks));
  place.kernels.fillNormal(out, streamOf(...key("moments")), 0);
  const all = out.map(spoilt);
  for (const { own, quantity } of MOMENTS) {
    const samples = range(blocks).map((i) => own.reduce((product, k) => product * (all[4 * i + k] ?? NaN), 1));
    const complaint = agrees({ ...quantity, samples }, SHARING);
    if (complaint !== null) return complaint;
  }
  return null;
}

/** Of the check of the distribution function. */
const SAMPLES = 80_000;

/**
 * The empirical distribution function is that of the standard normal distribution: by the inequality of Dvoretzky, Kiefer, Wolfowitz and Massart, a right one
 * is further off than ε with probability 2 exp(−2 n ε²) at most. An error of twice that anywhere is missed with the same probability at most.
 */
export function normalDistribution(place: Workplace, spoilt: (value: number, i: number) => number = (x) => x): Complaint {
  const [out = new Float32Array()] = place.floats(new Float32Array(SAMPLES));
  place.kernels.fillNormal(out, streamOf(...key("distribution")), 0);
  const sorted = out.map(spoilt).sort();
  const n = sorted.length;
  const most = Math.sqrt(Math.log(2 / ALPHA) / (2 * n));
  for (const [i, x] of sorted.entries()) {
    const below = x < 0 ? upperNormalTail(-x) : 1 - upperNormalTail(x);
    if (!(Math.abs(below - i / n) <= most && Math.abs(below - (i + 1) / n) <= most)) {
      return `${i} of ${n} values are below ${x}, not ${below * n} ± ${most * n}`;
    }
  }
  return null;
}

/** Where Philox's stream of key (0, 0) and upper counter (0, 0) has words that thresholds are next to: the block, the word's place in it, the word. */
export const EDGES = [
  { block: 1_538_303_059, place: 1, word: 0xffffffff },
  { block: 1_498_094_372, place: 3, word: 0 },
  { block: 468_890_557, place: 3, word: 0x80808080 },
  { block: 499_523_452, place: 2, word: 0x8080807f },
] as const;
export const ZERO_STREAM = { key: [0, 0], counter: [0, 0] } as const;

/** Whether pixels are 1 exactly where their words are below their levels' share of 2^32. */
export function binarized(place: Workplace): Complaint {
  // Some runs of sixteen are black, and some but for the last pixel.
  const levels = (i: number): number => (i % 80 >= 16 && i % 80 < 47 ? 0 : (i * 37) % 256);
  const complaint = everywhere(
    place,
    (out, parts, block) => {
      place.kernels.binarize(out, place.bytes(Array.from(out, (_, i) => levels(i))), streamOf(...parts), block);
    },
    (drawn, i) => ({ value: (drawn[i] ?? NaN) * 255 < levels(i) * 2 ** 32 ? 1 : 0, error: 0 }),
  );
  if (complaint !== null) return complaint;
  for (const { block, place: lane, word } of EDGES) {
    for (const [level, below] of [
      [0, false],
      [127, word < 0x7f7f7f7f],
      [128, word < 0x80808080],
      [254, word < 0xfefefefe],
      [255, true],
    ] as const) {
      const [out = new Float32Array()] = place.floats(new Float32Array(4));
      place.kernels.binarize(out, place.bytes([level, level, level, level]), ZERO_STREAM, block);
      if (out[lane] !== (below ? 1 : 0)) return `level ${level} with the word ${word} is ${out[lane] ?? NaN}`;
    }
  }
  return null;
}

/** All levels, in all lanes and rests. */
export function grey(place: Workplace): Complaint {
  for (const length of [...LENGTHS, 256]) {
    const [out = new Float32Array()] = place.floats(new Float32Array(length));
    const levels = Array.from(out, (_, i) => 255 - i);
    place.kernels.greyLevels(out, place.bytes(levels));
    const wrong = levels.findIndex((level, i) => out[i] !== Math.fround(level / 255));
    if (wrong >= 0) return `level ${levels[wrong] ?? NaN} becomes ${out[wrong] ?? NaN}`;
    if (!place.intact()) return "values beside the array were written";
  }
  return null;
}
