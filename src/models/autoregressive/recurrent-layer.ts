import type { Node } from "../../tensor/index.js";
import type { Parameters } from "../../layers/index.js";

/** What a layer runs over. */
export interface Seen {
  /** Features of each pixel, which see what comes before it. */
  readonly x: Node;
  /** The pixels themselves, over the same axes, the colours along that of the features. */
  readonly pixels: Node;
}

/** How a layer of memory runs over an image, from the features of each pixel to others, which see what comes before the pixel and nothing else. */
export type RecurrentLayer = (parameters: Parameters, seen: Seen, features: number, colours: number) => Node;
