import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { murmur128 } from "../../src/numbers/hash.js";
import { keyedRandom, philox } from "../../src/numbers/random.js";

const hex = (words: Uint32Array): string => [...words].map((w) => w.toString(16).padStart(8, "0")).join(" ");

function block(counter: readonly number[], key: readonly number[]): string {
  const out = new Uint32Array(4);
  philox(new Uint32Array(counter), new Uint32Array(key), out);
  return hex(out);
}

describe("philox4x32-10", () => {
  // From kat_vectors of Random123, the authors' own library.
  it.each([
    [[0, 0, 0, 0], [0, 0], "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    [[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff], "408f276d 41c83b0e a20bc7c6 6d5451fd"],
    [[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0], "d16cfe09 94fdcceb 5001e420 24126ea1"],
  ])("agrees with the published vector for counter %j and key %j", (counter, key, expected) => {
    expect(block(counter, key)).toBe(expected);
  });

  it("may write where it reads", () => {
    const counter = new Uint32Array([1, 2, 3, 4]);
    const expected = block([1, 2, 3, 4], [5, 6]);
    philox(counter, new Uint32Array([5, 6]), counter);
    expect(hex(counter)).toBe(expected);
  });
});

/** SMHasher's own check: the hashes of the keys {0}, {0,1}, … with seeds 256, 255, … hashed together. */
function verification(): number {
  const hashes = new Uint8Array(256 * 16);
  const view = new DataView(hashes.buffer);
  for (let i = 0; i < 256; i++) {
    const words = murmur128(
      Uint8Array.from({ length: i }, (_, k) => k),
      256 - i,
    );
    words.forEach((word, lane) => {
      view.setUint32(16 * i + 4 * lane, word, true);
    });
  }
  return murmur128(hashes, 0)[0] ?? 0;
}

describe("murmur128", () => {
  it("passes SMHasher's verification of MurmurHash3_x86_128", () => {
    expect(verification()).toBe(0xb3ece62a);
  });
});

describe("keyedRandom", () => {
  test.prop([fc.string(), fc.integer({ min: 0, max: 200 })])(
    "gives the same word at the same place, however it got there",
    (key, position) => {
      const walked = keyedRandom(key);
      for (let i = 0; i < position; i++) walked.uint32();
      const sought = keyedRandom(key);
      sought.seek(position);
      expect([sought.uint32(), sought.uint32()]).toEqual([walked.uint32(), walked.uint32()]);
      expect(sought.position).toBe(position + 2);
    },
  );

  it("uses the upper counter word beyond 2^34 words", () => {
    const random = keyedRandom("far");
    const near = random.uint32();
    random.seek(2 ** 34);
    expect(random.uint32()).not.toBe(near);
  });

  it("keeps the parts of a key apart", () => {
    expect(keyedRandom("a", "bc").uint32()).not.toBe(keyedRandom("ab", "c").uint32());
    expect(keyedRandom("a", 1).uint32()).not.toBe(keyedRandom("a", "1").uint32());
  });

  test.prop([fc.string(), fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 0, max: 2 ** 31 })])(
    "draws integers inside their range",
    (key, low, width) => {
      const value = keyedRandom(key).integer(low, low + width);
      expect(value).toBeGreaterThanOrEqual(low);
      expect(value).toBeLessThanOrEqual(low + width);
    },
  );

  it("draws integers without modulo bias", () => {
    // With size 3·2^30 plain reduction would give the lowest third probability 1/2 instead of 1/3: 30 standard deviations here.
    const random = keyedRandom("bias");
    const n = 10_000;
    let low = 0;
    for (let i = 0; i < n; i++) if (random.integer(0, 3 * 2 ** 30 - 1) < 2 ** 30) low++;
    expect(Math.abs(low / n - 1 / 3)).toBeLessThan(6 * Math.sqrt(2 / 9 / n));
  });

  it("draws uniforms with the moments of the uniform distribution", () => {
    const random = keyedRandom("moments");
    const n = 20_000;
    let first = 0;
    let second = 0;
    for (let i = 0; i < n; i++) {
      const u = random.uniform();
      expect(u >= 0 && u < 1).toBe(true);
      first += u / n;
      second += (u * u) / n;
    }
    expect(Math.abs(first - 1 / 2)).toBeLessThan(6 * Math.sqrt(1 / 12 / n));
    expect(Math.abs(second - 1 / 3)).toBeLessThan(6 * Math.sqrt(4 / 45 / n));
  });

  it("picks every member", () => {
    const random = keyedRandom("pick");
    const seen = new Set(Array.from({ length: 100 }, () => random.pick(["a", "b", "c"])));
    expect([...seen].sort()).toEqual(["a", "b", "c"]);
  });

  it("refuses ranges that it cannot draw from", () => {
    const random = keyedRandom("refuse");
    expect(() => random.integer(1, 0)).toThrow(RangeError);
    expect(() => random.integer(0, 2 ** 32)).toThrow(RangeError);
    expect(() => random.integer(0.5, 2)).toThrow(RangeError);
    expect(() => random.pick([])).toThrow(RangeError);
    expect(() => {
      random.seek(-1);
    }).toThrow(RangeError);
  });
});
