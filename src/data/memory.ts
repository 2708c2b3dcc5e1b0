import { assemble } from "./assemble.js";
import { bytesPerImage } from "./dataset.js";
import type { Dataset, ImageShape, Split } from "./dataset.js";
import { heldImages } from "./images.js";

export interface HeldData {
  /** `data` where it is left out. */
  readonly name?: string;
  /** `train` where it is left out. */
  readonly split?: Split;
  readonly shape: ImageShape;
  /** One image after another: channel by channel, row by row, 0 … 255. */
  readonly images: Uint8Array;
  /** One an image. */
  readonly labels?: Uint8Array;
  /** One more than the largest label where it is left out. */
  readonly classes?: number;
}

/** Images that are held in memory: no files are needed. @throws RangeError when the arrays do not fit the shape, each other, or the number of classes */
export function datasetOf({
  name = "data",
  split = "train",
  shape,
  images,
  labels = new Uint8Array(0),
  ...given
}: HeldData): Dataset {
  const size = bytesPerImage(shape);
  const most = labels.reduce((largest, label) => Math.max(largest, label), -1);
  const classes = given.classes ?? most + 1;
  if (!(size > 0) || images.length === 0 || images.length % size !== 0) {
    throw new RangeError(`${images.length} bytes are no whole number of images of ${size}`);
  }
  const count = images.length / size;
  if (labels.length !== (classes === 0 ? 0 : count) || most >= classes) {
    throw new RangeError(`${labels.length} labels up to ${most} do not fit ${count} images of ${classes} classes`);
  }
  return assemble({ name, split, shape, classes, labels, images: heldImages(images, size) });
}
