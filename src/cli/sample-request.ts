import type { Split } from "../data/dataset.js";
import type { ImageRows } from "../training/pictures.js";

export interface SampleRequest {
  readonly run: string;
  readonly count: number;
  readonly out: string;
  /** The class of all images; null for each in turn. */
  readonly label: number | null;
  readonly engine: string | null;
  readonly threads: number | null;
  readonly seed: number;
  readonly pixels: PixelRequest;
}

/** What only a model that draws value by value can do. */
export interface PixelRequest {
  readonly temperature: number | null;
  /** The part of images that is drawn anew, the rest given; null for whole images. */
  readonly hide: string | null;
  /** Where given images are; null for the data that the model was trained on. */
  readonly data: string | null;
  /** Null for the test split. */
  readonly split: Split | null;
  /** Whether to show how the images grow. */
  readonly gif: boolean;
}

/** What was drawn. */
export interface DrawnImages {
  readonly rows: ImageRows;
  /** The images alone, where rows hold others too. */
  readonly images: Float32Array;
  /** The images as they grew, where that was asked for. */
  readonly frames: readonly Float32Array[];
  /** In words. */
  readonly said: string;
}
