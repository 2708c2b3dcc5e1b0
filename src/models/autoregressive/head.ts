import { axis, relu } from "../../tensor/index.js";
import type { Extent, Node } from "../../tensor/index.js";
import { maskedConvolution } from "../../layers/index.js";
import type { Parameters } from "../../layers/index.js";
import { maskB } from "../../probability/index.js";
import { FEATURES } from "./input.js";
import { OUTPUT } from "./likelihood.js";

export const SINGLE: Extent = { height: 1, width: 1 };

/** From the features of each pixel to the numbers of its values' distributions: two layers that look at no other pixel. */
export function head(parameters: Parameters, x: Node, features: number, numbers: number, colours: number): Node {
  const single = (name: string, before: Node, to: string, size: number): Node =>
    maskedConvolution(parameters.within(name), relu(before), FEATURES, axis(to, size), { size: SINGLE, mask: maskB, colours });
  return single("output", single("last", x, FEATURES, features), OUTPUT, numbers);
}
