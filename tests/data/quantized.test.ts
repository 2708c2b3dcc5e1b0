import { describe, expect, it } from "vitest";
import { quantize } from "../../src/data/quantized.js";

type Quantize = typeof quantize;

const BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte);

/** The level of each byte. */
function levelsOf(own: Quantize, levels: number): readonly number[] {
  const out = new Float32Array(256).fill(NaN);
  own(out, BYTES, levels);
  return [...out];
}

/** What is wrong for so many levels; null for nothing. */
function wrongWith(own: Quantize, levels: number): string | null {
  const found = levelsOf(own, levels);
  const bytes = Array.from({ length: levels }, (_, level) => found.filter((one) => one === level).length);
  const [fewest, most] = [Math.min(...bytes), Math.max(...bytes)];
  if (found.some((level) => !Number.isInteger(level) || level < 0 || level >= levels)) return "a byte has no level";
  if (found.some((level, byte) => level < (found[byte - 1] ?? 0))) return "a brighter byte has a lower level";
  if (fewest === 0) return "a level has no byte";
  if (most - fewest > 1) return "the levels are not of equal width";
  // In whole numbers: byte · levels lies from 256 · level to below 256 · (level + 1).
  const isPart = (level: number, byte: number): boolean => 256 * level <= byte * levels && byte * levels < 256 * (level + 1);
  return found.every(isPart) ? null : "a level is not the whole part of byte · levels / 256";
}

describe("levels of bytes", () => {
  it("are whole, rise with the bytes, are all met and of equal width, from 2 levels to 256", () => {
    for (let levels = 2; levels <= 256; levels++) expect(wrongWith(quantize, levels)).toBeNull();
  });

  it("are the bytes themselves where there are 256, and the highest bit where there are 2", () => {
    expect(levelsOf(quantize, 256)).toEqual([...BYTES]);
    expect(levelsOf(quantize, 2)).toEqual([...BYTES].map((byte) => byte >> 7));
  });

  it("are written for the bytes there are, whatever their order, and nowhere else", () => {
    const out = new Float32Array(5).fill(-1);
    quantize(out, Uint8Array.of(255, 0, 64), 4);
    expect([...out]).toEqual([3, 0, 1, -1, -1]);
  });
});

describe("other levels are seen to be wrong:", () => {
  it.each<[name: string, levels: number, level: (byte: number, levels: number) => number, complaint: string]>([
    ["rounded", 16, (byte, levels) => Math.round((byte * (levels - 1)) / 255), "the levels are not of equal width"],
    ["over 255", 16, (byte, levels) => Math.floor((byte * levels) / 255), "a byte has no level"],
    ["not whole", 3, (byte, levels) => (byte * levels) / 256, "a byte has no level"],
    ["steps of whole bytes", 200, (byte, levels) => Math.floor(byte / Math.ceil(256 / levels)), "a level has no byte"],
    ["turned", 16, (byte, levels) => Math.floor(((255 - byte) * levels) / 256), "a brighter byte has a lower level"],
    [
      "cut from above",
      3,
      (byte, levels) => Math.ceil(((byte + 1) * levels) / 256) - 1,
      "a level is not the whole part of byte · levels / 256",
    ],
  ])("%s", (_, levels, level, complaint) => {
    const wrong: Quantize = (out, bytes, own) => {
      out.set(Float32Array.from(bytes, (byte) => level(byte, own)));
    };
    expect(wrongWith(wrong, levels)).toBe(complaint);
  });
});
