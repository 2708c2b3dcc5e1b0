import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import type { Sharp } from "sharp";
import { bytesOf, joined } from "./files.js";

/** A PNG of grey levels. */
export async function greyPng(width: number, height: number, level: (pixel: number) => number): Promise<Uint8Array> {
  const raw = { width, height, channels: 1 } as const;
  return await sharp(bytesOf(width * height, level), { raw })
    .toColourspace("b-w")
    .png()
    .toBuffer();
}

/** An image of red, green and blue levels: byte i is `level(i)`. */
export function colours(width: number, height: number, level: (byte: number) => number): Sharp {
  return sharp(bytesOf(width * height * 3, level), { raw: { width, height, channels: 3 } });
}

function chunk(name: string, content: Uint8Array): Uint8Array {
  const body = joined(new TextEncoder().encode(name), content);
  const frame = new DataView(new ArrayBuffer(8));
  frame.setUint32(0, content.length);
  frame.setUint32(4, crc32(body));
  const bytes = new Uint8Array(frame.buffer);
  return joined(bytes.subarray(0, 4), body, bytes.subarray(4));
}

/** A PNG of a few bytes whose header promises this size. */
export function pngBomb(width: number, height: number): Uint8Array {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8);
  return joined(
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunk("IDAT", deflateSync(new Uint8Array(2 ** 16))),
    chunk("IEND", new Uint8Array(0)),
  );
}
