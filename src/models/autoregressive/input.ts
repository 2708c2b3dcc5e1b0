import { add, axis, merge, multiply, rename, slice, split, sum } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import type { Examples } from "../build.js";

/** The axis of what a network computes at each pixel. */
export const FEATURES = "features";

/** Levels as numbers from −1 to 1 along the axis `FEATURES`: one for each colour. */
export function centred({ images }: Examples, levels: number): Node {
  return rename(add(multiply(images, 2 / (levels - 1)), -1), { channel: FEATURES });
}

/** Features of which each colour has `count` equal parts one after another, part by part. */
export function partsOf(x: Node, count: number, colours: number): readonly Node[] {
  const size = x.axes.find(({ name }) => name === FEATURES)?.size ?? 0;
  const parts = split(x, FEATURES, [axis("colour", colours), axis("part", count), axis("each", size / colours / count)]);
  return Array.from({ length: count }, (_, i) =>
    merge(sum(slice(parts, "part", i, i + 1), ["part"]), ["colour", "each"], FEATURES),
  );
}
