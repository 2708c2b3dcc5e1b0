import { axis, fill } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import { FEATURES } from "./input.js";
import type { Cell } from "./sight.js";

/** A state before the first step along an axis. */
export function nothingAlong(gates: Node, along: string, { features }: Cell): Node {
  const places = gates.axes.filter(({ name }) => name !== along && name !== FEATURES);
  return fill([...places, axis(FEATURES, features)], 0);
}
