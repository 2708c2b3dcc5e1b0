import { add, axis, contract, multiply, rename, sigmoid, tanh } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import type { Parameters } from "../../layers/index.js";
import { FEATURES, partsOf } from "./input.js";

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
export function lstm(gates: Node, content: Node, colours: number): State {
  const [output = gates, forget = gates, input = gates, fresh = gates] = partsOf(gates, GATES, colours);
  const next = add(multiply(sigmoid(forget), content), multiply(sigmoid(input), tanh(fresh)));
  return { hidden: multiply(sigmoid(output), tanh(next)), content: next };
}

/** What a hidden state of one place adds to the gates of another. Without a bias, so that where there is nothing nothing is added. */
export function fromState(parameters: Parameters, name: string, hidden: Node, features: number): Node {
  const [before, after] = [axis(FEATURES, features), axis("gates", GATES * features)];
  const weight = parameters.declare(name, [before, after], { law: "uniform", bound: 1 / Math.sqrt(features) });
  return rename(contract(hidden, weight, [FEATURES]), { gates: FEATURES });
}
