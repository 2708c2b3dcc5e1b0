import { axesText, ShapeError } from "../../tensor/index.js";
import type { Axis, Node } from "../../tensor/index.js";

/** The name of the axis of a code z. */
export const LATENT = "latent";

/** @throws ShapeError when z has no axis of a code */
export function codeAxis(z: Node): Axis {
  const found = z.axes.find(({ name }) => name === LATENT);
  if (found !== undefined) return found;
  throw new ShapeError("decode", `there is no axis "${LATENT}" among (${axesText(z.axes)})`, "give a code for each example");
}
