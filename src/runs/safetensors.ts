import { isObject } from "./json.js";

/** Values in row-major order of a shape: as many as the product of its sizes, one where the shape has none. */
export interface Shaped {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Named tensors, in the order in which they lie in the file, and what is said about them. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Shaped>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** Bytes that are no safetensors file, or one with other types than this reader takes: what is wrong with them, in a few words. */
export class SafetensorsError extends Error {
  override readonly name = "SafetensorsError";
}

/** The length of the header stands in the first bytes. */
const LENGTH_BYTES = 8;

/** The format's own limit. */
const MAXIMAL_HEADER_BYTES = 100_000_000;

const METADATA = "__metadata__";

const VALUE_BYTES = Float32Array.BYTES_PER_ELEMENT;

/**
 * A safetensors file (https://github.com/huggingface/safetensors): the header's length in 8 bytes, a JSON header that says where each tensor lies, then the
 * values without gaps, all little-endian. The same tensors in the same order give the same bytes. The values are copied before the function returns.
 *
 * @throws RangeError when a tensor has not as many values as its shape says, or the name that the format keeps for itself
 */
export function encodeSafetensors({ tensors, metadata }: Safetensors): Uint8Array {
  const header: [string, unknown][] = metadata.size === 0 ? [] : [[METADATA, Object.fromEntries(metadata)]];
  let end = 0;
  for (const [name, { shape, values }] of tensors) {
    if (name === METADATA) throw new RangeError(`no tensor can be named ${METADATA}`);
    if (values.length !== countOf(shape))
      throw new RangeError(`${name} has ${values.length} values for the shape [${shape.join(", ")}]`);
    header.push([name, { dtype: "F32", shape, data_offsets: [end, end + values.byteLength] }]);
    end += values.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  // Spaces after the header bring the values to a multiple of eight bytes.
  const headerBytes = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(LENGTH_BYTES + headerBytes + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerBytes).set(text, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerBytes;
  for (const { values } of tensors.values()) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

/**
 * What a safetensors file says. Takes no more memory than a multiple of the bytes that are there, whatever they promise.
 *
 * @throws SafetensorsError when the bytes break the format, or a tensor is not of 32-bit floating-point numbers
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < LENGTH_BYTES)
    throw new SafetensorsError(`it ends after ${bytes.length} bytes, within the length of its header`);
  const promised = view.getBigUint64(0, true);
  if (promised > MAXIMAL_HEADER_BYTES)
    throw new SafetensorsError(`its header would be ${promised} bytes long: it is no safetensors file`);
  const dataStart = LENGTH_BYTES + Number(promised);
  if (dataStart > bytes.length)
    throw new SafetensorsError(`it ends after ${bytes.length} bytes, within its header of ${promised}`);
  const { metadata, entries } = readHeader(bytes.subarray(LENGTH_BYTES, dataStart));
  const dataBytes = bytes.length - dataStart;
  demandContiguous(entries, dataBytes);
  const tensors = new Map<string, Shaped>();
  for (const { name, shape, begin, end } of entries) {
    const values = new Float32Array((end - begin) / VALUE_BYTES);
    new Uint8Array(values.buffer).set(bytes.subarray(dataStart + begin, dataStart + end));
    tensors.set(name, { shape, values });
  }
  return { tensors, metadata };
}

interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** The entries come in the order in which their values lie. */
function readHeader(bytes: Uint8Array): { readonly metadata: ReadonlyMap<string, string>; readonly entries: readonly Entry[] } {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new SafetensorsError("its header is not JSON");
  }
  if (!isObject(header)) throw new SafetensorsError("its header is no JSON object");
  const metadata = new Map<string, string>();
  const entries: Entry[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name !== METADATA) entries.push(readEntry(name, value));
    else if (!isObject(value)) throw new SafetensorsError("its metadata are no JSON object");
    else {
      for (const [key, text] of Object.entries(value)) {
        if (typeof text !== "string") throw new SafetensorsError(`its metadata ${JSON.stringify(key)} are not a string`);
        metadata.set(key, text);
      }
    }
  }
  return { metadata, entries: entries.sort((a, b) => a.begin - b.begin || a.end - b.end) };
}

function readEntry(name: string, value: unknown): Entry {
  const quoted = JSON.stringify(name);
  if (!isObject(value)) throw new SafetensorsError(`its tensor ${quoted} is not described by a JSON object`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (dtype !== "F32")
    throw new SafetensorsError(
      `its tensor ${quoted} is of type ${typeof dtype === "string" ? dtype : "unknown"}: only F32 can be read`,
    );
  if (!isSizes(shape)) throw new SafetensorsError(`its tensor ${quoted} has no shape`);
  const [begin, end] = isSizes(offsets) && offsets.length === 2 ? offsets : [];
  if (begin === undefined || end === undefined) throw new SafetensorsError(`its tensor ${quoted} has no place among the values`);
  if (end - begin !== countOf(shape) * VALUE_BYTES) {
    throw new SafetensorsError(`its tensor ${quoted} of shape [${shape.join(", ")}] cannot have ${end - begin} bytes`);
  }
  return { name, shape, begin, end };
}

/** The tensors, in order, cover the values without gap and without overlap. */
function demandContiguous(entries: readonly Entry[], dataBytes: number): void {
  let covered = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== covered)
      throw new SafetensorsError(`its tensor ${JSON.stringify(name)} does not begin where the one before it ends`);
    if (end > dataBytes) throw new SafetensorsError(`it has ${dataBytes} bytes of values, and ${end} at least were to be there`);
    covered = end;
  }
  if (covered !== dataBytes) throw new SafetensorsError(`${dataBytes - covered} bytes of values belong to no tensor`);
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
