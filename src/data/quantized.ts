/** The numbers of the levels that bytes fall into, of so many levels of equal width: the whole part of byte · levels / 256. */
export function quantize(out: Float32Array, bytes: Uint8Array, levels: number): void {
  const table = Uint8Array.from({ length: 256 }, (_, byte) => Math.floor((byte * levels) / 256));
  for (let i = 0; i < bytes.length; i++) out[i] = table[bytes[i] ?? 0] ?? 0;
}
