import { elements } from "../graph/axes.js";
import type { Node } from "../graph/node.js";
import { EngineError } from "./engine.js";
import type { Arrays } from "./engine.js";

/**
 * An array for each of the named nodes: the one given for it, or a new one.
 *
 * @throws EngineError when an array is given for no node, or is not as long as its node has values
 */
export function arraysFor(nodes: ReadonlyMap<string, Node>, given: Arrays = {}): Arrays {
  const stray = Object.keys(given).find((name) => !nodes.has(name));
  if (stray !== undefined) {
    const known = [...nodes.keys()].join(", ") || "none";
    throw new EngineError(`memory is given for ${stray}, which the program does not have; it has ${known}`);
  }
  return Object.fromEntries(
    [...nodes].map(([name, { axes }]) => {
      const size = elements(axes);
      const own = Object.hasOwn(given, name) ? given[name] : undefined;
      if (own === undefined) return [name, new Float32Array(size)];
      if (own.length === size) return [name, own];
      throw new EngineError(`the memory given for ${name} holds ${own.length} values; it takes ${size}`);
    }),
  );
}
