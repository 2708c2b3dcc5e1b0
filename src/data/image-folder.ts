import { createHash } from "node:crypto";
import { assemble } from "./assemble.js";
import { bytesPerImage, DataError } from "./dataset.js";
import type { Dataset, ImageShape, Split } from "./dataset.js";
import { decodeImage, inspectImage, loadDecoder, readImageFile } from "./image-file.js";
import type { Decoder } from "./image-file.js";
import { listImages } from "./image-list.js";
import type { ImageList } from "./image-list.js";
import type { Images } from "./images.js";

export interface ImageFolderOptions {
  readonly name: string;
  readonly split: Split;
  /** Decoded images of up to so many bytes are held in memory. */
  readonly mostHeld: number;
}

/**
 * A folder of image files, decoded when they are asked for. The headers of both splits are looked at first: all have one size, and 3 channels where one
 * image has colours.
 *
 * @throws DataError when there are no images, one cannot be read, or two differ in size
 */
export async function openImageFolder(path: string, { name, split, mostHeld }: ImageFolderOptions): Promise<Dataset> {
  const splits = await listImages(path);
  const own = splits[split];
  if (own === null) throw new DataError(`${path}: has no folder ${split}: add it`);
  const decoder = await loadDecoder();
  const shape = await commonShape(decoder, [...(splits.train?.paths ?? []), ...(splits.test?.paths ?? [])]);
  const { paths, labels, classes } = own;
  const images = decodedImages(decoder, paths, shape, mostHeld);
  return assemble({ name, split, shape, classes: classes.length, labels, images, fingerprint: () => digest(own, shape) });
}

/** So many files are read and decoded at a time. */
const AT_ONCE = 16;

/** Calls `act` with 0 … count − 1, a few at a time. The first rejection ends it. */
async function each(count: number, act: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await act(next++);
  };
  try {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, worker));
  } finally {
    next = count;
  }
}

async function commonShape(decoder: Decoder, paths: readonly string[]): Promise<ImageShape> {
  const inspect = async (path: string): Promise<ImageShape> => inspectImage(decoder, path, await readImageFile(path));
  const firstPath = paths[0] ?? "";
  const first = await inspect(firstPath);
  let { channels } = first;
  await each(paths.length, async (index) => {
    const path = paths[index] ?? "";
    const shape = await inspect(path);
    channels = Math.max(channels, shape.channels);
    if (shape.height === first.height && shape.width === first.width) return;
    const size = ({ height, width }: ImageShape): string => `${height} × ${width}`;
    throw new DataError(`${path}: has ${size(shape)} pixels, but ${firstPath} has ${size(first)}: bring all images to one size`);
  });
  return { channels, height: first.height, width: first.width };
}

function decodedImages(decoder: Decoder, paths: readonly string[], shape: ImageShape, mostHeld: number): Images {
  const byteLength = bytesPerImage(shape);
  // An epoch asks for every image once, so that the first ones are worth as much as the last ones: none is ever given up for another.
  const held = new Map<number, Uint8Array>();
  const mostImages = Math.floor(mostHeld / byteLength);
  return {
    count: paths.length,
    byteLength,
    copy: async (indices, into) => {
      await each(indices.length, async (place) => {
        const index = indices[place] ?? 0;
        let image = held.get(index);
        if (image === undefined) {
          const path = paths[index] ?? "";
          image = await decodeImage(decoder, path, await readImageFile(path), shape);
          if (held.size < mostImages) held.set(index, image);
        }
        into.set(image, place * byteLength);
      });
    },
    close: () => {
      held.clear();
      return Promise.resolve();
    },
  };
}

/** Stands for the pixels: SHA-256 over the names, labels and bytes of the files. */
async function digest({ paths, names, labels, classes }: ImageList, shape: ImageShape): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify({ shape, classes, count: paths.length }));
  for (const [index, path] of paths.entries()) {
    const bytes = await readImageFile(path);
    const content = createHash("sha256").update(bytes).digest("hex");
    hash.update(JSON.stringify([names[index], labels[index], content]));
  }
  return hash.digest("hex");
}
