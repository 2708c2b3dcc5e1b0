import { bytesPerImage, DataError } from "./dataset.js";
import type { ImageShape } from "./dataset.js";
import { openFile } from "./file.js";
import type { DataFile } from "./file.js";
import { heldImages } from "./images.js";
import type { Images } from "./images.js";
import { MOST_CLASSES } from "./limits.js";
import { geometryOf } from "./npy-geometry.js";
import type { Geometry } from "./npy-geometry.js";
import { readNpyHeader } from "./npy-header.js";
import type { NpyHeader } from "./npy-header.js";
import { Levels } from "./npy-levels.js";
import type { Level } from "./npy-levels.js";
import { NPY_TYPES, npyType } from "./npy-types.js";
import type { NpyType } from "./npy-types.js";

/** An array that fills its file exactly. */
interface NpyArray {
  readonly file: DataFile;
  readonly header: NpyHeader;
  readonly type: NpyType;
  /** The number of its values. */
  readonly size: number;
}

/** @throws DataError unless the file holds one array of plain numbers: all that its header promises, and nothing more */
async function openArray(path: string): Promise<NpyArray> {
  const file = await openFile(path);
  try {
    const header = await readNpyHeader(file);
    const { shape, start } = header;
    const type = npyType(header.type);
    if (type === null) throw new DataError(`${path}: holds values of type ${header.type}: save ${NPY_TYPES}`);
    if (shape.includes(0)) throw new DataError(`${path}: is empty (${shape.join(" × ")}): save an array with images`);
    // The product may exceed what a double holds exactly; it is then no file's size.
    const size = shape.reduce((product, extent) => product * extent, 1);
    const expected = start + size * type.byteLength;
    if (file.byteLength !== expected) {
      const compared = file.byteLength < expected ? "cut off" : "longer than it says";
      throw new DataError(
        `${path}: is ${compared}: its header promises ${expected} bytes, it has ${file.byteLength}: save it again`,
      );
    }
    return { file, header, type, size };
  } catch (error) {
    await file.close();
    throw error;
  }
}

export interface NpyImages {
  readonly shape: ImageShape;
  readonly images: Images;
}

/**
 * The images of an array, (n, height, width), (n, height, width, channels) or (n, channels, height, width), as grey levels. All values are looked at once.
 *
 * @throws DataError when the file is damaged, or its array no images
 */
export async function openNpyImages(path: string, mostHeld: number): Promise<NpyImages> {
  const array = await openArray(path);
  const { file, header } = array;
  try {
    const geometry = geometryOf(path, header);
    const levels = new Levels(path, array.type.kind);
    await eachValue(array, (value) => {
      levels.see(value);
    });
    const source: Source = { ...array, geometry, level: levels.meaning };
    const { shape } = geometry;
    if (header.fortranOrder && file.byteLength > mostHeld) {
      throw new DataError(`${path}: is too large to be read in Fortran's order: save numpy.ascontiguousarray of it`);
    }
    if (geometry.count * bytesPerImage(shape) > mostHeld) return { shape, images: filedArray(source) };
    const held = await hold(source);
    await file.close();
    return { shape, images: heldImages(held, bytesPerImage(shape)) };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The labels of an array (n) of whole numbers. @throws DataError when it is another, or a label is not in 0 … 255 */
export async function readNpyLabels(
  path: string,
  images?: { readonly path: string; readonly count: number },
): Promise<Uint8Array> {
  const array = await openArray(path);
  try {
    const { header, type, size } = array;
    if (header.shape.length !== 1 || type.kind !== "integer") {
      throw new DataError(`${path}: is no list of labels: save whole numbers in one axis`);
    }
    if (images !== undefined && size !== images.count) {
      throw new DataError(`${path}: has ${size} labels, but ${images.path} has ${images.count} images: save both again`);
    }
    const labels = new Uint8Array(size);
    await eachValue(array, (label, index) => {
      if (!(label >= 0 && label < MOST_CLASSES)) {
        throw new DataError(
          `${path}: label ${label} of image ${index} is not in 0 … ${MOST_CLASSES - 1}: number the classes from 0`,
        );
      }
      labels[index] = label;
    });
    return labels;
  } finally {
    await array.file.close();
  }
}

const BLOCK_BYTES = 2 ** 20;

/** In the order in which they lie in the file. */
async function eachValue({ file, header, type, size }: NpyArray, take: (value: number, index: number) => void): Promise<void> {
  const perBlock = BLOCK_BYTES / type.byteLength;
  const block = new Uint8Array(Math.min(perBlock, size) * type.byteLength);
  const view = new DataView(block.buffer);
  for (let first = 0; first < size; first += perBlock) {
    const values = Math.min(perBlock, size - first);
    await file.read(header.start + first * type.byteLength, block.subarray(0, values * type.byteLength));
    for (let index = 0; index < values; index++) take(type.read(view, index * type.byteLength), first + index);
  }
}

interface Source extends NpyArray {
  readonly geometry: Geometry;
  readonly level: Level;
}

/** Writes the image whose first value is number `first` of the view: channel by channel, row by row. */
function convert({ geometry, type, level }: Source, view: DataView, first: number, into: Uint8Array): void {
  const { shape, strides } = geometry;
  let place = 0;
  for (let channel = 0; channel < shape.channels; channel++) {
    for (let row = 0; row < shape.height; row++) {
      for (let column = 0; column < shape.width; column++) {
        const value = first + channel * strides.channel + row * strides.row + column * strides.column;
        into[place++] = level(type.read(view, value * type.byteLength));
      }
    }
  }
}

/** All images in memory. In Fortran's order no image is in one piece: then the whole file is one block. */
async function hold(source: Source): Promise<Uint8Array> {
  const { file, header, type, size, geometry } = source;
  const { count, shape, strides } = geometry;
  const byteLength = bytesPerImage(shape);
  const held = new Uint8Array(count * byteLength);
  const perBlock = header.fortranOrder ? count : Math.max(1, Math.floor(BLOCK_BYTES / (byteLength * type.byteLength)));
  const block = new Uint8Array(Math.min(perBlock, count) * (size / count) * type.byteLength);
  const view = new DataView(block.buffer);
  for (let first = 0; first < count; first += perBlock) {
    const images = Math.min(perBlock, count - first);
    await file.read(
      header.start + first * byteLength * type.byteLength,
      block.subarray(0, images * byteLength * type.byteLength),
    );
    for (let image = 0; image < images; image++) {
      convert(source, view, image * strides.image, held.subarray((first + image) * byteLength, (first + image + 1) * byteLength));
    }
  }
  return held;
}

/** Images that are read from the file whenever they are asked for; in C's order each is in one piece. */
function filedArray(source: Source): Images {
  const { file, header, type, geometry } = source;
  const byteLength = bytesPerImage(geometry.shape);
  const rawBytes = byteLength * type.byteLength;
  const copyOne = async (index: number, into: Uint8Array): Promise<void> => {
    const raw = new Uint8Array(rawBytes);
    await file.read(header.start + index * rawBytes, raw);
    convert(source, new DataView(raw.buffer), 0, into);
  };
  return {
    count: geometry.count,
    byteLength,
    copy: async (indices, into) => {
      await Promise.all(
        Array.from(indices, (index, place) => copyOne(index, into.subarray(place * byteLength, (place + 1) * byteLength))),
      );
    },
    close: file.close,
  };
}
