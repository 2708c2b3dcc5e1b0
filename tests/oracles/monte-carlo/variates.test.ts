import { describe, expect, test } from "vitest";
import { hash128 } from "../../../src/numbers/hash.js";
import { upperNormalQuantile, upperNormalTail } from "../../../src/oracles/monte-carlo/normal-quantile.js";
import { threefry } from "../../../src/oracles/monte-carlo/threefry.js";
import { Variates } from "../../../src/oracles/monte-carlo/variates.js";

const FULL = process.env.QEDMARK_FULL === "1";
/** Each statistical assertion below fails by chance with at most this probability. */
const CHANCE = 1e-9;

function hex(words: Int32Array): string {
  return Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, "0")).join(" ");
}

function words(text: string): Int32Array {
  return Int32Array.from(text.split(" "), (word) => Number.parseInt(word, 16));
}

describe("threefry", () => {
  /** From the known-answer tests of Random123, the reference implementation. */
  test.each([
    ["00000000 00000000 00000000 00000000", "00000000 00000000 00000000 00000000", "9c6ca96a e17eae66 fc10ecd4 5256a7d8"],
    ["ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff ffffffff ffffffff", "2a881696 57012287 f6c7446e a16a6732"],
    ["243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0 082efa98 ec4e6c89", "59cd1dbb b8879579 86b5d00c ac8b6d84"],
  ])("counter %s, key %s", (counter, key, answer) => {
    const out = new Int32Array(4);
    threefry(words(key), words(counter), 1, out);
    expect(hex(out)).toBe(answer);
  });

  test("consecutive blocks are those of consecutive counters", () => {
    const key = words("a4093822 299f31d0 082efa98 ec4e6c89");
    const many = new Int32Array(40);
    threefry(key, Int32Array.of(-3, 1, 2, 3), 10, many);
    for (let block = 0; block < 10; block++) {
      const one = new Int32Array(4);
      threefry(key, Int32Array.of(block - 3, 1, 2, 3), 1, one);
      expect(many.slice(4 * block, 4 * block + 4)).toEqual(one);
    }
  });
});

describe("the normal tail", () => {
  test("agrees with tables and with its inverse", () => {
    const table: [number, number][] = [
      [0, 0.5],
      [1, 0.15865525393145707],
      [2.5, 0.006209665325776132],
      [4, 3.1671241833119863e-5],
      [6, 9.865876450376981e-10],
      [10, 7.61985302416052e-24],
    ];
    for (const [z, tail] of table) {
      expect(upperNormalTail(z) / tail).toBeCloseTo(1, 10);
      expect(upperNormalQuantile(tail)).toBeCloseTo(z, 8);
    }
    expect(upperNormalTail(2.9999999) / upperNormalTail(3.0000001)).toBeCloseTo(1, 5);
  });
});

/** Values are cut into requests of every size; the outcome must not show it. */
function inPieces(count: number, draw: (first: number, size: number, out: Float64Array) => void): Float64Array {
  const all = new Float64Array(count);
  const sizes = [6, 60, 12, 1002, 1536];
  for (let first = 0, turn = 0; first < count; turn++) {
    const size = Math.min(sizes[turn % sizes.length] ?? 6, count - first);
    const piece = new Float64Array(size);
    draw(first, size, piece);
    all.set(piece, first);
    first += size;
  }
  return all;
}

test("a variate is a function of key, dimension and index", () => {
  const count = 30_000;
  const whole = new Float64Array(count);
  const a = new Variates("key");
  const b = new Variates("key");
  for (const kind of ["normals", "uniforms"] as const) {
    a[kind](3, 0, count, whole);
    b[kind](4, 0, 96, new Float64Array(96));
    expect(
      inPieces(count, (first, size, out) => {
        b[kind](3, first, size, out);
      }),
    ).toEqual(whole);
    const late = new Float64Array(1002);
    new Variates("key")[kind](3, 20_004, 1002, late);
    expect(late).toEqual(whole.slice(20_004, 21_006));
    const other = new Float64Array(count);
    new Variates("Key")[kind](3, 0, count, other);
    expect(other.some((value, i) => value === whole[i])).toBe(false);
    a[kind](5, 0, count, other);
    expect(other.some((value, i) => value === whole[i])).toBe(false);
  }
});

test("within a layer of the ziggurat, a variate is proportional to its own 34 bits", () => {
  const blocks = 20_000;
  const key = "layers";
  const normals = new Float64Array(3 * blocks);
  new Variates(key).normals(7, 0, 3 * blocks, normals);
  const drawn = new Int32Array(4 * blocks);
  threefry(Int32Array.from(hash128(key)), Int32Array.of(0, 0, 7, 0), blocks, drawn);
  const edges = new Map<number, number>();
  let settledLater = 0;
  normals.forEach((x, i) => {
    const block = Math.floor(i / 3);
    const word = drawn[4 * block + (i % 3)] ?? 0;
    const fine = ((drawn[4 * block + 3] ?? 0) >>> (10 * (i % 3))) & 1023;
    const edge = (x / ((word >> 8) + fine / 1024)) * 2 ** 23;
    const known = edges.get(word & 255) ?? edge;
    edges.set(word & 255, known);
    if (Math.abs(edge / known - 1) > 1e-12) settledLater += 1;
  });
  expect(edges.size).toBe(256);
  expect(settledLater / normals.length).toBeLessThan(0.02);
});

/** Dvoretzky, Kiefer, Wolfowitz, with Massart's constant: P(sup |Fₙ − F| > ε) ≤ 2 exp(−2nε²). */
function expectDistribution(values: Float64Array, distribution: (x: number) => number): void {
  const sorted = values.slice().sort();
  const n = sorted.length;
  let distance = 0;
  sorted.forEach((x, i) => {
    const probability = distribution(x);
    distance = Math.max(distance, (i + 1) / n - probability, probability - i / n);
  });
  expect(distance).toBeLessThan(Math.sqrt(Math.log(2 / CHANCE) / (2 * n)));
}

const normalDistribution = (x: number): number => (x > 0 ? 1 - upperNormalTail(x) : upperNormalTail(-x));

/** Counts of many normal variates in bins of equal width, and the excesses of those beyond the ziggurat's base. */
function manyNormals(count: number): { bins: Float64Array; excesses: number[] } {
  const bins = new Float64Array(2 * BINS);
  const excesses: number[] = [];
  const size = 6000;
  const block = new Float64Array(size);
  const variates = new Variates("many");
  for (let first = 0; first < count; first += size) {
    variates.normals(0, first, size, block);
    for (const x of block) {
      const bin = Math.floor(BINS + x / BIN_WIDTH);
      bins[bin] = (bins[bin] ?? 0) + 1;
      if (Math.abs(x) > BASE) excesses.push(Math.abs(x) - BASE);
    }
  }
  return { bins, excesses };
}

const BASE = 3.6541528853610088;
const BINS = 400;
const BIN_WIDTH = 0.0125;

describe("the ziggurat's seams", () => {
  const count = FULL ? 600_000_000 : 48_000_000;
  const { bins, excesses } = manyNormals(count);

  /** By the bound of Laurent and Massart on the tail of a χ² variable. */
  test("counts in narrow bins are those of the normal law", () => {
    let statistic = 0;
    let freedom = 0;
    bins.forEach((seen, bin) => {
      const low = Math.abs(bin - BINS + (bin < BINS ? 1 : 0)) * BIN_WIDTH;
      const expected = count * (upperNormalTail(low) - upperNormalTail(low + BIN_WIDTH));
      if (expected < 50) return;
      statistic += (seen - expected) ** 2 / expected;
      freedom += 1;
    });
    const x = Math.log(1 / CHANCE);
    expect(freedom).toBeGreaterThan(600);
    expect(statistic).toBeLessThan(freedom + 2 * Math.sqrt(freedom * x) + 2 * x);
  });

  test("the tail has the normal law's mean excess and mass", () => {
    const mass = upperNormalTail(BASE);
    const hazard = Math.exp((-BASE * BASE) / 2) / Math.sqrt(2 * Math.PI) / mass;
    const n = excesses.length;
    const z = upperNormalQuantile(CHANCE / 2);
    expect(Math.abs(n - 2 * count * mass)).toBeLessThan(1.05 * z * Math.sqrt(2 * count * mass));
    const mean = excesses.reduce((sum, excess) => sum + excess, 0) / n;
    const deviation = Math.sqrt(1 + BASE * hazard - hazard * hazard);
    expect(Math.abs(mean - (hazard - BASE))).toBeLessThan((1.05 * z * deviation) / Math.sqrt(n));
    // An exponential tail, which Marsaglia's method corrects, would show.
    expect(1 / BASE - (hazard - BASE)).toBeGreaterThan((1.05 * z * deviation) / Math.sqrt(n));
    expectDistribution(Float64Array.from(excesses), (excess) => 1 - upperNormalTail(BASE + excess) / mass);
  });
});

describe("distributions", () => {
  const n = FULL ? 19_999_998 : 600_000;
  const normals = new Float64Array(n);
  new Variates("normals").normals(0, 0, n, normals);

  test("normal variates are normal", () => {
    expectDistribution(normals, normalDistribution);
  });

  test("moments", () => {
    const mean = (power: number): number => normals.reduce((sum, x) => sum + x ** power, 0) / n;
    const z = upperNormalQuantile(CHANCE / 2);
    expect(Math.abs(mean(1))).toBeLessThan(z / Math.sqrt(n));
    const x = Math.log(2 / CHANCE);
    expect(Math.abs(mean(2) - 1)).toBeLessThan(2 * Math.sqrt(x / n) + (2 * x) / n);
    expect(Math.abs(mean(3))).toBeLessThan(z * 1.1 * Math.sqrt(15 / n));
    expect(Math.abs(mean(4) - 3)).toBeLessThan(z * 1.5 * Math.sqrt(96 / n));
  });

  test("neighbours and dimensions are uncorrelated", () => {
    const other = new Float64Array(n);
    new Variates("normals").normals(2, 0, n, other);
    const bound = 1.1 * upperNormalQuantile(CHANCE / 2) * Math.sqrt(n);
    const product = (f: (i: number) => number): number => normals.reduce((sum, x, i) => sum + x * f(i), 0);
    expect(Math.abs(product((i) => other[i] ?? 0))).toBeLessThan(bound);
    expect(Math.abs(product((i) => normals[i + 1] ?? 0))).toBeLessThan(bound);
    expect(Math.abs(product((i) => normals[i + 3] ?? 0))).toBeLessThan(bound);
  });

  test("uniform variates are uniform, inside of (0, 1)", () => {
    const uniforms = new Float64Array(n);
    new Variates("uniforms").uniforms(1, 0, n, uniforms);
    expectDistribution(uniforms, (x) => x);
    expect(uniforms.every((x) => x > 0 && x < 1)).toBe(true);
  });

  test("the comparison sees a deviation of two per cent", () => {
    expect(() => {
      expectDistribution(
        normals.map((x) => 1.02 * x),
        normalDistribution,
      );
    }).toThrow();
  });
});
