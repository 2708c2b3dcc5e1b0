import sharp from "sharp";
import { DataError } from "../../src/data/dataset.js";

/** Pixels a side of a picture in the set. */
export const SIDE = 32;

/** Of the package's pictures. */
const SOURCE_SIDE = 2 * SIDE;

const CHANNELS = 3;

export const PICTURE_BYTES = SIDE * SIDE * CHANNELS;

/**
 * The pixels of a picture on white: `SIDE` × `SIDE`, row by row, red, green and blue in 0 … 255. Each is the mean of four: an area of one colour
 * keeps it, and no edge has a halo. Transparency is resolved first, so that the colour under a transparent pixel counts nowhere.
 *
 * @throws DataError when it cannot be read or is not twice the size
 */
export async function readPicture(path: string): Promise<Uint8Array> {
  const { data, info } = await sharp(path, { limitInputPixels: SOURCE_SIDE ** 2 })
    .flatten({ background: "white" })
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw new DataError(
        `${path}: cannot be read as a picture of ${SOURCE_SIDE} × ${SOURCE_SIDE} pixels: get the package again`,
        {
          cause: error,
        },
      );
    });
  if (info.width !== SOURCE_SIDE || info.height !== SOURCE_SIDE || info.channels !== CHANNELS) {
    throw new DataError(
      `${path}: has ${info.height} × ${info.width} pixels of ${info.channels} channels, not ${SOURCE_SIDE} × ${SOURCE_SIDE} of ${CHANNELS}: get the package again`,
    );
  }
  return halved(data);
}

function halved(pixels: Uint8Array): Uint8Array {
  const small = new Uint8Array(PICTURE_BYTES);
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      for (let channel = 0; channel < CHANNELS; channel++) {
        const corner = (2 * row * SOURCE_SIDE + 2 * column) * CHANNELS + channel;
        const at = (down: number, right: number): number => pixels[corner + (down * SOURCE_SIDE + right) * CHANNELS] ?? 0;
        small[(row * SIDE + column) * CHANNELS + channel] = Math.round((at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1)) / 4);
      }
    }
  }
  return small;
}

/** A PNG of the pixels that `readPicture` gives. */
export async function encodePicture(pixels: Uint8Array): Promise<Uint8Array> {
  return await sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: CHANNELS } })
    .png({ compressionLevel: 9, adaptiveFiltering: false })
    .toBuffer();
}
