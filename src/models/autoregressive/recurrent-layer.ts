import type { Node } from "../../tensor/index.js";
import type { Parameters } from "../../layers/index.js";
import type { Cell, Sight } from "./sight.js";

/** A layer of memory, from the features of each pixel to others, which see what comes before the pixel and nothing else. */
export type RecurrentLayer = (sight: Sight, parameters: Parameters, x: Node, cell: Cell) => Node;
