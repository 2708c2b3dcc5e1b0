import { createHash } from "node:crypto";
import { join } from "node:path";
import { assemble } from "./assemble.js";
import { bytesPerImage, DataError } from "./dataset.js";
import type { Dataset, ImageShape, Split } from "./dataset.js";
import { decodeImage, inspectImage, loadDecoder, readImageFile } from "./image-file.js";
import type { Decoder } from "./image-file.js";
import { listImages } from "./image-list.js";
import type { Images } from "./images.js";

export interface ImageFolderOptions {
  readonly name: string;
  readonly split: Split;
  /** Decoded images of up to so many bytes are held in memory. */
  readonly mostHeld: number;
}

/**
 * A folder of image files, all of one size, decoded when they are asked for. All headers are looked at first. Where one image has colours, all have 3
 * channels.
 *
 * @throws DataError when there are no images, one cannot be read, or two differ in size
 */
export async function openImageFolder(path: string, { name, split, mostHeld }: ImageFolderOptions): Promise<Dataset> {
  const { folder, names, labels, classes } = await listImages(path, split);
  const decoder = await loadDecoder();
  const paths = names.map((file) => join(folder, file));
  const shape = await commonShape(decoder, paths);
  const images = decodedImages(decoder, paths, shape, mostHeld);
  const fingerprint = (): Promise<string> => digest(folder, names, { shape, labels, classes });
  return assemble({ name, split, shape, classes: classes.length, labels, images, fingerprint });
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
  let first: { readonly path: string; readonly shape: ImageShape } | null = null;
  let channels = 1;
  await each(paths.length, async (index) => {
    const path = paths[index] ?? "";
    const shape = await inspectImage(decoder, path, await readImageFile(path));
    first ??= { path, shape };
    channels = Math.max(channels, shape.channels);
    if (shape.height === first.shape.height && shape.width === first.shape.width) return;
    const size = ({ height, width }: ImageShape): string => `${height} × ${width}`;
    throw new DataError(
      `${path}: has ${size(shape)} pixels, but ${first.path} has ${size(first.shape)}: bring all images to one size`,
    );
  });
  return { channels, height: first.shape.height, width: first.shape.width };
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
async function digest(
  folder: string,
  names: readonly string[],
  { shape, labels, classes }: { readonly shape: ImageShape; readonly labels: Uint8Array; readonly classes: readonly string[] },
): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify({ shape, classes, count: names.length }));
  for (const [index, name] of names.entries()) {
    const bytes = await readImageFile(join(folder, name));
    const content = createHash("sha256").update(bytes).digest("hex");
    hash.update(JSON.stringify([name, labels[index] ?? null, content]));
  }
  return hash.digest("hex");
}
