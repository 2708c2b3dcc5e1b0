import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { decodeSafetensors, encodeSafetensors, SafetensorsError } from "../../src/runs/safetensors.js";
import type { Safetensors } from "../../src/runs/safetensors.js";

/** What the Python library safetensors 0.8.0 writes for `EXAMPLE`. */
const PYTHON =
  "98000000000000007b225f5f6d657461646174615f5f223a7b2273656564223a2237227d2c2262696173223a7b226474797065223a22463332222c227368617065223a5b5d2c22646174615f6f666673657473223a5b302c345d7d2c2277656967687473223a7b226474797065223a22463332222c227368617065223a5b322c335d2c22646174615f6f666673657473223a5b342c32385d7d7d202020202020000080bf000000000000803f0000004000004040000080400000b040";

const EXAMPLE: Safetensors = {
  tensors: new Map([
    ["bias", { shape: [], values: Float32Array.of(-1) }],
    ["weights", { shape: [2, 3], values: Float32Array.of(0, 1, 2, 3, 4, 5.5) }],
  ]),
  metadata: new Map([["seed", "7"]]),
};

/** A file of this header, as text, and so many bytes of values. */
function file(header: string, dataBytes: number, promised?: number): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(promised ?? text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const entry = (shape: string, begin: number, end: number, dtype = "F32"): string =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${begin},${end}]}`;

describe("a safetensors file", () => {
  it("has the bytes that the format's own library writes", () => {
    expect(Buffer.from(encodeSafetensors(EXAMPLE)).toString("hex")).toBe(PYTHON);
    expect(decodeSafetensors(Buffer.from(PYTHON, "hex"))).toEqual(EXAMPLE);
  });

  const shapes = fc.array(fc.nat({ max: 4 }), { maxLength: 3 });
  const tensors = fc.dictionary(
    fc.oneof(fc.string(), fc.constantFrom("__proto__", "0", "1", "constructor")).filter((name) => name !== "__metadata__"),
    shapes.chain((shape) => {
      const length = shape.reduce((a, b) => a * b, 1);
      return fc.record({ shape: fc.constant(shape), values: fc.float32Array({ minLength: length, maxLength: length }) });
    }),
  );
  const metadata = fc.dictionary(fc.string(), fc.string());

  test.prop([tensors, metadata])("says after reading what was written", (named, described) => {
    const written = { tensors: new Map(Object.entries(named)), metadata: new Map(Object.entries(described)) };
    const read = decodeSafetensors(encodeSafetensors(written));
    expect(read).toEqual(written);
  });

  test.prop([fc.nat({ max: PYTHON.length / 2 - 1 })])("is refused when its end is missing", (length) => {
    expect(() => decodeSafetensors(Buffer.from(PYTHON, "hex").subarray(0, length))).toThrow(SafetensorsError);
  });

  test.prop([
    fc.array(fc.tuple(fc.nat({ max: PYTHON.length / 2 - 1 }), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 }),
  ])("is read or refused, whatever its bytes", (changes) => {
    const bytes = Buffer.from(PYTHON, "hex");
    for (const [at, value] of changes) bytes[at] = value;
    let read: Safetensors | undefined;
    try {
      read = decodeSafetensors(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(SafetensorsError);
    }
    // Whatever was read makes sense: as many values as places.
    for (const { shape, values } of read?.tensors.values() ?? []) expect(values.length).toBe(shape.reduce((a, b) => a * b, 1));
  });

  it.each([
    ["nothing", new Uint8Array(0), "ends after 0 bytes, within the length of its header"],
    ["a length of 2⁶⁴ − 1", new Uint8Array(64).fill(255), "header would be 18446744073709551615 bytes long"],
    ["a length above the format's limit", file("{}", 0, 100_000_001), "header would be 100000001 bytes long"],
    ["a header that is not all there", file("{}", 3, 99), "ends after 13 bytes, within its header of 99"],
    ["a header of other text", file("{]", 0), "header is not JSON"],
    ["a header that is not UTF-8", Uint8Array.of(4, 0, 0, 0, 0, 0, 0, 0, 0x22, 0xff, 0xff, 0x22), "header is not JSON"],
    ["an array for a header", file("[]", 0), "no JSON object"],
    ["metadata that are no object", file(`{"__metadata__":[]}`, 0), "metadata are no JSON object"],
    ["a number among the metadata", file(`{"__metadata__":{"a":1}}`, 0), `metadata "a" are not a string`],
    ["a tensor that is null", file(`{"a":null}`, 0), `"a" is not described by a JSON object`],
    ["half precision", file(`{"a":${entry("[2]", 0, 4, "F16")}}`, 4), `"a" is of type F16: only F32 can be read`],
    ["no type", file(`{"a":{"shape":[1],"data_offsets":[0,4]}}`, 4), `"a" is of type unknown`],
    ["a negative size", file(`{"a":${entry("[-1]", 0, 4)}}`, 4), `"a" has no shape`],
    ["a size that is no whole number", file(`{"a":${entry("[0.5,2]", 0, 4)}}`, 4), `"a" has no shape`],
    ["a place before the values", file(`{"a":${entry("[1]", -4, 0)}}`, 4), `"a" has no place`],
    [
      "a shape that promises more",
      file(`{"a":${entry("[1000000,1000000]", 0, 4)}}`, 4),
      "[1000000, 1000000] cannot have 4 bytes",
    ],
    ["values that are not there", file(`{"a":${entry("[2]", 0, 8)}}`, 4), "has 4 bytes of values, and 8 at least"],
    ["a gap", file(`{"a":${entry("[1]", 4, 8)}}`, 8), `"a" does not begin where the one before it ends`],
    ["an overlap", file(`{"a":${entry("[2]", 0, 8)},"b":${entry("[1]", 4, 8)}}`, 8), `"b" does not begin where`],
    ["a name twice", file(`{"a":${entry("[1]", 0, 4)},"a":${entry("[1]", 4, 8)}}`, 8), `"a" does not begin where`],
    ["bytes left over", file(`{"a":${entry("[1]", 0, 4)}}`, 9), "5 bytes of values belong to no tensor"],
  ])("is refused with a reason: %s", (_, bytes, reason) => {
    expect(() => decodeSafetensors(bytes)).toThrow(reason);
    expect(() => decodeSafetensors(bytes)).toThrow(SafetensorsError);
  });

  it("may name its tensors in another order than they lie in", () => {
    const bytes = file(`{"b":${entry("[1]", 4, 8)},"a":${entry("[1]", 0, 4)}}`, 8);
    new DataView(bytes.buffer).setFloat32(bytes.length - 4, 2, true);
    expect([...decodeSafetensors(bytes).tensors].map(([name, { values }]) => [name, values[0]])).toEqual([
      ["a", 0],
      ["b", 2],
    ]);
  });

  it("is not written with more or fewer values than the shape says", () => {
    const wrong = new Map([["a", { shape: [2, 2], values: new Float32Array(3) }]]);
    expect(() => encodeSafetensors({ tensors: wrong, metadata: new Map() })).toThrow("a has 3 values for the shape [2, 2]");
    const taken = new Map([["__metadata__", { shape: [], values: new Float32Array(1) }]]);
    expect(() => encodeSafetensors({ tensors: taken, metadata: new Map() })).toThrow(RangeError);
  });

  it("holds the values at the time of the call", () => {
    const values = Float32Array.of(1);
    const bytes = encodeSafetensors({ tensors: new Map([["a", { shape: [1], values }]]), metadata: new Map() });
    values[0] = 2;
    expect(decodeSafetensors(bytes).tensors.get("a")?.values[0]).toBe(1);
  });
});
