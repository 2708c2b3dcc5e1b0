import { axis } from "../tensor/index.js";
import type { Axes } from "../tensor/index.js";

/** The size of an image. */
export interface ImageSize {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

export function imageAxes({ channels, height, width }: ImageSize): Axes {
  return [axis("channel", channels), axis("height", height), axis("width", width)];
}
