import { add, axis } from "../../tensor/index.js";
import { maskB, maskBelow } from "../../probability/index.js";
import { SINGLE } from "./head.js";
import { FEATURES } from "./input.js";
import { GATES } from "./lstm.js";
import type { RecurrentLayer } from "./recurrent-layer.js";

/**
 * Two memories, one from the upper left and one from the upper right. The second would see the pixels to the right of a pixel's own, so it is moved down by a row.
 * There it may see each pixel itself, which its features do not: without that the last pixel of a row would be known to few pixels of the next one.
 *
 *     → from the left        ← from the right, moved down
 *     \ \ \ . .              / / / / /
 *     \ \ x                      x
 */
export const diagonalBiLstm: RecurrentLayer = (sight, parameters, x, cell) => {
  const { rows, pixels } = sight;
  const gates = axis(FEATURES, GATES * cell.features);
  const options = { size: SINGLE, mask: maskB, colours: cell.colours };
  const [ofLeft, ofRight, ofPixels] = [parameters.within("left"), parameters.within("right"), parameters.within("pixels")];
  const left = sight.fromTheLeft(ofLeft, sight.convolved(ofLeft, x, gates, options), cell);
  const seen = add(
    rows.convolved(ofRight, rows.completed(x), gates, options),
    rows.convolved(ofPixels, rows.completed(pixels), gates, { ...options, mask: maskBelow }),
  );
  return add(left, rows.above(rows.fromTheRight(ofRight, seen, cell)));
};
