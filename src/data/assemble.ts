import { createHash } from "node:crypto";
import { bytesPerImage } from "./dataset.js";
import type { Dataset, ImageShape, Split } from "./dataset.js";
import type { Images } from "./images.js";

export interface Parts {
  readonly name: string;
  readonly split: Split;
  readonly shape: ImageShape;
  readonly classes: number;
  /** One an image, each below `classes`; empty where there are none. */
  readonly labels: Uint8Array;
  readonly images: Images;
  /** Where the images themselves take long to read: what stands for them. */
  readonly fingerprint?: () => Promise<string>;
}

export function assemble({ name, split, shape, classes, labels, images, fingerprint }: Parts): Dataset {
  const { count } = images;
  let closed = false;
  const read: Dataset["read"] = async (indices, into, labelsInto) => {
    if (closed) throw new Error(`${name} is closed`);
    if (into.length < indices.length * images.byteLength || (classes > 0 && labelsInto.length < indices.length)) {
      throw new RangeError(`${indices.length} images of ${images.byteLength} bytes do not fit the arrays`);
    }
    indices.forEach((index, place) => {
      if (index >= count) throw new RangeError(`there is no image ${index} among ${count}`);
      if (classes > 0) labelsInto[place] = labels[index] ?? 0;
    });
    await images.copy(indices, into);
  };
  let known: Promise<string> | null = null;
  return {
    name,
    split,
    count,
    shape,
    classes,
    fingerprint: () => (known ??= fingerprint?.() ?? digest({ shape, classes, labels, images })),
    read,
    close: async () => {
      closed = true;
      await images.close();
    },
  };
}

const BLOCK_BYTES = 2 ** 20;

/** The SHA-256 of the shape, the number of classes, the SHA-256 of all images and the SHA-256 of all labels: it does not depend on the files' format. */
async function digest({
  shape,
  classes,
  labels,
  images,
}: Pick<Parts, "shape" | "classes" | "labels" | "images">): Promise<string> {
  const hash = createHash("sha256");
  const imagesPerBlock = Math.max(1, Math.floor(BLOCK_BYTES / bytesPerImage(shape)));
  const block = new Uint8Array(imagesPerBlock * images.byteLength);
  for (let from = 0; from < images.count; from += imagesPerBlock) {
    const indices = Uint32Array.from({ length: Math.min(imagesPerBlock, images.count - from) }, (_, place) => from + place);
    await images.copy(indices, block);
    hash.update(block.subarray(0, indices.length * images.byteLength));
  }
  const { channels, height, width } = shape;
  return createHash("sha256")
    .update(JSON.stringify({ count: images.count, channels, height, width, classes }))
    .update(hash.digest())
    .update(createHash("sha256").update(labels).digest())
    .digest("hex");
}
