/** How images of one size, channel by channel and row by row, stand in a picture. */
export interface Grid {
  readonly count: number;
  /** 1: grey; 3: red, green, blue. */
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** Images in a row. */
  readonly columns: number;
  /** The side in pixels of a value in the picture: whole, 1 where it is left out. */
  readonly scale?: number;
  /** Between the images and around them, in values of an image; 2 where it is left out. */
  readonly gap?: number;
}

/** What stands between the images: tells the edges of black images and of white ones. */
const GAP_LEVEL = 112;

/** Bytes of a picture, row by row, the channels of a pixel together. */
export interface Raster {
  readonly pixels: Uint8Array;
  readonly channels: 1 | 3;
  readonly height: number;
  readonly width: number;
}

/**
 * Images side by side, row after row. The values are 0 (black) … 1; what lies outside is taken for the nearer of the two.
 *
 * @throws RangeError when a value is not a number, when there are not as many values as the sizes say, or for other channels
 */
export function rasterGrid(images: Float32Array, { count, channels, height, width, columns, scale = 1, gap = 2 }: Grid): Raster {
  if (channels !== 1 && channels !== 3) throw new RangeError(`images have 1 channel or 3, not ${channels}`);
  if (count < 1 || images.length !== count * channels * height * width) {
    throw new RangeError(`${images.length} values for ${count} images of ${channels} × ${height} × ${width}`);
  }
  const across = Math.min(columns, count);
  const size = {
    width: (across * (width + gap) + gap) * scale,
    height: (Math.ceil(count / across) * (height + gap) + gap) * scale,
  };
  const pixels = new Uint8Array(size.width * size.height * channels).fill(GAP_LEVEL);
  /** Where a place of the picture lies that is so many values down and to the right. */
  const place = (down: number, right: number): number => (down * size.width + right) * scale * channels;
  let from = 0;
  for (let image = 0; image < count; image++) {
    const top = Math.floor(image / across) * (height + gap) + gap;
    const left = (image % across) * (width + gap) + gap;
    for (let channel = 0; channel < channels; channel++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const level = byteOf(images[from++]);
          const corner = place(top + y, left + x) + channel;
          for (let i = 0; i < scale * scale; i++) {
            pixels[corner + (Math.floor(i / scale) * size.width + (i % scale)) * channels] = level;
          }
        }
      }
    }
  }
  return { pixels, channels, ...size };
}

/** A PNG of images side by side, as `rasterGrid` places them. Equal images give equal bytes. @throws RangeError as `rasterGrid` */
export async function imageGrid(images: Float32Array, grid: Grid): Promise<Uint8Array> {
  const { pixels, channels, height, width } = rasterGrid(images, grid);
  const { default: sharp } = await import("sharp");
  const png = sharp(pixels, { raw: { height, width, channels } });
  if (channels === 1) png.toColourspace("b-w");
  return await png.png({ compressionLevel: 9 }).toBuffer();
}

/** A PNG of an SVG picture on white. */
export async function rasterized(svg: string, width: number): Promise<Uint8Array> {
  const { default: sharp } = await import("sharp");
  return await sharp(new TextEncoder().encode(svg))
    .resize(width)
    .flatten({ background: "white" })
    .png({ compressionLevel: 9 })
    .toBuffer();
}

function byteOf(value = Number.NaN): number {
  if (Number.isNaN(value)) throw new RangeError("an image has a value that is not a number");
  return Math.round(Math.min(1, Math.max(0, value)) * 255);
}
