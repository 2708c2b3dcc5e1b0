import { axis } from "../../tensor/index.js";
import { maskB } from "../../probability/index.js";
import { FEATURES } from "./input.js";
import { GATES } from "./lstm.js";
import type { RecurrentLayer } from "./recurrent-layer.js";

/**
 * The gates of a pixel's cell see two pixels to the left (one in the paper) and, through the hidden states, three pixels of the row above.
 *
 *     h h h
 *     x x x     the last x is the pixel itself, whose features see what comes before it
 */
export const rowLstm: RecurrentLayer = (sight, parameters, x, cell) => {
  const gates = axis(FEATURES, GATES * cell.features);
  const options = { size: { height: 1, width: 5 }, mask: maskB, colours: cell.colours };
  return sight.downRows(parameters, sight.convolved(parameters.within("input"), x, gates, options), cell);
};
