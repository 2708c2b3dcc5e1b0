import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { decodeCheckpoint, encodeCheckpoint } from "../../src/runs/checkpoint.js";
import { encodeSafetensors, decodeSafetensors, SafetensorsError } from "../../src/runs/safetensors.js";
import type { Axes } from "../../src/tensor/graph/axes.js";
import { checkpointAt } from "./example.js";

const saved = { ...checkpointAt(12), metricsBytes: 345 };
const bytes = encodeCheckpoint(saved);
const headerEnd = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));

describe("a checkpoint", () => {
  it("comes back as it was", () => {
    expect(decodeCheckpoint(bytes)).toEqual(saved);
  });

  it("has the same bytes each time", () => {
    expect(encodeCheckpoint({ ...checkpointAt(12), metricsBytes: 345 })).toEqual(bytes);
  });

  test.prop([fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 })])(
    "is refused when any bit of it has changed, unless it says the same",
    (at, change) => {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ change;
      let read: unknown;
      try {
        read = decodeCheckpoint(damaged);
      } catch (error) {
        expect(error).toBeInstanceOf(SafetensorsError);
        return;
      }
      // White space and case of exponents in the header are free; of the values nothing is.
      expect(at).toBeLessThan(headerEnd);
      expect(read).toEqual(saved);
    },
  );

  it("is refused when values or names of two tensors are exchanged", () => {
    const one = { shape: [], values: Float32Array.of(1) };
    const two = { shape: [], values: Float32Array.of(2) };
    const tensorsOf = (...named: [string, typeof one][]): Uint8Array => encodeSafetensors({ tensors: new Map(named), metadata });
    const axes: Axes = [];
    const tensors = new Map([
      ["a", { axes, values: one.values }],
      ["b", { axes, values: two.values }],
    ]);
    const { metadata } = decodeSafetensors(encodeCheckpoint({ ...saved, tensors }));
    expect(decodeCheckpoint(tensorsOf(["a", one], ["b", two])).tensors).toEqual(tensors);
    expect(() => decodeCheckpoint(tensorsOf(["a", two], ["b", one]))).toThrow("digest is another");
    expect(() => decodeCheckpoint(tensorsOf(["b", one], ["a", two]))).toThrow("digest is another");
  });

  it("is not taken from a file of something else", () => {
    const other = encodeSafetensors({ tensors: new Map(), metadata: new Map([["format", "pt"]]) });
    expect(() => decodeCheckpoint(other)).toThrow("no checkpoint of this version");
  });
});
