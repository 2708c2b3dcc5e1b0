import { add, axis, fill, reverse, scan } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import { maskedConvolution } from "../../layers/index.js";
import type { Parameters } from "../../layers/index.js";
import { maskB, maskBelow } from "../../probability/index.js";
import { SINGLE } from "./head.js";
import { FEATURES } from "./input.js";
import { fromState, GATES, lstm } from "./lstm.js";
import type { RecurrentLayer } from "./recurrent-layer.js";
import { shifted, skewed, unskewed } from "./shift.js";

/**
 * Two memories, one from the upper left and one from the upper right. The second would see the pixels to the right of a pixel's own, so it is moved down by a row.
 * There it may see each pixel itself, which its features do not: without that the last pixel of a row would be known to few pixels of the next one.
 *
 *     → from the left        ← from the right, moved down
 *     \ \ \ . .              / / / / /
 *     \ \ x                      x
 */
export const diagonalBiLstm: RecurrentLayer = (parameters, { x, pixels }, features, colours) => {
  const gates = axis(FEATURES, GATES * features);
  const single = (part: string, from: Node, mask: typeof maskB): Node =>
    maskedConvolution(parameters.within(part), from, FEATURES, gates, { size: SINGLE, mask, colours });
  const left = fromTheLeft(parameters.within("left"), single("left", x, maskB), features, colours);
  const seen = add(single("right", x, maskB), single("pixels", pixels, maskBelow));
  const right = fromTheLeft(parameters.within("right"), reverse(seen, "width"), features, colours);
  return add(left, shifted(reverse(right, "width"), "height", 1));
};

/** In the skewed image a column is a diagonal: each cell takes the hidden states of the pixel to the left and of the one above from the column before. */
function fromTheLeft(parameters: Parameters, input: Node, features: number, colours: number): Node {
  const places = input.axes.filter(({ name }) => name !== "width" && name !== FEATURES);
  const nothing = fill([...places, axis(FEATURES, features)], 0);
  const state = parameters.within("state");
  const { outputs } = scan({
    axis: "width",
    initial: [nothing, nothing],
    sequences: [skewed(input)],
    body: ([hidden, content], [diagonal]) => {
      const before = add(
        fromState(state, "left", hidden, features),
        fromState(state, "above", shifted(hidden, "height", 1), features),
      );
      const next = lstm(add(diagonal, before), content, colours);
      return { states: [next.hidden, next.content], outputs: [next.hidden] };
    },
  });
  return unskewed(outputs[0]);
}
