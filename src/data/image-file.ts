import type { Metadata, Sharp, SharpOptions } from "sharp";
import { DataError } from "./dataset.js";
import type { ImageShape } from "./dataset.js";
import { openFile } from "./file.js";
import { MOST_PIXELS } from "./limits.js";
import { systemCode } from "../system/error.js";

const FORMATS: readonly string[] = ["png", "jpeg", "webp", "gif", "tiff", "avif"];

/** For people: what `isImageName` accepts. */
export const IMAGE_FORMATS = "PNG, JPEG, WebP, GIF, TIFF or AVIF";

export const isImageName = (name: string): boolean => /\.(?:png|jpe?g|webp|gif|tiff?|avif)$/iu.test(name);

/** A longer file is refused: it is no image of `MOST_PIXELS` pixels or less. */
const MOST_FILE_BYTES = 2 ** 27;

export type Decoder = (bytes: Uint8Array, options: SharpOptions) => Sharp;

/** @throws DataError where the library that decodes images is not there */
export async function loadDecoder(): Promise<Decoder> {
  try {
    return (await import("sharp")).default;
  } catch (error) {
    throw new DataError(
      "folders of images need the npm package sharp, which cannot be loaded here: run npm install, or save the images as .npy",
      {
        cause: error,
      },
    );
  }
}

export async function readImageFile(path: string): Promise<Uint8Array> {
  const file = await openFile(path);
  try {
    if (file.byteLength === 0) throw new DataError(`${path}: is empty: get it again, or remove it`);
    if (file.byteLength > MOST_FILE_BYTES) {
      throw new DataError(
        `${path}: has ${file.byteLength} bytes, more than ${MOST_FILE_BYTES}: make the image smaller, or remove it`,
      );
    }
    const bytes = new Uint8Array(file.byteLength);
    await file.read(0, bytes);
    return bytes;
  } finally {
    await file.close();
  }
}

/**
 * What an image's header says: its size as it is to be seen, and 1 channel for grey levels, else 3. No pixel is decoded.
 *
 * @throws DataError when it is none of `IMAGE_FORMATS`, has several pages, or more than `MOST_PIXELS` pixels
 */
export async function inspectImage(decoder: Decoder, path: string, bytes: Uint8Array): Promise<ImageShape> {
  // Nothing is decoded, so that no size is dangerous yet: it is named in the refusal.
  const metadata: Metadata = await decoder(bytes, { limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => {
      throw notReadable(path, error);
    });
  const { width, height } = metadata.autoOrient;
  if (!FORMATS.includes(metadata.format) && metadata.format !== "heif") {
    throw new DataError(`${path}: is ${metadata.format}, not ${IMAGE_FORMATS}: convert it, or remove it`);
  }
  if (width * height > MOST_PIXELS) {
    throw new DataError(
      `${path}: promises ${height} × ${width} pixels, more than ${MOST_PIXELS}: make the image smaller, or remove it`,
    );
  }
  if ((metadata.pages ?? 1) > 1)
    throw new DataError(`${path}: has ${metadata.pages ?? 1} pages: save each as an image of its own`);
  return { channels: metadata.space === "b-w" || metadata.space === "grey16" ? 1 : 3, height, width };
}

/**
 * The pixels of an image, channel by channel, row by row, in 0 … 255. What is transparent is black.
 *
 * @throws DataError when it is damaged or of another size
 */
export async function decodeImage(decoder: Decoder, path: string, bytes: Uint8Array, shape: ImageShape): Promise<Uint8Array> {
  const { channels, height, width } = shape;
  const { data, info } = await decoder(bytes, { limitInputPixels: MOST_PIXELS, autoOrient: true })
    .flatten({ background: "black" })
    .toColourspace(channels === 1 ? "b-w" : "srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw notReadable(path, error);
    });
  if (info.height !== height || info.width !== width) {
    throw new DataError(`${path}: has ${info.height} × ${info.width} pixels now: it was changed, begin again`);
  }
  if (channels === 1) return data;
  const pixels = height * width;
  const byChannel = new Uint8Array(data.length);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < channels; channel++)
      byChannel[channel * pixels + pixel] = data[pixel * channels + channel] ?? 0;
  }
  return byChannel;
}

function notReadable(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || systemCode(error) !== null) return error;
  const [reason = ""] = error.message.trim().split("\n");
  return new DataError(`${path}: is no image that can be read (${reason}): get it again, or remove it`, { cause: error });
}
