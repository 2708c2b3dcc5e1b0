import { add, axis, multiply, oneHot, rename, ShapeError } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import type { Examples } from "../build.js";
import { CLASS } from "../networks/condition.js";

/** The axis of what a network computes at each pixel. */
export const FEATURES = "features";

/** Levels as numbers from −1 to 1 along the axis `FEATURES`: one for each colour. */
export function centred({ images }: Examples, levels: number): Node {
  return rename(add(multiply(images, 2 / (levels - 1)), -1), { channel: FEATURES });
}

/** One number for each class; null for a model that sees none. @throws ShapeError when it sees some and there are no labels */
export function conditionOf({ labels }: Examples, classes: number): Node | null {
  if (classes === 0) return null;
  if (labels === null) {
    throw new ShapeError("condition", `the model sees ${classes} classes and is given no labels`, "give one for each example");
  }
  return oneHot(labels, axis(CLASS, classes));
}
