import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { Arena, MemoryError } from "../../../src/training/arena.js";

const sizes = fc.dictionary(fc.string(), fc.nat({ max: 40 }), { maxKeys: 6 }).map((all) => new Map(Object.entries(all)));

/** Where an array lies, in bytes. */
const placeOf = ({ byteOffset, byteLength }: Float32Array | Uint8Array): readonly [number, number] => [
  byteOffset,
  byteOffset + byteLength,
];

describe("an arena", () => {
  test.prop([sizes, sizes, fc.nat({ max: 100 })])("gives every tensor a place of its own", (parameters, scratch, bytes) => {
    const arena = new Arena({ parameters, gradients: parameters, scratch }, { images: bytes, labels: 3 });
    const sections = ["parameters", "gradients", "scratch"] as const;
    const tensors = sections.flatMap((section) => [...arena.tensors(section).values()]);
    const places = [...tensors, arena.bytes("images"), arena.bytes("labels")].map(placeOf);

    expect(places.filter(([start]) => start % 16 !== 0)).toEqual([]);
    const taken = places.filter(([start, end]) => end > start).sort(([a], [b]) => a - b);
    expect(taken.filter(([start], i) => start < (taken[i - 1]?.[1] ?? 0))).toEqual([]);
    for (const section of sections) {
      const [start, end] = placeOf(arena.section(section));
      const inside = [...arena.tensors(section).values()].map(placeOf);
      expect(inside.every(([first, last]) => first >= start && last <= end)).toBe(true);
      expect(end - start - inside.reduce((sum, [first, last]) => sum + last - first, 0)).toBeLessThan(16 * inside.length + 1);
    }
    expect([...tensors, arena.bytes("images")].every(({ buffer }) => buffer === arena.memory.buffer)).toBe(true);
    expect([...arena.tensors("parameters")].map(([name, { length }]) => [name, length])).toEqual([...parameters]);
    expect(arena.bytes("images")).toHaveLength(bytes);
  });

  it("lays sections of the same sizes out alike", () => {
    const own = new Map([
      ["weights", 7],
      ["bias", 3],
    ]);
    const arena = new Arena({ first: own, between: new Map([["noise", 5]]), second: own }, {});
    arena.tensor("first", "bias").fill(2);
    arena.section("second").set(arena.section("first"));
    expect([...arena.tensor("second", "weights"), ...arena.tensor("second", "bias")]).toEqual([0, 0, 0, 0, 0, 0, 0, 2, 2, 2]);
  });

  it("is 0 at first, and never longer than it was", () => {
    const arena = new Arena({ all: new Map([["values", 50_000]]) }, {});
    expect(arena.section("all").every((value) => value === 0)).toBe(true);
    const { memory } = arena;
    expect(() => {
      if ("grow" in memory && typeof memory.grow === "function") Reflect.apply(memory.grow, memory, [1]);
    }).toThrow(RangeError);
  });

  it("has no tensor that it was not given", () => {
    const arena = new Arena({ gradients: new Map([["weights", 1]]) }, {});
    expect(() => arena.tensor("gradients", "weight")).toThrow("gradients have no tensor weight");
  });

  it("refuses sizes that are none", () => {
    for (const size of [-1, 0.5, NaN, Infinity]) {
      expect(() => new Arena({ all: new Map([["values", size]]) }, {})).toThrow(`the tensor values can not have ${size} values`);
    }
  });

  it("says in a line that it is too large", () => {
    expect(() => new Arena({ all: new Map([["values", 2 ** 31]]) }, {})).toThrow(
      new MemoryError(
        "training needs 8192 MiB of memory at once, of which there are at most 4096: make the model or the batch smaller",
      ),
    );
  });
});
