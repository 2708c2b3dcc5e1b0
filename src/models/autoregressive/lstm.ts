import { add, axis, contract, merge, multiply, rename, sigmoid, slice, split, sum, tanh } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import type { Parameters } from "../../layers/index.js";
import { FEATURES } from "./input.js";

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
  const size = gates.axes.find(({ name }) => name === FEATURES)?.size ?? 0;
  const parts = split(gates, FEATURES, [axis("colour", colours), axis("gate", GATES), axis("each", size / colours / GATES)]);
  const gate = (i: number): Node => merge(sum(slice(parts, "gate", i, i + 1), ["gate"]), ["colour", "each"], FEATURES);
  const next = add(multiply(sigmoid(gate(1)), content), multiply(sigmoid(gate(2)), tanh(gate(3))));
  return { hidden: multiply(sigmoid(gate(0)), tanh(next)), content: next };
}

/** What a hidden state of one place adds to the gates of another. Without a bias, so that where there is nothing nothing is added. */
export function fromState(parameters: Parameters, name: string, hidden: Node, features: number): Node {
  const [before, after] = [axis(FEATURES, features), axis("gates", GATES * features)];
  const weight = parameters.declare(name, [before, after], { law: "uniform", bound: 1 / Math.sqrt(features) });
  return rename(contract(hidden, weight, [FEATURES]), { gates: FEATURES });
}
