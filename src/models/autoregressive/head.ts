import { axis, relu } from "../../tensor/index.js";
import type { Extent, Node } from "../../tensor/index.js";
import type { Parameters } from "../../layers/index.js";
import { maskB } from "../../probability/index.js";
import { FEATURES } from "./input.js";
import type { Sight } from "./sight.js";

export const SINGLE: Extent = { height: 1, width: 1 };

/** From the features of each pixel to the numbers of its values' distributions: two layers that look at no other pixel. */
export function head(sight: Sight, parameters: Parameters, x: Node, features: number, numbers: number, colours: number): Node {
  const single = (name: string, before: Node, size: number): Node =>
    sight.convolved(parameters.within(name), relu(before), axis(FEATURES, size), { size: SINGLE, mask: maskB, colours });
  return single("output", single("last", x, features), numbers);
}
