import { openContent, readContent } from "./content.js";
import { DataError } from "./dataset.js";
import type { ImageShape } from "./dataset.js";
import { filedImages, heldImages } from "./images.js";
import type { Images } from "./images.js";
import { MOST_PIXELS } from "./limits.js";

/*
 * The IDX format: two bytes 0, a byte for the type of the values (8: unsigned bytes), a byte for the number of dimensions, the dimensions as big-endian
 * 32-bit words, then the values in row-major order, and nothing more.
 */

interface Kind {
  readonly what: "images" | "labels";
  readonly magic: number;
  readonly dimensions: number;
}

const IMAGES: Kind = { what: "images", magic: 0x0803, dimensions: 3 };
const LABELS: Kind = { what: "labels", magic: 0x0801, dimensions: 1 };

const headerBytes = ({ dimensions }: Kind): number => 4 + 4 * dimensions;

/** @throws DataError unless it is the header of such a file, with no dimension 0 */
function dimensionsOf(path: string, header: Uint8Array, kind: Kind): readonly number[] {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const magic = view.getUint32(0);
  if (magic !== kind.magic) {
    const [found, expected] = [magic, kind.magic].map((word) => word.toString(16).padStart(8, "0"));
    throw new DataError(
      `${path}: is no IDX file of ${kind.what}: it begins with ${found}, not ${expected}: check which file it is`,
    );
  }
  const dimensions = Array.from({ length: kind.dimensions }, (_, index) => view.getUint32(4 + 4 * index));
  if (dimensions.includes(0)) throw new DataError(`${path}: holds no ${kind.what} (${dimensions.join(" × ")}): get it again`);
  return dimensions;
}

export interface IdxImages {
  readonly shape: ImageShape;
  readonly images: Images;
}

/** @throws DataError when it is no IDX file of images, or holds not what it promises */
export async function openIdxImages(path: string, mostHeld: number): Promise<IdxImages> {
  const start = headerBytes(IMAGES);
  let layout = { count: 0, height: 0, width: 0 };
  const promised = (header: Uint8Array): number => {
    const [count = 0, height = 0, width = 0] = dimensionsOf(path, header, IMAGES);
    if (height * width > MOST_PIXELS) {
      throw new DataError(`${path}: promises images of ${height} × ${width} pixels, more than ${MOST_PIXELS}: get it again`);
    }
    layout = { count, height, width };
    return start + count * height * width;
  };
  const content = await openContent(path, { headerBytes: start, byteLength: promised }, mostHeld);
  const { count, height, width } = layout;
  const byteLength = height * width;
  const images =
    "held" in content
      ? heldImages(content.held.subarray(start), byteLength)
      : filedImages(content.file, { count, byteLength, start, stride: byteLength });
  return { shape: { channels: 1, height, width }, images };
}

/** @throws DataError when it is no IDX file of labels, holds not what it promises, or holds another number than there are images */
export async function readIdxLabels(
  path: string,
  images?: { readonly path: string; readonly count: number },
): Promise<Uint8Array> {
  const start = headerBytes(LABELS);
  const promised = (header: Uint8Array): number => {
    const [count = 0] = dimensionsOf(path, header, LABELS);
    if (images !== undefined && count !== images.count) {
      throw new DataError(`${path}: has ${count} labels, but ${images.path} has ${images.count} images: get both again`);
    }
    return start + count;
  };
  const bytes = await readContent(path, { headerBytes: start, byteLength: promised });
  return bytes.subarray(start);
}
