import { add, axis, contract, multiply, rename, sigmoid, tanh } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import type { Parameters } from "../../layers/index.js";
import { FEATURES, partsOf } from "./input.js";
import type { Cell } from "./sight.js";

/** Gates of a cell: output, forget, input, and the content that is let in. */
export const GATES = 4;

/** What a cell carries from place to place, over `FEATURES` and the axes of places. */
export interface State {
  readonly hidden: Node;
  readonly content: Node;
}

/**
 * A step of long short-term memory (Hochreiter, Schmidhuber 1997) as PixelRNN has it (van den Oord, Kalchbrenner, Kavukcuoglu 2016, equation 3): with the gates'
 * numbers of each colour one gate after another along `FEATURES`,
 *
 *     content ← σ(forget) content + σ(input) tanh(new)
 *     hidden  ← σ(output) tanh(content)
 */
function lstm(gates: Node, content: Node, colours: number): State {
  const [output = gates, forget = gates, input = gates, fresh = gates] = partsOf(gates, GATES, colours);
  const next = add(multiply(sigmoid(forget), content), multiply(sigmoid(input), tanh(fresh)));
  return { hidden: multiply(sigmoid(output), tanh(next)), content: next };
}

/** A cell of the Row LSTM: it takes hidden states of three pixels of the row above, and the content of the one above. */
export function rowCell(
  parameters: Parameters,
  gates: Node,
  above: { readonly hidden: (columns: number) => Node; readonly content: Node },
  { features, colours }: Cell,
): State {
  const all = ABOVE.reduce(
    (sum, [name, columns]) => add(sum, fromState(parameters, name, above.hidden(columns), features)),
    gates,
  );
  return lstm(all, above.content, colours);
}

/** From where in the row above a cell takes hidden states, in columns to the right, and the names of the weights. */
const ABOVE = [
  ["left", -1],
  ["middle", 0],
  ["right", 1],
] as const;

/** A cell of a memory along diagonals: it takes hidden states of the pixels to the left and above, and the content of the former. */
export function diagonalCell(
  parameters: Parameters,
  gates: Node,
  before: { readonly left: Node; readonly above: Node; readonly content: Node },
  { features, colours }: Cell,
): State {
  const both = add(fromState(parameters, "left", before.left, features), fromState(parameters, "above", before.above, features));
  return lstm(add(gates, both), before.content, colours);
}

/** What a hidden state of one place adds to the gates of another. Without a bias, so that where there is nothing nothing is added. */
function fromState(parameters: Parameters, name: string, hidden: Node, features: number): Node {
  const [before, after] = [axis(FEATURES, features), axis("gates", GATES * features)];
  const state = parameters.within("state");
  const weight = state.declare(name, [before, after], { law: "uniform", bound: 1 / Math.sqrt(features) });
  return rename(contract(hidden, weight, [FEATURES]), { gates: FEATURES });
}
