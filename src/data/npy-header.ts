import { DataError } from "./dataset.js";
import type { DataFile } from "./file.js";

/** What a file of NumPy says of its array. */
export interface NpyHeader {
  /** As NumPy writes it: `<f4`. */
  readonly type: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the values begin. */
  readonly start: number;
}

const MAGIC = [0x93, ...new TextEncoder().encode("NUMPY")];

/** NumPy itself reads no longer one of files that it does not trust. */
const MOST_HEADER_BYTES = 10_000;

const ENTRY =
  /\s*(['"])(?<key>\w+)\1\s*:\s*(?:(['"])(?<type>[^'"\\]*)\3|(?<order>True|False)|\((?<shape>[\dL,\s]*)\))\s*(?:,|(?=\}))/y;

/** @throws DataError unless the file begins as one of NumPy's does, with an array of plain values */
export async function readNpyHeader(file: DataFile): Promise<NpyHeader> {
  const { path } = file;
  const start = new Uint8Array(12);
  if (file.byteLength < start.length)
    throw new DataError(`${path}: has ${file.byteLength} bytes, too few for a .npy file: save it again`);
  await file.read(0, start);
  if (MAGIC.some((byte, place) => start[place] !== byte)) {
    throw new DataError(`${path}: is no .npy file: save the array with numpy.save, or give the folder of other files`);
  }
  const view = new DataView(start.buffer);
  const version = view.getUint8(6);
  if (version < 1 || version > 3)
    throw new DataError(`${path}: is of version ${version} of the .npy format, not 1 … 3: save it again`);
  const [length, textStart] = version === 1 ? [view.getUint16(8, true), 10] : [view.getUint32(8, true), 12];
  if (length > MOST_HEADER_BYTES || textStart + length > file.byteLength) {
    throw new DataError(`${path}: promises a header of ${length} bytes, too long for it: save it again`);
  }
  const text = new Uint8Array(length);
  await file.read(textStart, text);
  return { ...parse(path, new TextDecoder().decode(text)), start: textStart + length };
}

/** The literal of a Python dictionary with three entries; nothing of it is ever run. */
function parse(path: string, text: string): Omit<NpyHeader, "start"> {
  const unreadable = (): DataError => new DataError(`${path}: its header is damaged: save it again`);
  const found: { type?: string; fortranOrder?: boolean; shape?: readonly number[] } = {};
  if (/['"]\|?O\d*['"]|:\s*\[/u.test(text)) {
    throw new DataError(`${path}: holds Python objects or records, not plain numbers: save an array of uint8`);
  }
  const entry = new RegExp(ENTRY);
  entry.lastIndex = text.indexOf("{") + 1;
  let end = entry.lastIndex;
  for (let match = entry.exec(text); match !== null; match = entry.exec(text)) {
    const { key, type, order, shape } = match.groups ?? {};
    if (key === "descr" && type !== undefined) found.type = type;
    else if (key === "fortran_order" && order !== undefined) found.fortranOrder = order === "True";
    else if (key === "shape" && shape !== undefined) found.shape = [...shape.matchAll(/\d+/gu)].map(([digits]) => Number(digits));
    else throw unreadable();
    end = entry.lastIndex;
  }
  const { type, fortranOrder, shape } = found;
  if (!/^\s*\{/u.test(text) || !/^\s*\}\s*$/u.test(text.slice(end))) throw unreadable();
  if (type === undefined || fortranOrder === undefined || shape === undefined) throw unreadable();
  return { type, fortranOrder, shape };
}
