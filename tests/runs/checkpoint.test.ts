import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { decodeCheckpoint, encodeCheckpoint } from "../../src/runs/checkpoint.js";
import { encodeSafetensors, decodeSafetensors, SafetensorsError } from "../../src/runs/safetensors.js";
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

  it("is refused when values of two tensors are exchanged", () => {
    const { tensors, metadata } = decodeSafetensors(encodeCheckpoint({ ...saved, tensors: twin(1, 2) }));
    expect(() => decodeCheckpoint(encodeSafetensors({ tensors, metadata }))).not.toThrow();
    const exchanged = new Map(
      [...tensors.keys()].map((name, index) => [
        name,
        [...tensors.values()][1 - index] ?? { shape: [], values: new Float32Array(1) },
      ]),
    );
    expect(() => decodeCheckpoint(encodeSafetensors({ tensors: exchanged, metadata }))).toThrow("digest is another");
  });

  it("is not taken from a file of something else", () => {
    const other = encodeSafetensors({ tensors: new Map(), metadata: new Map([["format", "pt"]]) });
    expect(() => decodeCheckpoint(other)).toThrow("no checkpoint of this version");
  });
});

function twin(a: number, b: number): typeof saved.tensors {
  return new Map([
    ["a", { axes: [], values: Float32Array.of(a) }],
    ["b", { axes: [], values: Float32Array.of(b) }],
  ]);
}
