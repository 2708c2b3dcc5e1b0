import { rasterGrid } from "./png.js";
import type { Grid } from "./png.js";

/** Milliseconds that a frame is shown, and the last one. */
const FRAME = 80;
const LAST = 2000;

/**
 * A GIF of images side by side as they change, again and again. Equal images give equal bytes.
 *
 * @throws RangeError as `rasterGrid`, and when there is no frame
 */
export async function animatedGrid(frames: readonly Float32Array[], grid: Grid): Promise<Uint8Array> {
  const rasters = frames.map((images) => rasterGrid(images, grid));
  const [first] = rasters;
  if (first === undefined) throw new RangeError("a GIF without a frame");
  const { channels, height, width } = first;
  const { default: sharp } = await import("sharp");
  // One above the other: what an animation is between libvips and its formats.
  const all = new Uint8Array(first.pixels.length * rasters.length);
  for (const [i, { pixels }] of rasters.entries()) all.set(pixels, i * pixels.length);
  const raw = { channels, width, height: height * rasters.length, pageHeight: height };
  const delay = rasters.map((_, i) => (i === rasters.length - 1 ? LAST : FRAME));
  return await sharp(all, { raw, limitInputPixels: false }).gif({ delay, loop: 0, dither: 0 }).toBuffer();
}
