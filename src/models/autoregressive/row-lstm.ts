import { add, axis, fill, scan } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import { maskedConvolution } from "../../layers/index.js";
import { maskB } from "../../probability/index.js";
import { FEATURES } from "./input.js";
import { fromState, GATES, lstm } from "./lstm.js";
import type { RecurrentLayer } from "./recurrent-layer.js";
import { shifted } from "./shift.js";

/** From where in the row above a cell takes the hidden state, and the names of the weights. */
const ABOVE = [
  ["left", 1],
  ["middle", 0],
  ["right", -1],
] as const;

/**
 * The gates of a pixel's cell see its row up to it and, through the hidden states, three pixels of the row above.
 *
 *     h h h
 *     x x x     the last x is the pixel itself, whose features see what comes before it
 */
export const rowLstm: RecurrentLayer = (parameters, { x }, features, colours) => {
  const gates = axis(FEATURES, GATES * features);
  const input = maskedConvolution(parameters.within("input"), x, FEATURES, gates, {
    size: { height: 1, width: 5 },
    mask: maskB,
    colours,
  });
  const nothing = fill(
    x.axes.filter(({ name }) => name !== "height"),
    0,
  );
  const state = parameters.within("state");
  const { outputs } = scan({
    axis: "height",
    initial: [nothing, nothing],
    sequences: [input],
    body: ([hidden, content], [row]) => {
      const above = ABOVE.map(([name, by]): Node => fromState(state, name, shifted(hidden, "width", by), features));
      const next = lstm(
        above.reduce((sum, one) => add(sum, one), row),
        content,
        colours,
      );
      return { states: [next.hidden, next.content], outputs: [next.hidden] };
    },
  });
  return outputs[0];
};
