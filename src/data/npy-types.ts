/** How a type of NumPy is read. */
export interface NpyType {
  readonly kind: "bool" | "integer" | "float";
  readonly byteLength: number;
  readonly read: (view: DataView, position: number) => number;
}

type Reader = (littleEndian: boolean) => NpyType["read"];

const TYPES: Readonly<Record<string, { readonly kind: NpyType["kind"]; readonly reader: Reader }>> = {
  b1: { kind: "bool", reader: () => (view, at) => view.getUint8(at) },
  u1: { kind: "integer", reader: () => (view, at) => view.getUint8(at) },
  i1: { kind: "integer", reader: () => (view, at) => view.getInt8(at) },
  u2: { kind: "integer", reader: (little) => (view, at) => view.getUint16(at, little) },
  i2: { kind: "integer", reader: (little) => (view, at) => view.getInt16(at, little) },
  u4: { kind: "integer", reader: (little) => (view, at) => view.getUint32(at, little) },
  i4: { kind: "integer", reader: (little) => (view, at) => view.getInt32(at, little) },
  u8: { kind: "integer", reader: (little) => (view, at) => Number(view.getBigUint64(at, little)) },
  i8: { kind: "integer", reader: (little) => (view, at) => Number(view.getBigInt64(at, little)) },
  f4: { kind: "float", reader: (little) => (view, at) => view.getFloat32(at, little) },
  f8: { kind: "float", reader: (little) => (view, at) => view.getFloat64(at, little) },
};

/** For people: the types that `npyType` knows. */
export const NPY_TYPES = "bool, int8 … int64, uint8 … uint64, float32 or float64";

/** What a type such as `<f4` means; null where it is none of those. */
export function npyType(text: string): NpyType | null {
  const [order, name] = [text.slice(0, 1), text.slice(1)];
  const type = TYPES[name];
  const byteLength = Number(name.slice(1));
  if (type === undefined || !(order === "<" || order === ">" || (order === "|" && byteLength === 1))) return null;
  return { kind: type.kind, byteLength, read: type.reader(order === "<") };
}
