/** The size of every image of a dataset. */
export interface ImageShape {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

export type Split = "train" | "test";

/** Images of one size, as bytes, reached by their numbers; what is held in memory is bounded whatever their count. */
export interface Dataset {
  /** For logs and results: `MNIST`. */
  readonly name: string;
  readonly split: Split;
  readonly count: number;
  readonly shape: ImageShape;
  /** The number of classes that labels tell apart; 0 where images have no labels. */
  readonly classes: number;
  /**
   * SHA-256 of what the images and labels are, in hexadecimal: tells other data under the same name. Reads everything once, at the first call.
   *
   * @throws DataError when a file can no longer be read
   */
  readonly fingerprint: () => Promise<string>;
  /**
   * Copies the images of these numbers one after another into `images` (channel by channel, row by row, 0 … 255), and their labels into `labels`, which
   * stays as it is where there are none. Both are written when the promise is fulfilled, and may be partly written when it is rejected.
   *
   * @throws RangeError when a number is not below `count` or an array is too short
   * @throws DataError when a file can no longer be read
   */
  readonly read: (indices: Uint32Array, images: Uint8Array, labels: Uint8Array) => Promise<void>;
  /** Gives back the files. May be called again, and by each of several datasets that share them; nothing is read afterwards. */
  readonly close: () => Promise<void>;
}

/** The number of bytes of one image. */
export const bytesPerImage = ({ channels, height, width }: ImageShape): number => channels * height * width;

/** How grey levels become what a model sees: as they are in 0 … 1, or drawn to 0 and 1 with their levels as probabilities, once or anew at every use. */
export type Binarization = "none" | "fixed" | "resampled";

/** Data that cannot be used: one line for people, which file, what is wrong with it, what to do. */
export class DataError extends Error {
  override readonly name = "DataError";
}
