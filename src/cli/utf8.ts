/** The smallest scalar value that a sequence of a length may encode: anything below is overlong. */
const SMALLEST: Readonly<Record<number, number>> = { 2: 0x80, 3: 0x800, 4: 0x10000 };

/** Offset of the first byte that does not belong to well-formed UTF-8; null when all is well-formed. */
export function firstInvalidByte(bytes: Uint8Array): number | null {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return null;
}

/** Bytes of the well-formed sequence that begins at `at`, 0 when there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 && lead < 0xf8 ? 4 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xc0 && lead < 0xe0 ? 2 : 0;
  if (length === 0) return 0;
  let scalar = lead & (0xff >> (length + 1));
  for (let next = 1; next < length; next++) {
    const byte = bytes[at + next] ?? 0;
    if ((byte & 0xc0) !== 0x80) return 0;
    scalar = (scalar << 6) | (byte & 0x3f);
  }
  const isSurrogate = scalar >= 0xd800 && scalar <= 0xdfff;
  return scalar < (SMALLEST[length] ?? 0) || scalar > 0x10ffff || isSurrogate ? 0 : length;
}
